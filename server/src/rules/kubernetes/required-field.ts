import { type Built, Refusal } from '../../core/fix.ts';
import type { Report, Reporter } from '../../core/report.ts';
import { setField } from '../../kubernetes/edits.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { type Incomplete, incompleteCustom, incompleteIn } from '../../kubernetes/schema/required.ts';
import type { Span } from '../../text/span.ts';
import { customResourcesOf } from '../../workspace/schemas/resource-types.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'required-field',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write the fields that the API requires',
  why: 'The API server refuses an object that lacks a field it requires, such as its own name or that of a container, the selector of a Deployment or, since `networking.k8s.io/v1`, the `pathType` of an Ingress path. What it fills in by itself is not asked for, nor what may be empty, and nothing in patches and templates, where the rest stands elsewhere. The fields are those of Kubernetes 1.36 for what it serves itself, and those of its definition for a custom resource that the workspace defines.',
  aliases: ['kube-linter/schema-validation', 'kubeconform/schema', 'monokle/K8S001', 'yaml-ls/schema'],
  fix: 'suggested',
  fixing:
    'Selects the labels of the pods, names a container after its image, and matches an Ingress path as a prefix, or as its controller does where it is a pattern. Elsewhere nobody can know the value.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/'],
  examples: [
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  rules:\n    - http:\n        paths:\n          - path: / # all of it\n            backend:\n              service:\n                name: web\n                port: {number: 80}\n',
      fixed:
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  rules:\n    - http:\n        paths:\n          - path: / # all of it\n            pathType: Prefix\n            backend:\n              service:\n                name: web\n                port: {number: 80}\n',
    },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - image: registry.example.com/shop/web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: registry.example.com/shop/web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: data\n  volumes:\n    - name: data\n      emptyDir: {}\n',
      note: 'Where it is mounted nobody can know.',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: web:1.1\n',
      note: 'A patch.',
    },
    {
      good: 'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: fast\n  annotations:\n    storageclass.kubernetes.io/is-default-class: "true"\n',
      note: 'Part of an object that is written elsewhere.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      readinessProbe:\n        httpGet:\n          port: 8080\n          httpHeaders:\n            - name: X-Probe\n              value: ""\n',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.resources) judge(resource, incompleteIn(resource), report);
  },
  checkFiles({ manifest, uri, host, report }) {
    return customResourcesOf(manifest, uri, host)?.then((found) => {
      // What a product requires may be less in another of its releases.
      for (const { resource, type, isOwn } of found)
        if (isOwn) judge(resource, incompleteCustom(resource, type), report);
    });
  },
});

function judge(resource: Resource, found: readonly Incomplete[], report: Reporter): void {
  for (const incomplete of found) {
    const { value, names } = incomplete;
    const missing = names.filter((name) => !isToldElsewhere(name, incomplete));
    if (missing.length === 0) continue;
    const place = value === resource.value ? `this ${resource.kind}` : value.path;
    offerFix(
      report(
        spanOf(incomplete, resource),
        `There is no ${missing.map((name) => `"${name}"`).join(' and no ')} in ${place}, so that the API server refuses this ${resource.kind}`,
      ),
      missing,
      incomplete,
      resource,
    );
  }
}

/** What `valid-ports` and `valid-topology-spread` say of their matters. */
function isToldElsewhere(name: string, { value }: Incomplete): boolean {
  return name === 'containerPort' || value.parent?.key === 'topologySpreadConstraints';
}

/** At the name of what lacks something, else at its key or its first one. */
function spanOf({ value }: Incomplete, resource: Resource): Span {
  if (value === resource.value || value.parent === resource.value) return resource.span;
  const [first] = value.entries;
  return value.get('name').span ?? value.keySpan ?? first?.[1].keySpan ?? value.span ?? resource.span;
}

function offerFix(finding: Report, [name]: readonly string[], incomplete: Incomplete, resource: Resource): void {
  const { value } = incomplete;
  if (name === 'selector') {
    finding.fix('Select the labels of the pods', () => selectPods(resource));
  } else if (name === 'pathType') {
    const type = /^\/[\w./~%-]*$/.test(value.get('path').text ?? '') ? 'Prefix' : 'ImplementationSpecific';
    finding.fix(`Set pathType: ${type}`, () => setField(value, ['pathType'], type, { after: ['path'], orFirst: true }));
  } else if (name === 'name' && value.get('image').text !== undefined) {
    finding.fix('Call it as its image', () => nameContainer(incomplete, resource));
  }
}

function selectPods({ value, pods: [pod] }: Resource): Built {
  const labels = pod?.metadata.get('labels').entries.map(([key, label]) => [key, label.text] as const) ?? [];
  const known = labels.flatMap(([key, text]) => (text === undefined ? [] : [[key, text] as const]));
  if (labels.length === 0) return new Refusal('Its pods have no labels yet.');
  if (known.length < labels.length) return new Refusal('Its pods have labels that are not known.');
  return setField(value.get('spec'), ['selector'], { matchLabels: Object.fromEntries(known) }, placeOfSelector);
}

/** Where a selector is usually looked for. */
const placeOfSelector = { after: ['replicas', 'serviceName'], orFirst: true };

function nameContainer({ value }: Incomplete, { pods }: Resource): Built {
  const image = value.get('image').text ?? '';
  const name = /([a-z\d]+(?:-[a-z\d]+)*)(?::[^/]*)?(?:@.*)?$/.exec(image)?.[1];
  if (name === undefined || name.length > 63) return new Refusal('Its image is not called as a container may be.');
  const isTaken = pods.some(({ containers }) => containers.some((other) => other.name === name));
  if (isTaken) return new Refusal(`Another container is called "${name}" already.`);
  return setField(value, ['name'], name, { orFirst: true });
}
