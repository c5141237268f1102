import { Refusal } from '../../core/fix.ts';
import type { Report } from '../../core/report.ts';
import { replaceValue, setField } from '../../kubernetes/edits.ts';
import { LabelSelector } from '../../kubernetes/labels.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { isTarget, targetOf } from '../../kubernetes/service-ports.ts';
import { mostSimilar } from '../../text/similar.ts';
import { portsOf, type SelectedPort } from '../../workspace/manifests/selected-ports.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

const service = (port: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n${port}`;
const workload = (ports: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: nginx:1.30\n${ports}`;
const named = workload('          ports:\n            - name: http\n              containerPort: 8080\n');

export default manifestRule({
  id: 'service-target-port',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Lead a Service to a port that its pods have',
  why: 'Where `targetPort` is a name, Kubernetes looks for it among the ports that the containers of each selected pod declare, with the same protocol; a pod without it is left out of the endpoints, so that nothing answers, and nobody is told. A number needs no declaration. Where the pods declare ports and none of them is that number, most often one of the two is out of date, so this is worth a look: an information under `strict`.',
  lesson: 'contracts',
  aliases: ['kubevious/service-selector-ref', 'kics/Service Does Not Target Pod'],
  fix: 'suggested',
  fixing: 'Writes the name that comes near, or the only port that the pods declare for the protocol.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports'],
  examples: [
    {
      bad: service('      targetPort: htpp # sic\n'),
      fixed: service('      targetPort: http # sic\n'),
      files: { 'web.yaml': named },
    },
    {
      bad: `${service('')}---\n${named}`,
      fixed: `${service('      targetPort: 8080\n')}---\n${named}`,
      preset: 'strict',
      note: 'Without a `targetPort` it is the port itself.',
    },
    { good: service('      targetPort: http\n'), files: { 'web.yaml': named } },
    { good: service('      targetPort: http\n'), note: 'The pods are somewhere else.' },
    {
      good: service('      targetPort: 8080\n'),
      files: { 'web.yaml': workload('') },
      note: 'A port need not be declared.',
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const service of manifest.ofKind('Service')) {
      const selector = LabelSelector.ofMap(service.value.at('spec', 'selector'));
      if (selector.isEmpty || !selector.isKnown || service.value.at('spec', 'type').text === 'ExternalName') continue;
      const workloads = neighbours.workloadsSelectedBy(selector, service.namespace);
      const ports = workloads.length > 0 ? portsOf(workloads) : undefined;
      if (!ports) continue;
      for (const port of service.value.at('spec', 'ports').items) {
        const { wanted, protocol } = targetOf(port);
        if (wanted === undefined || protocol === undefined || ports.some((one) => isTarget(one, { wanted, protocol })))
          continue;
        const target = port.get('targetPort');
        const span = target.span ?? port.get('port').span;
        if (!span) continue;
        const finding = report(span, messageFor(service, wanted, protocol, ports));
        if (typeof wanted === 'number') {
          finding.grade(ports.length > 0 ? 'info' : 'hint').onlyIn(ports.length > 0 ? 'strict' : 'all');
        }
        const [workload] = workloads;
        if (workload) finding.relate(workload.span, `The pods of ${workload.kind} "${workload.name}"`, workload.file);
        offer(finding, port, wanted, alike(ports, protocol));
      }
    }
  },
});

function alike(ports: readonly SelectedPort[], protocol: string): readonly SelectedPort[] {
  return ports.filter((one) => one.protocol === protocol);
}

function messageFor(
  service: Resource,
  wanted: string | number,
  protocol: string,
  ports: readonly SelectedPort[],
): string {
  const other = ports.find((one) => one.name === wanted);
  if (other) {
    return `${service.label} leads to the port "${wanted}" by ${protocol}, and its pods declare it for ${other.protocol}: nothing will answer`;
  }
  const declared = [...new Set(ports.map((one) => describe(one, protocol)))];
  const has = declared.length === 0 ? 'they declare none' : `they declare ${declared.slice(0, 6).join(', ')}`;
  return typeof wanted === 'number'
    ? `${service.label} leads to port ${wanted}, which is not among those of its pods (${has}): if they listen there, declare it`
    : `${service.label} leads to a port "${wanted}", which its pods do not have (${has}): nothing will answer`;
}

/** A port with what is worth knowing of it to somebody who looked for one of a protocol. */
function describe({ name, number, protocol }: SelectedPort, wanted: string): string {
  const called = name === undefined ? `${number}` : `${name} (${number})`;
  return protocol === wanted ? called : `${called} for ${protocol}`;
}

function offer(finding: Report, port: YamlValue, wanted: string | number, ports: readonly SelectedPort[]): void {
  const names = ports.flatMap(({ name }) => name ?? []);
  const similar = typeof wanted === 'string' ? mostSimilar(wanted, names) : undefined;
  const numbers = new Set(ports.map(({ number }) => number));
  const [only] = ports;
  const meant = similar ?? (numbers.size === 1 && only ? meansOf(only, wanted) : undefined);
  if (meant === undefined) finding.fix('Correct the port', whichIsUnknown);
  else finding.fix(`Lead to ${meant}`, () => lead(port, meant));
}

/** How to write a port: by its name, if it has one and a name is written now. */
function meansOf({ name, number }: SelectedPort, wanted: string | number): string | number {
  return typeof wanted === 'string' && name !== undefined ? name : number;
}

function lead(port: YamlValue, to: string | number) {
  const target = port.get('targetPort');
  return target.hasKey ? replaceValue(target, to) : setField(port, ['targetPort'], to, { after: ['port'] });
}

const whichIsUnknown = new Refusal('Its pods declare several ports, or none; which is meant is yours to say.');
