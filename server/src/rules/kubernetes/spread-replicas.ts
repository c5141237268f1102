import { type Built, Refusal } from '../../core/fix.ts';
import { setField } from '../../kubernetes/edits.ts';
import { Labels } from '../../kubernetes/labels.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { isSpreadOut, replicasOf } from '../../kubernetes/replicas.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'spread-replicas',
  category: 'reliability',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Spread the replicas of a workload over nodes',
  why: 'Two replicas on one node are one replica when the node goes. The scheduler spreads pods on its own, but only as one of many wishes, and only by the nodes there are at that moment. A constraint on the spread, or an anti-affinity, says that it matters. Either satisfies this rule, as long as it selects the pods of the workload itself.',
  lesson: 'cattle',
  aliases: [
    'kube-linter/no-anti-affinity',
    'kube-score/deployment-has-host-podantiaffinity',
    'kube-score/statefulset-has-host-podantiaffinity',
    'polaris/topologySpreadConstraint',
    'kics/Deployment Has No PodAntiAffinity',
    'kics/StatefulSet Has No PodAntiAffinity',
    'datree/EKS_MISSING_KEY_TOPOLOGYKEY',
  ],
  fix: 'suggested',
  fixing: 'Adds a `topologySpreadConstraints` over nodes with `ScheduleAnyway`, which never keeps a pod from running.',
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/'],
  examples: [
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 3\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 3\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n      topologySpreadConstraints:\n        - maxSkew: 1\n          topologyKey: kubernetes.io/hostname\n          whenUnsatisfiable: ScheduleAnyway\n          labelSelector:\n            matchLabels:\n              app: web\n',
    },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      affinity:\n        podAntiAffinity:\n          requiredDuringSchedulingIgnoredDuringExecution:\n            - topologyKey: kubernetes.io/hostname\n              labelSelector:\n                matchLabels:\n                  app: wep\n      containers:\n        - name: web\n          image: web:1.0\n',
      note: 'It keeps away from pods of another name.',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      affinity:\n        podAntiAffinity:\n          preferredDuringSchedulingIgnoredDuringExecution:\n            - weight: 100\n              podAffinityTerm:\n                topologyKey: kubernetes.io/hostname\n                labelSelector:\n                  matchExpressions:\n                    - { key: app, operator: In, values: [web] }\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
  ],
  check({ manifest, report }) {
    for (const pod of manifest.pods) {
      const { resource } = pod;
      const replicas = replicasOf(resource);
      if (replicas === undefined || isSpreadOut(pod)) continue;
      const isWritten = resource.value.at('spec', 'replicas').exists;
      const aliases = namesFor(resource.kind, replicas, isWritten);
      const finding = report(
        resource.span,
        `${resource.label} may run ${replicas === 2 ? 'both' : `all ${replicas > 2 ? replicas : 'its'}`} replicas on one node, and go down with it: spread them`,
      ).as(...aliases);
      if (replicas < 2) finding.onlyIn('all');
      finding.fix('Spread the replicas over the nodes', () => spread(pod));
    }
  },
});

/** The names under which the peers find fault with it, some of them only where there is more than one replica. */
function namesFor(kind: string, replicas: number, isWritten: boolean): readonly string[] {
  const several = replicas > 1;
  const mayBeSeveral = several || !isWritten;
  return [
    ...(several ? ['kube-linter/no-anti-affinity', 'datree/EKS_MISSING_KEY_TOPOLOGYKEY'] : []),
    ...(mayBeSeveral && kind === 'Deployment'
      ? ['kube-score/deployment-has-host-podantiaffinity', 'kics/Deployment Has No PodAntiAffinity']
      : []),
    ...(mayBeSeveral && kind === 'StatefulSet'
      ? ['kube-score/statefulset-has-host-podantiaffinity', 'kics/StatefulSet Has No PodAntiAffinity']
      : []),
    'polaris/topologySpreadConstraint',
  ];
}

/** The constraint that keeps replicas apart as long as there is room on other nodes. */
function spread({ resource, metadata, spec }: Pod): Built {
  const selected = resource.value.at('spec', 'selector', 'matchLabels');
  const map = selected.isMap ? selected : metadata.get('labels');
  const labels = Labels.of(map);
  // What a kustomization adds to the labels it adds here as well.
  const own = [...labels.written].filter(([name]) => map.get(name).isWrittenWith(spec));
  if (labels.isOpen || own.length === 0) return new Refusal('The labels of its pods are not known.');
  const constraint = {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: Object.fromEntries(own) },
  };
  return setField(spec, ['topologySpreadConstraints'], [constraint]);
}
