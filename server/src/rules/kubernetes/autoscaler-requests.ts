import { type Built, Refusal, together } from '../../core/fix.ts';
import { Autoscaler, isAutoscaler, type Utilisation } from '../../kubernetes/autoscaler.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { smaller } from '../../kubernetes/resources.ts';
import { replace } from '../../text/edit.ts';
import { shift } from '../../text/span.ts';
import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import { isDefaulted } from '../../workspace/manifests/namespace-limits.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { targetOf } from '../../workspace/manifests/scaling.ts';
import { manifestRule } from '../define.ts';

/** What is requested where nobody has measured yet. */
const usual = { cpu: '200m', memory: '100Mi' } as const;

export default manifestRule({
  id: 'autoscaler-requests',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Request what an autoscaler scales by',
  why: 'Utilisation is a share of what is requested. Where one container of a pod requests no CPU, there is nothing that its share could be of: the autoscaler says `failed to get cpu utilization: missing request for cpu`, shows `<unknown>`, and never scales. A limit stands in for a request.',
  lesson: 'resources',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Adds the request to the containers, where the workload stands in the same file. The values are a start: measure, then adjust.',
  references: ['https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details'],
  examples: [
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 80}\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n          resources:\n            requests:\n              cpu: 200m\n---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 80}\n',
    },
    {
      bad: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 80}\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      },
    },
    {
      good: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 80}\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n          resources:\n            requests:\n              cpu: 200m\n',
      },
    },
    {
      good: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 80}\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
        'limits.yaml':
          'apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: team\nspec:\n  limits:\n    - type: Container\n      defaultRequest: {cpu: 100m}\n',
      },
      note: 'The LimitRange requests it for whoever does not.',
    },
    {
      good: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target: {type: AverageValue, averageValue: 500m}\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      },
      note: 'It is no share of anything.',
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const resource of manifest.resources.filter(isAutoscaler)) {
      const autoscaler = new Autoscaler(resource);
      const { utilisations } = autoscaler;
      const target = utilisations.length > 0 ? targetOf(autoscaler, neighbours) : undefined;
      const workload = target?.read();
      if (!target || !workload) continue;
      for (const utilisation of utilisations) {
        const { resource: name, span } = utilisation;
        const lacking = containersWithout(utilisation, workload, neighbours);
        const [first] = lacking;
        if (!first) continue;
        const amount = name === 'cpu' ? 'CPU' : 'memory';
        const finding = report(
          span ?? resource.span,
          `${resource.label} scales by ${amount} utilisation, but ${first.label} of ${workload.label} requests no ${amount}: it will never scale`,
        ).fix(`Request ${amount} of ${usual[name]}`, () =>
          request(name, lacking, target, ownEntry(resource, neighbours)),
        );
        const place = target.placeOf(first.span);
        if (place) finding.relate(place.span, `${first.titleLabel} requests no ${amount}`, place.file);
      }
    }
  },
});

/** The containers that run with the pod and of which there is no request that a share could be of. */
function containersWithout(
  { resource, container: only }: Utilisation,
  workload: Resource,
  neighbours: Neighbourhood,
): readonly Container[] {
  const lacking = workload.pods
    .flatMap(({ containers }) => containers)
    .filter(({ name, isLongRunning }) => isLongRunning && (only === undefined || name === only))
    .filter(({ resources }) => !resources.isRequested(resource));
  return lacking.length > 0 && isDefaulted(resource, 'requests', workload.namespace, neighbours) ? [] : lacking;
}

function ownEntry(resource: Resource, neighbours: Neighbourhood): ResourceEntry | undefined {
  return neighbours.inScope(resource.kind).find((entry) => neighbours.isInFile(entry) && entry.name === resource.name);
}

/** The edits to the workload, as offsets from the beginning of the document that the autoscaler stands in. */
function request(
  name: 'cpu' | 'memory',
  containers: readonly Container[],
  target: ResourceEntry,
  own: ResourceEntry | undefined,
): Built {
  const start = own?.placeOf({ start: 0, end: 0 })?.span.start;
  if (start === undefined || own?.file.uri !== target.file.uri)
    return new Refusal('The workload stands in another file.');
  const built = together(
    ...containers.map((container) => {
      const amount = smaller(usual[name], container.resources.limit(name).text);
      return setInContainer(container, ['resources', 'requests', name], amount);
    }),
  );
  if (built instanceof Refusal) return built;
  const edits = built.flatMap(({ span, newText }) => {
    const place = target.placeOf(span);
    return place ? [replace(shift(place.span, -start), newText)] : [];
  });
  return edits.length === built.length ? edits : new Refusal('The workload is composed of several files.');
}
