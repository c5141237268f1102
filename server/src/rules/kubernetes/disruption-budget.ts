import { type Built, Refusal } from '../../core/fix.ts';
import { Labels } from '../../kubernetes/labels.ts';
import { declareBehind } from '../../kubernetes/new-resource.ts';
import { replicasOf } from '../../kubernetes/replicas.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { autoscalersOf, hasBudget } from '../../workspace/manifests/scaling.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'disruption-budget',
  category: 'reliability',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Say how many replicas must stay while nodes are drained',
  why: 'When a cluster is upgraded or made smaller, its nodes are drained, several at a time, and all pods on them go. Without a PodDisruptionBudget nothing keeps the replicas of a workload from going together. With one, a drain waits until those that went are running elsewhere. Where losing all for a minute is no harm, it is not needed; that is why this is a hint.',
  lesson: 'cattle',
  aliases: [
    'kube-score/deployment-has-poddisruptionbudget',
    'kube-score/statefulset-has-poddisruptionbudget',
    'polaris/missingPodDisruptionBudget',
    'kics/Deployment Without PodDisruptionBudget',
    'kics/StatefulSet Without PodDisruptionBudget',
  ],
  fix: 'suggested',
  fixing:
    'Declares a budget behind the workload, in the same file, that lets one of its pods go at a time, and those that are not ready always. Refused in lists, and where a template decides whether the workload is written.',
  references: ['https://kubernetes.io/docs/tasks/run-application/configure-pdb/'],
  examples: [
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n  unhealthyPodEvictionPolicy: AlwaysAllow\n',
    },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n  unhealthyPodEvictionPolicy: AlwaysAllow\n',
      files: {
        'pdb.yaml':
          'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\n  namespace: blog\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n',
      },
      note: 'The budget in another namespace is about other pods.',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      files: {
        'pdb.yaml':
          'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n',
      },
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      note: 'Of one replica there is none to keep.',
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const resource of manifest.ofKind('Deployment', 'StatefulSet')) {
      const [pod] = resource.pods;
      if (!pod) continue;
      const labels = pod.labels;
      if (hasBudget(labels, resource.namespace, neighbours)) continue;
      const replicas = replicasOf(resource);
      const isWritten = resource.value.at('spec', 'replicas').exists;
      const least = leastOf(resource, neighbours) ?? replicas;
      const finding = report(
        resource.span,
        `${resource.label} has no PodDisruptionBudget: draining nodes may take ${least === 1 ? 'its only replica' : `${least === 2 ? 'both' : 'all'} its replicas at once`}`,
      ).as(...namesFor(resource.kind, isWritten ? (replicas ?? 2) : 2));
      if (least === undefined || least < 2) finding.onlyIn('all');
      finding.fix('Add a PodDisruptionBudget', () => budgetFor(resource, labels));
    }
  },
});

/** The least replicas that its autoscaler leaves, if it has one. */
function leastOf(resource: Resource, neighbours: Neighbourhood): number | undefined {
  return autoscalersOf(resource, neighbours)[0]?.model.least;
}

/** The names under which the peers find fault with it; some only where there may be several replicas. */
function namesFor(kind: string, replicas: number): readonly string[] {
  if (kind === 'StatefulSet')
    return replicas < 2
      ? []
      : ['kube-score/statefulset-has-poddisruptionbudget', 'kics/StatefulSet Without PodDisruptionBudget'];
  return [
    'polaris/missingPodDisruptionBudget',
    ...(replicas < 2
      ? []
      : ['kube-score/deployment-has-poddisruptionbudget', 'kics/Deployment Without PodDisruptionBudget']),
  ];
}

/** A budget that lets one pod of the workload go at a time. */
function budgetFor(resource: Resource, podLabels: Labels): Built {
  const { name, namespace, value } = resource;
  const matched = value.at('spec', 'selector', 'matchLabels');
  const labels = matched.isMap ? Labels.of(matched) : podLabels;
  if (name === undefined || !value.at('metadata', 'name').text) return new Refusal('The workload has no name yet.');
  if (value.at('metadata', 'namespace').isUnknown) return new Refusal('Its namespace is not known.');
  if (labels.isOpen || labels.written.size === 0) return new Refusal('The labels of its pods are not known.');
  if (value.at('spec', 'selector', 'matchExpressions').exists)
    return new Refusal('It selects its pods by expressions.');
  return declareBehind(resource, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: Object.fromEntries(labels.written) },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
}
