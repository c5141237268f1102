import type { Span } from '../text/span.ts';
import type { YamlValue } from '../yaml/value.ts';
import { Pod } from './pod.ts';
import { podTemplatesOf } from './workloads.ts';

/** One Kubernetes object as a manifest declares it. */
export class Resource {
  readonly value: YamlValue;
  /** Empty when a template has yet to write it. */
  readonly apiVersion: string;
  readonly kind: string;
  /** The API group: `apps` for `apps/v1`, empty for the core group. */
  readonly group: string;
  /** Whether its API group is one of Kubernetes' own: the core group, `apps` and their like, and those of `k8s.io`. */
  readonly isBuiltIn: boolean;
  /** The pods it runs: one for most workloads, none for what is no workload. */
  readonly pods: readonly Pod[];

  /** Whether it is taken for all there is of it, whatever it lacks. */
  readonly isTakenWhole: boolean;

  constructor(value: YamlValue, apiVersion: string, kind: string, isTakenWhole = false) {
    this.value = !isTakenWhole && isPartOf(apiVersion, kind, value) ? value.asPartial : value;
    this.isTakenWhole = isTakenWhole;
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.group = groupOf(apiVersion);
    this.isBuiltIn = isBuiltInGroup(this.group);
    this.pods = podTemplatesOf(this).map((template) => new Pod(this, template));
  }

  get name(): string | undefined {
    return this.value.at('metadata', 'name').text ?? this.value.at('metadata', 'generateName').text;
  }

  /** Where a finding about the whole resource stands: at its name, else at its kind. */
  get span(): Span {
    const { value } = this;
    const name = value.at('metadata', 'name').span ?? value.at('metadata', 'generateName').span;
    return name ?? value.get('kind').span ?? { start: 0, end: 0 };
  }

  get namespace(): string | undefined {
    return this.value.at('metadata', 'namespace').text;
  }

  /** An annotation of the object itself. */
  annotation(name: string): YamlValue {
    return this.value.at('metadata', 'annotations', name);
  }

  /** How to speak of the resource in a message: `Deployment "web"`. */
  get label(): string {
    return this.name === undefined ? this.kind : `${this.kind} "${this.name}"`;
  }

  /** Whether it is only part of an object, as a Kustomize patch is, so that nothing follows from what is missing. */
  get isPartial(): boolean {
    return this.value.isPartial;
  }
}

/** The API group of an `apiVersion`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/** Whether an API group is one of Kubernetes' own. */
export function isBuiltInGroup(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** Whether what the API requires of a kind is missing, or a directive says how to merge it with another object. */
function isPartOf(apiVersion: string, kind: string, value: YamlValue): boolean {
  if (value.get('$patch').hasKey || value.at('spec', '$patch').hasKey) return true;
  return requiredFieldsOf(apiVersion, kind).some((path) => isMissing(value.at(...path)));
}

function isMissing(value: YamlValue): boolean {
  return !value.hasKey && !value.exists;
}

/** The paths of the fields without which the API server refuses an object; none of kinds of which that is not asked. */
export function requiredFieldsOf(apiVersion: string, kind: string): readonly (readonly string[])[] {
  const required = (Object.hasOwn(requiredFields, kind) ? requiredFields[kind] : undefined) ?? [];
  // Before `apps/v1`, the selector was made from the labels of the pods when there was none.
  return apiVersion.includes('/v1beta') ? required.filter((path) => path[1] !== 'selector') : required;
}

/** Fields without which the API server refuses an object (API reference, Kubernetes 1.36). */
const requiredFields: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Pod: [['spec', 'containers']],
  Deployment: [
    ['spec', 'selector'],
    ['spec', 'template', 'metadata', 'labels'],
    ['spec', 'template', 'spec', 'containers'],
  ],
  StatefulSet: [
    ['spec', 'selector'],
    ['spec', 'template', 'metadata', 'labels'],
    ['spec', 'template', 'spec', 'containers'],
  ],
  DaemonSet: [
    ['spec', 'selector'],
    ['spec', 'template', 'metadata', 'labels'],
    ['spec', 'template', 'spec', 'containers'],
  ],
  ReplicaSet: [
    ['spec', 'selector'],
    ['spec', 'template', 'spec', 'containers'],
  ],
  Job: [['spec', 'template', 'spec', 'containers']],
  CronJob: [
    ['spec', 'schedule'],
    ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers'],
  ],
  HorizontalPodAutoscaler: [
    ['spec', 'scaleTargetRef'],
    ['spec', 'maxReplicas'],
  ],
};
