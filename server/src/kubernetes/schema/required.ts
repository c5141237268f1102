import { mostSimilar } from '../../text/similar.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';
import { type Mismatch, mismatchesOf } from './mismatches.ts';
import { type FieldType, type ObjectType, typeOf } from './schema.ts';

/** An object in a resource that lacks fields without which the API server refuses the resource. */
export interface Incomplete {
  readonly value: YamlValue;
  /** The names of what it lacks. */
  readonly names: readonly string[];
}

/**
 * What the declarations call required and nobody has to write: numbers, booleans, texts and lists that may as well be
 * zero, false and empty (validation of Kubernetes 1.36), and identifiers that only the cluster knows.
 */
const mayBeMissing = new Set([
  'audience',
  'drivers',
  'generation',
  'limits',
  'lun',
  'preference',
  'revision',
  'seconds',
  'secretRef',
  'served',
  'storage',
  'uid',
  'value',
]);

/** Kinds that programs write, or whose spec may be empty. */
const mayBeBare = new Set([
  'Binding',
  'CSIDriver',
  'CSINode',
  'ComponentStatus',
  'ControllerRevision',
  'DeviceClass',
  'Event',
  'LocalSubjectAccessReview',
  'ResourceClaim',
  'ResourceClaimTemplate',
  'ResourceSlice',
  'SelfSubjectAccessReview',
  'SelfSubjectRulesReview',
  'SubjectAccessReview',
  'TokenReview',
  'VolumeAttachment',
]);

/** Kinds that are no objects with a name, and pods, as programs that start pods are given them without one. */
const mayBeNameless = new Set(['Eviction', 'Pod', 'PodTemplate', 'Scale', 'SelfSubjectReview', 'TokenRequest']);

/** What a definition of custom resources requires: who has most of it has forgotten the rest. */
const partsOfDefinition = ['group', 'names', 'scope', 'versions'];

/** What a workload lacks although its pods are all there, and no patch says as much. */
const beside: Readonly<Record<string, string>> = {
  CronJob: 'schedule',
  DaemonSet: 'selector',
  Deployment: 'selector',
  ReplicaSet: 'selector',
  StatefulSet: 'selector',
};

/**
 * The objects in a resource that lack what the API server asks for, as far as it is certain that they are all there: who
 * leaves out what a kind requires of its spec mostly writes a patch. Nothing for kinds that are not known, and for
 * documents with errors, whose ends nobody knows.
 */
export function incompleteIn(resource: Resource): readonly Incomplete[] {
  const { apiVersion, kind, value, isPartial, isTakenWhole } = resource;
  if (mayBeBare.has(kind) || value.document.problems.length > 0 || !typeOf(apiVersion, kind)) return [];
  if (isPartial) return forgottenIn(resource);
  const found = incompleteAmong(mismatchesOf(resource));
  if (isTakenWhole || !found.some((one) => isOfPatch(one, value))) return [...namelessIn(resource), ...found];
  const missing = partsOfDefinition.filter((name) => !value.at('spec', name).hasKey);
  return kind === 'CustomResourceDefinition' && missing.length === 1 ? found : [];
}

/** The same of a custom resource, whose kind the workspace defines. */
export function incompleteCustom(resource: Resource, type: FieldType): readonly Incomplete[] {
  const { value, isTakenWhole } = resource;
  if (value.document.problems.length > 0) return [];
  const found = incompleteAmong(mismatchesOf(resource, type));
  return isTakenWhole || !found.some((one) => isOfPatch(one, value)) ? found : [];
}

function incompleteAmong(mismatches: readonly Mismatch[]): readonly Incomplete[] {
  return mismatches.flatMap((mismatch) => {
    if (mismatch.is !== 'incomplete') return [];
    const names = mismatch.names.filter((name) => isMissing(name, mismatch.value, mismatch.type));
    return names.length === 0 || isMerged(mismatch.value, names) ? [] : [{ value: mismatch.value, names }];
  });
}

/** What gives an object its name, which its declaration does not require: the API server may be asked to make one up. */
function namelessIn({ kind, value }: Resource): readonly Incomplete[] {
  const metadata = value.get('metadata');
  const names = ['name', 'generateName'];
  if (mayBeNameless.has(kind) || names.some((name) => metadata.get(name).exists)) return [];
  if (!metadata.isMap) return metadata.exists ? [] : [{ value, names: ['metadata'] }];
  const isMeant = metadata.entries.some(([key]) => mostSimilar(key, names) !== undefined && key !== 'name');
  return isMeant || isBlank(metadata.get('name')) ? [] : [{ value: metadata, names: ['name'] }];
}

/** Whether it is the object itself, its spec or a pod that lacks something. */
function isOfPatch({ value, names }: Incomplete, object: YamlValue): boolean {
  const isSpec = value.key === 'spec' && value.parent === object;
  return value === object || isSpec || names.includes('containers');
}

/** What was forgotten in a resource that looks like a patch for the want of it alone. */
function forgottenIn(resource: Resource): readonly Incomplete[] {
  const { kind, value, pods } = resource;
  const spec = value.get('spec');
  // A template may write it where nobody sees it.
  if (value.document.template || !spec.isMap) return [];
  if (kind === 'HorizontalPodAutoscaler') {
    const lacks = spec.get('scaleTargetRef').isMap && !spec.get('maxReplicas').hasKey;
    return lacks ? [{ value: spec, names: ['maxReplicas'] }] : [];
  }
  const name = Object.hasOwn(beside, kind) ? beside[kind] : undefined;
  if (name === undefined || spec.get(name).hasKey) return [];
  const [pod] = pods;
  const isWhole =
    pod !== undefined &&
    pod.containers.length > 0 &&
    (name !== 'selector' || pod.metadata.get('labels').entries.length > 0) &&
    pod.containers.every((container) => container.value.get('image').hasKey);
  return isWhole ? [{ value: spec, names: [name] }] : [];
}

function isMissing(name: string, value: YamlValue, { fields }: ObjectType): boolean {
  if (mayBeMissing.has(name) || isBlank(value.get(name))) return false;
  // What is nearly called so is told as mistyped.
  return !value.entries.some(([key]) => !fields.has(key) && mostSimilar(key, fields.keys()) === name);
}

/** Whether a program has yet to fill it in: `name: ##NAME##` is a comment to YAML. */
function isBlank({ keySpan, document }: YamlValue): boolean {
  return keySpan !== undefined && /^[ \t]*:[ \t]+#[#\w]/.test(document.text.slice(keySpan.end, keySpan.end + 80));
}

/** Whether it may be merged by its name into another, as webhooks are in patches. */
function isMerged({ parent, entries }: YamlValue, missing: readonly string[]): boolean {
  if (entries.some(([key]) => key.startsWith('$'))) return true;
  return parent?.key === 'webhooks' && missing.includes('clientConfig');
}
