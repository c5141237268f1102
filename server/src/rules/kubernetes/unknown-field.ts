import { type Built, together } from '../../core/fix.ts';
import type { Reporter } from '../../core/report.ts';
import { isAtLeast } from '../../kubernetes/api-versions/release.ts';
import { setField } from '../../kubernetes/edits.ts';
import { nameService } from '../../kubernetes/migrations/ingress.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { isWithin, lifetimesIn } from '../../kubernetes/schema/history.ts';
import { type Mismatch, mismatchesOf } from '../../kubernetes/schema/mismatches.ts';
import { type Owner, placeFor } from '../../kubernetes/schema/place.ts';
import { newerRelease } from '../../kubernetes/schema/schema.ts';
import { mostSimilar } from '../../text/similar.ts';
import { customResourcesOf } from '../../workspace/schemas/resource-types.ts';
import { removeValue } from '../../yaml/edit.ts';
import { noPlace } from '../../yaml/refusals.ts';
import { regroup, renameKey, type ShapeMap } from '../../yaml/reshape.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

/** Defines a custom resource. */
const shopDefinition =
  'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: shops.example.com}\nspec:\n  group: example.com\n  names: {kind: Shop, plural: shops}\n  scope: Namespaced\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n            spec:\n              type: object\n              required: [tills]\n              properties:\n                tills: {type: integer}\n                wares: {type: object, x-kubernetes-preserve-unknown-fields: true}\n';

export default manifestRule({
  id: 'unknown-field',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write only fields that exist, where they belong',
  why: '`kubectl` has the API server refuse what has a field that its kind does not know; other clients, among them most controllers, have it dropped without a word, so that a mistyped `livenesProbe` or a `securityContext` one level too high protects nothing. The fields are those of Kubernetes 1.36, for the stable API versions of Kubernetes itself; where `kubernetesVersion` names an older one, those that have come since are told, and so are those that were removed up to it, as far as 1.25.',
  aliases: ['kube-linter/schema-validation', 'kubeconform/schema', 'monokle/K8S004', 'yaml-ls/schema'],
  fix: 'suggested',
  fixing:
    'Writes the name of the field that is nearly called so, if there is one and it is not there already. In an Ingress, brings the backends of old API versions into their present shape. Moves what belongs further inside, such as `runAsUser` of a container into its security context. Writes what was in a field that is gone in its place.',
  references: ['https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenesProbe: # every ten seconds\n        tcpSocket: {port: 8080}\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe: # every ten seconds\n        tcpSocket: {port: 8080}\n',
    },
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  defaultBackend:\n    serviceName: web\n    servicePort: 80\n',
      fixed:
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  defaultBackend:\n    service:\n      name: web\n      port:\n        number: 80\n',
    },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector: {matchLabels: {app: web}}\n  securityContext:\n    runAsNonRoot: true\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      note: 'It belongs into the spec of the pods, and the message says so.',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      runAsNonRoot: true # since 2.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsNonRoot: true # since 2.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  resourceClaims:\n    - name: gpu\n      source:\n        resourceClaimTemplateName: gpus # two of them\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  resourceClaims:\n    - name: gpu\n      resourceClaimTemplateName: gpus # two of them\n  containers:\n    - name: web\n      image: web:1.0\n',
      note: 'Kubernetes 1.31 has removed `source`.',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          $patch: delete\n',
      note: 'A directive of a patch.',
    },
    { good: 'apiVersion: example.com/v1\nkind: Shop\nmetadata:\n  name: web\nspec:\n  anything: goes\n' },
    {
      bad: 'apiVersion: example.com/v1\nkind: Shop\nmetadata:\n  name: web\nspec:\n  tils: 3 # of them\n',
      fixed: 'apiVersion: example.com/v1\nkind: Shop\nmetadata:\n  name: web\nspec:\n  tills: 3 # of them\n',
      files: { 'crds/shop.yaml': shopDefinition },
      note: 'A custom resource that the workspace defines.',
    },
    {
      good: 'apiVersion: example.com/v1\nkind: Shop\nmetadata:\n  name: web\nspec:\n  tills: 3\n  wares:\n    any: thing\n',
      files: { 'crds/shop.yaml': shopDefinition },
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    // What later releases have added nobody knows here.
    if (isAtLeast(kubernetesVersion, newerRelease)) return;
    for (const resource of manifest.resources)
      judge(resource, unknownAmong(mismatchesOf(resource)), kubernetesVersion, report);
  },
  checkFiles({ manifest, uri, host, kubernetesVersion, report }) {
    return customResourcesOf(manifest, uri, host)?.then((found) => {
      for (const { resource, type, isOwn } of found) {
        const unknown = unknownAmong(mismatchesOf(resource, type));
        judge(resource, isOwn ? unknown : unknown.filter(isMistyped), kubernetesVersion, report);
      }
    });
  },
});

function judge(
  resource: Resource,
  unknown: readonly UnknownField[],
  kubernetesVersion: string,
  report: Reporter,
): void {
  for (const mismatch of unknown) {
    const { value, name } = mismatch;
    if (!value.keySpan) continue;
    const owner = value.parent?.node === resource.value.node ? `this ${resource.kind}` : value.parent?.path;
    if (mismatch.is === 'dated') {
      judgeDated(mismatch, owner, kubernetesVersion, report);
      continue;
    }
    const { owners } = mismatch;
    const near = mostSimilar(name, fieldsOf(owners[0], kubernetesVersion));
    const place = near === undefined ? placeFor(name, owners) : undefined;
    const isBackend = resource.kind === 'Ingress' && (name === 'serviceName' || name === 'servicePort');
    // Both are parts of one old backend.
    if (isBackend && name === 'servicePort' && value.parent?.get('serviceName').hasKey) continue;
    const hint =
      near !== undefined
        ? `: "${near}" is meant`
        : isBackend
          ? ': since networking.k8s.io/v1 it is "service", with a name and a port'
          : place
            ? `: it belongs to ${place.path}`
            : '';
    const finding = report(
      value.keySpan,
      `There is no field "${name}" in ${owner}, so that it is refused, or dropped without a word${hint}`,
    );
    if (isBackend) {
      finding.fix('Write it as networking.k8s.io/v1 does', () => nameService(value.parent ?? value));
    } else if (near !== undefined) {
      finding.fix(`Rename to ${near}`, () => renameKey(value, near));
    } else if (place?.keys) {
      const { keys, path } = place;
      finding.fix(`Move to ${path}`, () => moveTo(value, keys));
    }
  }
}

/** A field that a kind does not have, or not always has had. */
type UnknownField = Mismatch & { readonly is: 'unknown' | 'dated' };

function unknownAmong(mismatches: readonly Mismatch[]): readonly UnknownField[] {
  return mismatches.flatMap((mismatch) => (mismatch.is === 'unknown' || mismatch.is === 'dated' ? [mismatch] : []));
}

/**
 * Whether a field is a slip for another one that is not there. Other releases of a product may have other fields: one for
 * several things where there is one for a single thing, say.
 */
function isMistyped(mismatch: UnknownField): boolean {
  if (mismatch.is === 'dated') return false;
  const { name } = mismatch;
  const [owner] = mismatch.owners;
  const near = mostSimilar(name, owner?.type.fields.keys() ?? [], 2);
  return near !== undefined && `${name}s` !== near && name !== `${near}s` && owner?.value.get(near).hasKey === false;
}

/** The names of the fields that an object has in a version of Kubernetes. */
function fieldsOf(owner: Owner | undefined, kubernetesVersion: string): readonly string[] {
  const lifetimes = owner?.type.name === undefined ? undefined : lifetimesIn(owner.type.name);
  const names = [...(owner?.type.fields.keys() ?? [])];
  return lifetimes ? names.filter((name) => isWithin(kubernetesVersion, lifetimes.get(name) ?? {})) : names;
}

/** Tells a field that is too young, or gone, in the version of Kubernetes that the manifests are meant for. */
function judgeDated(
  { value, name, lifetime }: Mismatch & { readonly is: 'dated' },
  owner: string | undefined,
  kubernetesVersion: string,
  report: Reporter,
): void {
  const { since, removed } = lifetime;
  const { parent } = value;
  if (!value.keySpan || isWithin(kubernetesVersion, lifetime)) return;
  // A chart that asks first mostly asks for the version.
  if (parent && value.isOptionalBeside(parent)) return;
  if (removed === undefined || !isAtLeast(kubernetesVersion, removed)) {
    report(
      value.keySpan,
      `Kubernetes has the field "${name}" in ${owner} from ${since} on, and these manifests are meant for ${kubernetesVersion}, so that it is refused, or dropped without a word`,
    );
    return;
  }
  const finding = report(
    value.keySpan,
    `Kubernetes ${removed} has removed the field "${name}" from ${owner}, so that it is refused, or dropped without a word`,
  );
  if (name === 'source' && parent) {
    finding.fix('Write its fields in its place', () =>
      regroup(parent, [{ take: [value], put: Object.fromEntries(value.entries) }]),
    );
  } else if (name === 'status') {
    finding.fix('Remove the status', () => removeValue(value));
  }
}

/** Moves a field further into the object in which it stands: with its text where there is nothing yet, else its value. */
function moveTo(value: YamlValue, keys: readonly string[]): Built {
  const { parent, key } = value;
  const [first, ...rest] = keys;
  if (!parent || first === undefined) return noPlace;
  if (!parent.get(first).hasKey) {
    const put = rest.reduceRight<ShapeMap>((inner, name) => ({ [name]: inner }), { [String(key)]: value });
    return regroup(parent, [{ take: [value], put: { [first]: put } }]);
  }
  const plain = value.number ?? value.boolean ?? value.text;
  if (plain === undefined || parent.at(...keys, String(key)).hasKey) return noPlace;
  return together(setField(parent, [...keys, String(key)], plain), removeValue(value));
}
