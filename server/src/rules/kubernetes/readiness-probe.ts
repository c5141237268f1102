import { Refusal } from '../../core/fix.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { LabelSelector } from '../../kubernetes/labels.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { probeFor } from '../../kubernetes/probes.ts';
import { SelectorIndex } from '../../kubernetes/selector-index.ts';
import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { perNeighbourhood } from '../../workspace/manifests/per-neighbourhood.ts';
import type { Plain } from '../../yaml/render.ts';
import { manifestRule } from '../define.ts';

/** The peers' names for a container without a readiness probe. */
const aliases: readonly string[] = [
  'kube-linter/no-readiness-probe',
  'polaris/readinessProbeMissing',
  'checkov/CKV_K8S_9',
  'kics/Readiness Probe Is Not Configured',
  'kubescape/C-0018',
  'datree/CONTAINERS_MISSING_READINESSPROBE_KEY',
];
const podAlias = 'kube-score/pod-probes';

export default manifestRule({
  id: 'readiness-probe',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Tell Kubernetes when a container is ready for requests',
  why: 'Without a readiness probe a pod gets requests as soon as its process has started, before it listens, and goes on getting them while it cannot answer. Every rollout then drops requests. This rule speaks about containers in workloads that serve that declare ports, or that a Service beside them sends requests to; others are a hint under `all`, and jobs and init containers need no probe.',
  lesson: 'contracts',
  aliases: [...aliases, podAlias],
  fix: 'suggested',
  fixing:
    'Adds a probe of the first TCP port. Where the application has an address that tells more, such as `/healthz`, an `httpGet` on it is better. Refused for ports that are not TCP.',
  references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - name: http\n          containerPort: 8080\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - name: http\n          containerPort: 8080\n      readinessProbe:\n        tcpSocket:\n          port: http\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n      readinessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: worker\n      image: web:1.0\n',
      note: 'It declares no port.',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: worker\n      image: web:1.0\n',
      preset: 'all',
      note: 'Other linters want a probe all the same.',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      readinessProbe:\n        tcpSocket:\n          port: 8080\n',
      files: {
        'service.yaml':
          'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n      targetPort: 8080\n',
      },
      note: 'It declares no port, and a Service selects it.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: once\nspec:\n  restartPolicy: Never\n  containers:\n    - name: task\n      image: task:1.0\n      ports:\n        - containerPort: 8080\n',
      note: 'It runs once, for a task.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: cache\nspec:\n  containers:\n    - name: cache\n      image: memcached:1.6\n    - name: exporter\n      image: memcached-exporter:0.15.0\n      ports:\n        - name: http-metrics\n          containerPort: 9150\n',
      note: 'Who asks for metrics comes again when nobody answers.',
    },
  ],
  check({ manifest, report }) {
    const probed = new Set(
      manifest.pods.filter(({ containers }) => containers.some(({ value }) => value.get('readinessProbe').exists)),
    );
    for (const container of manifest.containers) {
      if (!container.needsProbes || container.value.get('readinessProbe').exists) continue;
      const hasPorts = container.ports.length > 0;
      const finding = report(
        container.span,
        hasPorts
          ? `${container.titleLabel} has no readiness probe: it gets requests before it can answer them`
          : `${container.titleLabel} has no readiness probe: it counts as ready before it is`,
      ).as(...aliasesFor(container, hasPorts && !probed.has(container.pod)));
      if (!hasPorts) {
        finding.onlyIn('all').grade('hint');
      } else {
        if (isBesideForMetrics(container)) finding.onlyIn('strict').grade('info');
        finding
          .fix('Add a readiness probe of its port', () => {
            const probe = probeFor(container);
            return probe instanceof Refusal ? probe : setInContainer(container, ['readinessProbe'], probe);
          })
          .madeFrom(...container.ports.map(({ span }) => span));
      }
    }
  },
  checkSurroundings({ manifest, neighbours, report }) {
    for (const pod of manifest.pods) {
      const [container, ...others] = pod.containers.filter(({ role }) => role === 'app');
      // What only sleeps is there to be entered, whatever Service a mesh wants for it.
      if (!container?.needsProbes || container.process?.name === 'sleep' || pod.containers.some(isProbedOrOpen))
        continue;
      const [service] = servicesFor(pod, neighbours);
      if (!service) continue;
      const finding = report(
        container.span,
        `${container.titleLabel} has no readiness probe, and the Service "${service.name}" sends it requests before it can answer them`,
      ).as(podAlias);
      if (isForMetrics(service)) finding.onlyIn('all').grade('hint');
      finding.relate(service.span, 'The Service', service.file);
      finding.fix('Add a readiness probe of the port that the Service sends to', () => {
        if (others.length > 0) return new Refusal('Which of the containers answers is not known.');
        const probe = probeOfTarget(service);
        return probe instanceof Refusal ? probe : setInContainer(container, ['readinessProbe'], probe);
      });
    }
  },
});

/** Whether a container has a readiness probe, or may have one, or declares ports, which is told without its Service. */
function isProbedOrOpen({ value, ports }: Container): boolean {
  return ports.length > 0 || value.get('ports').isOpen || value.get('readinessProbe').exists;
}

/** The Services beside it that send requests to the pods of a workload; they must say that they mean its namespace. */
function servicesFor({ resource, labels }: Pod, neighbours: Neighbourhood): readonly ResourceEntry[] {
  return servicesIn(neighbours)
    .matching(labels)
    .filter(({ namespace }) => namespace === resource.namespace);
}

const servicesIn = perNeighbourhood(
  (neighbours) =>
    new SelectorIndex(
      neighbours.inScope('Service').flatMap((item) => {
        const value = item.isPartial ? undefined : item.read()?.value.at('spec', 'selector');
        const selector = value && LabelSelector.ofMap(value);
        return selector?.isKnown && !selector.isEmpty ? [{ item, selector }] : [];
      }),
    ),
);

/** Whether a container stands beside another for a monitoring system alone, which comes again when it gets no answer. */
function isBesideForMetrics({ pod, ports }: Container): boolean {
  const others = pod.containers.filter(({ role }) => role === 'app' || role === 'sidecar').length - 1;
  return others > 0 && ports.every(({ name = '' }) => /metrics|prometheus/.test(name));
}

/** Whether nobody but a monitoring system asks at a Service, which comes again when it gets no answer. */
function isForMetrics(service: ResourceEntry): boolean {
  const ports = service.read()?.value.at('spec', 'ports').items ?? [];
  return ports.every((port) => /metrics|prometheus/.test(port.get('name').text ?? ''));
}

/** A probe of the port that a Service sends requests to, where it names one by its number. */
function probeOfTarget(service: ResourceEntry | undefined): { readonly [key: string]: Plain } | Refusal {
  const ports = service?.read()?.value.at('spec', 'ports').items ?? [];
  const port = ports.find((one) => (one.get('protocol').text ?? 'TCP') === 'TCP');
  const target = port?.get('targetPort').exists ? port.get('targetPort') : port?.get('port');
  if (target?.number === undefined) return new Refusal('Which port the container listens at is not known.');
  return { tcpSocket: { port: target.number } };
}

/** kube-score is content with one probe for the pod; the others look at no init containers, sidecars among them. */
function aliasesFor({ role }: Container, isForPod: boolean): readonly string[] {
  const own = role === 'app' ? aliases : [];
  return isForPod ? [...own, podAlias] : own;
}
