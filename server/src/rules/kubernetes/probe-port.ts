import { type Built, Refusal } from '../../core/fix.ts';
import type { Report } from '../../core/report.ts';
import { type Container, type ContainerPort, isPlaceholder } from '../../kubernetes/container.ts';
import { replaceValue, setField, setInContainer } from '../../kubernetes/edits.ts';
import { probesOf } from '../../kubernetes/probe.ts';
import { mostSimilar } from '../../text/similar.ts';
import { appendItem } from '../../yaml/edit-items.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

const aliasOf = {
  livenessProbe: 'kube-linter/liveness-port',
  readinessProbe: 'kube-linter/readiness-port',
  startupProbe: 'kube-linter/startup-port',
} as const;

/** What comes of a name that no port has: the kubelet throws away what such a probe finds out. */
const results = {
  livenessProbe: 'it is never made',
  readinessProbe: 'the container never becomes ready',
  startupProbe: 'the container never counts as started',
} as const;

export default manifestRule({
  id: 'probe-port',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Probe a port that the container declares',
  why: 'A probe may call a port by the name that the container gives it. When no port has that name the kubelet finds nothing to ask: the probe never succeeds, and a container that waits for it never becomes ready. A number works without being declared, but a port that is not in the list is one that nobody sees: readers, policies and dashboards take the list for the truth. That is an information under `strict`, and a hint under `all` where no port is declared at all.',
  lesson: 'contracts',
  aliases: Object.values(aliasOf),
  fix: 'suggested',
  fixing:
    'Puts in the declared name that was most likely meant, names the only port, or adds a number to the declared ports. In pods on the network of the node no port is added, since it would be reserved there.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - name: http\n          containerPort: 8080\n        - name: metrics\n          containerPort: 9090\n      readinessProbe:\n        httpGet:\n          path: /healthz\n          port: htpp # sic\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - name: http\n          containerPort: 8080\n        - name: metrics\n          containerPort: 9090\n      readinessProbe:\n        httpGet:\n          path: /healthz\n          port: http # sic\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n      livenessProbe:\n        tcpSocket:\n          port: http\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n          name: http\n      livenessProbe:\n        tcpSocket:\n          port: http\n',
      note: 'The only port has no name yet.',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n      livenessProbe:\n        grpc:\n          port: 9000\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n        - containerPort: 9000\n      livenessProbe:\n        grpc:\n          port: 9000\n',
      preset: 'strict',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      startupProbe: {tcpSocket: {port: 8080}}\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n      startupProbe: {tcpSocket: {port: 8080}}\n',
      preset: 'all',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - name: http\n          containerPort: 8080\n      livenessProbe:\n        tcpSocket:\n          port: 8080\n      readinessProbe:\n        httpGet:\n          port: http\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          readinessProbe:\n            httpGet:\n              port: http\n',
      note: 'A patch: the ports stand in what it is applied to.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n      readinessProbe: {tcpSocket: {port: 15020}}\n    - name: proxy\n      image: proxy:1.0\n      ports:\n        - containerPort: 15020\n',
      preset: 'strict',
      note: 'The proxy answers for it.',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      if (container.value.get('ports').isOpen) continue;
      for (const probe of probesOf(container)) {
        const { port, kind, label } = probe;
        if (!port.span || container.ports.some((declared) => isAsked(declared, port) && declared.protocol === 'TCP'))
          continue;
        const subject = `The ${label} of ${container.label}`;
        const other = container.ports.find((declared) => isAsked(declared, port));
        const name = nameIn(port);
        if (other && name !== undefined) {
          if (container.ports.some(({ number, protocol }) => number === other.number && protocol === 'TCP')) continue;
          report(
            port.span,
            `${subject} connects by TCP to "${name}", which is declared as a port for ${other.protocol}`,
          )
            .as(aliasOf[kind])
            .onlyIn('strict')
            .grade('info')
            .fix(`Declare port ${other.number} for TCP`, () => declare(container, other.number));
        } else if (name !== undefined) {
          offerName(
            report(
              port.span,
              `${subject} asks for a port "${name}", which the container does not have: ${results[kind]}`,
            ),
            container,
            port,
            name,
          ).as(aliasOf[kind]);
        } else if (port.number !== undefined && !isBeside(container, port.number)) {
          const { number } = port;
          report(
            port.span,
            `${subject} asks port ${number}, which is not among its ports: declare it, so that people know of it`,
          )
            .as(aliasOf[kind])
            .onlyIn(container.ports.length > 0 ? 'strict' : 'all')
            .grade(container.ports.length > 0 ? 'info' : 'hint')
            .fix(`Declare port ${number}`, () => declare(container, number));
        }
      }
    }
  },
});

/** Whether another container of the pod declares a port, which all of them share: then that one is asked. */
function isBeside({ pod }: Container, number: number): boolean {
  return pod.containers.some(
    ({ ports, isLongRunning }) =>
      isLongRunning && ports.some((port) => port.number === number && port.protocol === 'TCP'),
  );
}

/** Whether a probe asks this port, by its number or its name. */
function isAsked({ number, name }: ContainerPort, port: YamlValue): boolean {
  return number === port.number || (name !== undefined && name === nameIn(port));
}

/** The name by which a port is asked; undefined for numbers, those in quotes included. */
function nameIn(port: YamlValue): string | undefined {
  return port.string !== undefined && !/^\d*$/.test(port.string) && !isPlaceholder(port.string)
    ? port.string
    : undefined;
}

/** Offers the declared name that was meant or, where the only TCP port has none, to call it so. */
function offerName(finding: Report, container: Container, port: YamlValue, name: string): Report {
  const ports = container.ports.filter(({ protocol }) => protocol === 'TCP');
  const names = ports.flatMap((declared) => declared.name ?? []);
  const [only, ...others] = ports;
  const meant = mostSimilar(name, names) ?? (others.length === 0 ? names[0] : undefined);
  if (meant !== undefined) return finding.fix(`Ask for "${meant}"`, () => replaceValue(port, meant));
  if (!only || others.length > 0 || names.length > 0) return finding;
  const declared = container.value.get('ports').items.find((item) => item.get('containerPort').number === only.number);
  return declared
    ? finding.fix(`Call port ${only.number} "${name}"`, () => setField(declared, ['name'], name))
    : finding;
}

function declare(container: Container, number: number): Built {
  if (container.pod.spec.get('hostNetwork').boolean === true)
    return new Refusal('The pod is on the network of its node, where every declared port is reserved.');
  const others = container.pod.containers.filter((other) => other !== container && other.isLongRunning);
  if (others.some((other) => probesOf(other).some(({ port }) => port.number === number)))
    return new Refusal('Another container of the pod is asked at the same port, and only one of them can listen.');
  const ports = container.value.get('ports');
  return ports.items.length > 0
    ? appendItem(ports, { containerPort: number })
    : setInContainer(container, ['ports'], [{ containerPort: number }]);
}
