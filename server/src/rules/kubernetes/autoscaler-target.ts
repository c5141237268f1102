import { Autoscaler, isAutoscaler } from '../../kubernetes/autoscaler.ts';
import { VerticalAutoscaler } from '../../kubernetes/vertical-autoscaler.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { autoscalersNaming, targetOf } from '../../workspace/manifests/scaling.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

/** Kinds of Kubernetes itself that run pods and have no number of replicas to change (API reference, 1.36). */
const unscalable: ReadonlySet<string> = new Set(['DaemonSet', 'Job', 'CronJob', 'Pod']);

export default manifestRule({
  id: 'autoscaler-target',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give a workload one autoscaler, and one that can scale it',
  why: 'A DaemonSet runs one pod on each node and a Job until it is done: neither has a number of replicas that an autoscaler could change, and it only says so in its events. Two autoscalers for one workload both find the other one at work and stop, or pull in different directions. A VerticalPodAutoscaler that changes CPU requests changes what the utilisation of an autoscaler is a share of: each answers what the other did.',
  aliases: ['kube-linter/dangling-horizontalpodautoscaler', 'kube-score/horizontalpodautoscaler-has-target'],
  fix: 'none',
  references: [
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
    'https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/known-limitations.md',
  ],
  examples: [
    {
      bad: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: ""\n  maxReplicas: 10\n',
    },
    {
      bad: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: DaemonSet\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n',
    },
    {
      bad: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n  metrics:\n    - type: Resource\n      resource:\n        name: memory\n        target: {type: Utilization, averageUtilization: 80}\n---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web-cpu\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 80}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n          resources:\n            requests: {cpu: 100m, memory: 64Mi}\n',
    },
    {
      bad: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 80}\n',
      files: {
        'vpa.yaml':
          'apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  targetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  updatePolicy:\n    updateMode: Auto\n',
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      },
    },
    {
      good: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 80}\n',
      files: {
        'vpa.yaml':
          'apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  targetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  updatePolicy:\n    updateMode: "Off"\n',
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      },
      note: 'It only recommends.',
    },
    {
      good: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 80}\n',
      files: {
        'vpa.yaml':
          'apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  targetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  updatePolicy:\n    updateMode: Auto\n  resourcePolicy:\n    containerPolicies:\n      - containerName: "*"\n        controlledResources: [memory]\n',
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      },
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const resource of manifest.resources.filter(isAutoscaler)) {
      const autoscaler = new Autoscaler(resource);
      const { target, reference, utilisations } = autoscaler;
      const span = reference.get('name').span ?? reference.span;
      const [missing] = ['kind', 'name'].filter((key) => saysNothing(reference.get(key)));
      if (missing !== undefined && !(missing === 'kind' && autoscaler.isOfKeda)) {
        report(
          reference.get(missing).span ?? reference.keySpan ?? resource.span,
          `${resource.label} does not say the ${missing} of what it scales, and the API server refuses it`,
        )
          .as('kube-linter/dangling-horizontalpodautoscaler', 'kube-score/horizontalpodautoscaler-has-target')
          .grade('error');
      }
      if (!target || !span) continue;
      const aimed = `${target.kind} "${target.name}"`;
      if (unscalable.has(target.kind)) {
        const kind = reference.get('kind').span ?? span;
        report(kind, `${resource.label} cannot scale ${aimed}: a ${target.kind} has no number of replicas`).grade(
          'error',
        );
        continue;
      }
      const workload = targetOf(autoscaler, neighbours);
      if (!workload) continue;
      for (const { entry, model } of autoscalersNaming(target, neighbours)) {
        if (model.resource.name === resource.name && entry.kind === resource.kind) continue;
        if (model.resource.name === undefined || targetOf(model, neighbours) !== workload) continue;
        report(span, `${aimed} is scaled by ${model.resource.label} as well: the two work against each other`).relate(
          entry.span,
          `${model.resource.label} scales it`,
          entry.file,
        );
      }
      for (const { entry, model } of verticalIn(neighbours)) {
        const [shared] = utilisations.filter(
          (one) => model.sets(one.resource) && targetOf(model, neighbours) === workload,
        );
        if (!shared) continue;
        const amount = shared.resource === 'cpu' ? 'CPU' : 'memory';
        report(
          shared.span ?? span,
          `${resource.label} scales by a share of the ${amount} that ${aimed} requests, which ${model.resource.label} changes: each answers what the other did`,
        ).relate(entry.span, `${model.resource.label} sets its ${amount} request`, entry.file);
      }
    }
  },
});

function saysNothing(value: YamlValue): boolean {
  return value.text === '' || !value.exists;
}

function verticalIn(neighbours: Neighbourhood) {
  return neighbours.inScope('VerticalPodAutoscaler').flatMap((entry) => {
    const resource = entry.read();
    return resource ? [{ entry, model: new VerticalAutoscaler(resource) }] : [];
  });
}
