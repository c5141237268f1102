import { type Built, Refusal, together } from '../../core/fix.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setField } from '../../kubernetes/edits.ts';
import {
  isPortNumber,
  longestPortName,
  nearestPortName,
  portNameProblem,
  servicePortNameProblem,
  suggestedPortName,
  usesOfPortName,
} from '../../kubernetes/port-names.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { type ManifestContext, manifestRule } from '../define.ts';

type Report = ManifestContext<unknown>['report'];

const containerPorts = 'kube-score/container-ports-check';
const targetPorts = 'kube-linter/invalid-target-ports';

export default manifestRule({
  id: 'valid-ports',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Number and name ports as the API server wants them',
  why: 'The name of a container port has at most 15 small letters, digits and single hyphens, with a letter among them; names are unique in their container, and in a Service with several ports each has one. The API server refuses everything else. A port number that two containers of a pod declare is accepted, and then only one of them can listen, because they share one network.',
  lesson: 'contracts',
  aliases: [targetPorts, containerPorts],
  fix: 'suggested',
  fixing:
    'Writes names in small letters and with hyphens, in the probes of the container, too; takes the quotes off numbers; names the ports of a Service after what they lead to. Names that are too long are yours to shorten. What refers to the name from other resources has to follow.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - name: HTTP_api\n          containerPort: 8080\n      livenessProbe:\n        tcpSocket:\n          port: HTTP_api\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - name: http-api\n          containerPort: 8080\n      livenessProbe:\n        tcpSocket:\n          port: http-api\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - name: prometheus-metrics\n          containerPort: 8080\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - name: http\n          containerPort: 8080\n        - name: http\n          containerPort: 8081\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n    - name: proxy\n      image: proxy:1.0\n      ports:\n        - containerPort: 8080\n',
      note: 'The containers of a pod share one network: a warning.',
    },
    {
      bad: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n    - port: 80\n      targetPort: "8080"\n',
      fixed:
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n    - port: 80\n      targetPort: 8080\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector: {app: web}\n  ports:\n    - port: 80\n    - port: 9090\n      targetPort: metrics\n',
      fixed:
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector: {app: web}\n  ports:\n    - port: 80\n      name: http\n    - port: 9090\n      targetPort: metrics\n      name: metrics\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - name: dns\n          containerPort: 53\n          protocol: UDP\n        - name: dns-tcp\n          containerPort: 53\n',
    },
    {
      good: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n    - port: 80\n      targetPort: http\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) checkContainer(container, report);
    for (const { containers } of manifest.pods) checkShared(containers, report);
    for (const service of manifest.ofKind('Service')) checkService(service, report);
  },
});

/** The fields of a port; another may be a mistyped `containerPort`, which is told as such. */
const portFields: ReadonlySet<string> = new Set(['containerPort', 'hostIP', 'hostPort', 'name', 'protocol']);

function checkContainer(container: Container, report: Report): void {
  const names = new Set<string>();
  for (const port of container.value.get('ports').items) {
    const number = port.get('containerPort');
    const name = port.get('name');
    const where = name.span ?? port.span;
    if (!number.exists && port.isMap && where && port.entries.every(([key]) => portFields.has(key))) {
      report(where, `A port of ${container.label} has no containerPort, without which it is refused: add it`).as(
        containerPorts,
      );
    } else if (number.number !== undefined && number.span && !isPortNumber(number.number)) {
      report(number.span, `${number.number} is no port: choose one from 1 to 65535`).as(containerPorts);
    }
    const { text, span } = name;
    if (text === undefined || !span) continue;
    const problem = portNameProblem(text);
    if (problem !== undefined) {
      const aliases = text.length > longestPortName ? [targetPorts, containerPorts] : [targetPorts];
      report(span, `"${text}" cannot be the name of a port: ${problem}`)
        .as(...aliases)
        .fix('Write a valid name', () => rename(container, port, text));
    } else if (names.has(text)) {
      report(span, `${container.titleLabel} has two ports called "${text}": give each a name of its own`).as(
        containerPorts,
      );
    }
    names.add(text);
  }
}

function rename(container: Container, port: YamlValue, name: string): Built {
  const near = nearestPortName(name);
  if (near === undefined) return new Refusal('What a shorter name would be is yours to say.');
  const isTaken = container.ports.some((other) => other.name === near);
  if (isTaken) return new Refusal(`Another port is called "${near}" already.`);
  const uses = usesOfPortName(container.value, name).map((use) =>
    use.parent ? setField(use.parent, ['port'], near) : [],
  );
  return together(setField(port, ['name'], near), ...uses);
}

/** The containers that run together listen on the addresses of one network. */
function checkShared(containers: readonly Container[], report: Report): void {
  const owners = new Map<string, Container>();
  for (const container of containers.filter(({ isLongRunning }) => isLongRunning)) {
    for (const port of container.value.get('ports').items) {
      const number = port.get('containerPort');
      const address = `${port.get('hostIP').text ?? ''} ${number.number}/${port.get('protocol').text ?? 'TCP'}`;
      const owner = owners.get(address);
      if (number.number === undefined || !number.span) continue;
      if (!owner) owners.set(address, container);
      else if (owner !== container) {
        report(number.span, `Port ${number.number} is that of ${owner.label}, too, and only one of them can listen`)
          .as()
          .grade('warning');
      } else {
        report(number.span, `${container.titleLabel} declares port ${number.number} twice: keep one`)
          .as()
          .grade('warning');
      }
    }
  }
}

function checkService({ value }: Resource, report: Report): void {
  const ports = value.at('spec', 'ports').items;
  const names = new Set<string>();
  for (const port of ports) {
    checkTarget(port, report);
    const name = port.get('name');
    const number = port.get('port');
    if (number.number !== undefined && number.span && !isPortNumber(number.number))
      report(number.span, `${number.number} is no port: choose one from 1 to 65535`).as();
    // Without a selector it is most likely a patch, whose ports are merged with those they are for.
    if (ports.length > 1 && !name.exists && number.span && value.at('spec', 'selector').exists) {
      report(number.span, 'The ports of a Service that has several need names: give this one a name')
        .as()
        .fix('Name the port', () => nameAfterTarget(port, ports));
    }
    const { text, span } = name;
    if (text === undefined || !span) continue;
    const problem = servicePortNameProblem(text);
    if (problem !== undefined) report(span, `"${text}" cannot be the name of a port: ${problem}`).as();
    else if (names.has(text)) report(span, `Two ports are called "${text}": give each a name of its own`).as();
    names.add(text);
  }
}

function nameAfterTarget(port: YamlValue, ports: readonly YamlValue[]): Built {
  const name = suggestedPortName(port);
  const others = ports.filter((other) => other.node !== port.node);
  const isTaken = others.some((other) => (other.get('name').text ?? suggestedPortName(other)) === name);
  return isTaken ? new Refusal(`Another port would be called "${name}", too.`) : setField(port, ['name'], name);
}

function checkTarget(port: YamlValue, report: Report): void {
  const target = port.get('targetPort');
  const { span, string, number } = target;
  if (!span) return;
  // Zero is what an API object has that sets none.
  if (number !== undefined && number !== 0 && !isPortNumber(number))
    report(span, `${number} is no port: choose one from 1 to 65535`).as(targetPorts);
  if (string === undefined) return;
  const problem = portNameProblem(string);
  if (problem === undefined) return;
  if (/^\d+$/.test(string) && isPortNumber(Number(string))) {
    report(span, `"${string}" is the name of a port here, not its number: take the quotes off`)
      .as(targetPorts)
      .fix('Take the quotes off', () => withoutQuotes(port, target, Number(string)));
  } else {
    report(span, `"${string}" cannot be the name of a port: ${problem}`).as(targetPorts);
  }
}

function withoutQuotes(port: YamlValue, target: YamlValue, number: number): Built {
  if (!target.span) return new Refusal('It stands nowhere.');
  const checked = setField(port, ['targetPort'], number);
  return checked instanceof Refusal ? checked : [{ span: target.span, newText: String(number) }];
}
