import { Refusal } from '../../core/fix.ts';
import { replaceValue } from '../../kubernetes/edits.ts';
import { labelKeyProblem } from '../../kubernetes/label-syntax.ts';
import { type Monitor, monitorsAmong } from '../../kubernetes/monitor.ts';
import { mostSimilar } from '../../text/similar.ts';
import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { portsOf } from '../../workspace/manifests/selected-ports.ts';
import { manifestRule } from '../define.ts';

const monitor = (app: string, port: string) =>
  `apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: ${app}\n  endpoints:\n    - port: ${port}\n`;
const service =
  'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  selector:\n    app: web\n  ports:\n    - name: http\n      port: 80\n    - name: metrics\n      port: 9090\n';

export default manifestRule({
  id: 'monitor-selects-targets',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let a ServiceMonitor or PodMonitor find what it is for',
  why: 'A ServiceMonitor finds Services by their own labels, not by those of their pods, and scrapes a port by the name it has in the Service; a PodMonitor finds pods and the names of their ports. Where a label or name does not fit, Prometheus has no target, and alerts on it stay silent. Seaworthy speaks up where the folder, chart or application has Services, and none in the whole workspace fits.',
  lesson: 'contracts',
  aliases: ['kube-linter/dangling-servicemonitor'],
  fix: 'suggested',
  fixing: 'Writes the name of the port that comes near, or of the only one.',
  references: ['https://prometheus-operator.dev/docs/developer/getting-started/'],
  examples: [
    {
      bad: monitor('web', 'metric # sic'),
      fixed: monitor('web', 'metrics # sic'),
      files: { 'service.yaml': service },
    },
    { bad: `${monitor('api', 'metrics')}---\n${service}` },
    { good: monitor('web', 'metrics'), files: { 'service.yaml': service } },
    { good: monitor('web', 'metrics'), note: 'The Service is somewhere else.' },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const monitor of monitorsAmong(manifest.resources)) {
      const { resource, selector } = monitor;
      const span = selector.value.keySpan ?? resource.span;
      if (!selector.isKnown || resource.isPartial) continue;
      const what = monitor.isOfServices ? 'Service' : 'pod';
      if (!monitor.isSelective) {
        report(span, `${resource.label} is for every ${what} of its namespace: say with a selector which it is for`)
          .as(...aliasesOf(monitor))
          .grade('hint')
          .onlyIn('all');
        continue;
      }
      for (const [key, value] of selector.value.get('matchLabels').entries) {
        const problem = labelKeyProblem(key);
        if (problem === undefined || !value.keySpan) continue;
        report(value.keySpan, `"${key}" is no name for a label (${problem}), so that ${resource.label} is not read`)
          .as(...aliasesOf(monitor))
          .grade('error');
      }
      const targets = targetsOf(monitor, neighbours);
      if (targets.length === 0) {
        const labels = selector.isEmpty ? 'in the namespaces it looks into' : `with the labels ${selector.summary}`;
        const finding = report(span, `${resource.label} finds no ${what}: there is none ${labels}`).as(
          ...aliasesOf(monitor),
        );
        if (!isCertain(monitor, neighbours) || neighbours.mayBeOperated(selector)) finding.onlyIn('all').grade('hint');
        continue;
      }
      const names = portNamesOf(monitor, targets);
      if (!names) continue;
      for (const port of monitor.ports) {
        const name = port.text ?? '';
        if (!port.span || names.includes(name)) continue;
        const has = names.length === 0 ? 'they name none' : `they have ${names.slice(0, 6).join(', ')}`;
        const finding = report(port.span, `No ${what} that ${resource.label} finds has a port "${name}" (${has})`).as();
        const [target] = targets;
        if (target) finding.relate(target.span, `It finds ${target.kind} "${target.name}"`, target.file);
        const meant = mostSimilar(name, names) ?? (names.length === 1 ? names[0] : undefined);
        if (meant === undefined) finding.fix('Correct the port', whichIsUnknown);
        else finding.fix(`Scrape "${meant}"`, () => replaceValue(port, meant));
      }
    }
  },
});

const whichIsUnknown = new Refusal('No port is called alike; which is meant is yours to say.');

/** Whether what a monitor is for would be in these manifests: what it looks for elsewhere is somebody else's. */
function isCertain(monitor: Monitor, neighbours: Neighbourhood): boolean {
  if (monitor.looksElsewhere || monitor.resource.namespace === 'kube-system') return false;
  return monitor.isOfServices ? neighbours.isSelfContained('Service') : neighbours.hasOwnWorkloads;
}

function aliasesOf({ isOfServices }: Monitor): readonly string[] {
  return isOfServices ? ['kube-linter/dangling-servicemonitor'] : [];
}

/** What a monitor finds in the whole workspace. */
function targetsOf(monitor: Monitor, neighbours: Neighbourhood): readonly ResourceEntry[] {
  const { selector } = monitor;
  if (!monitor.isOfServices) {
    return neighbours.workloadsSelectedBy(selector, undefined).filter(({ namespace }) => monitor.looksInto(namespace));
  }
  return neighbours
    .everywhere('Service')
    .filter(({ group, namespace, labels }) => group === '' && monitor.looksInto(namespace) && selector.matches(labels));
}

/** The names of the ports of what a monitor finds; undefined where they are not all known. */
function portNamesOf(monitor: Monitor, targets: readonly ResourceEntry[]): readonly string[] | undefined {
  if (!monitor.isOfServices) return portsOf(targets)?.flatMap(({ name }) => name ?? []);
  const lists = targets.map((entry) => entry.read()?.value.at('spec', 'ports'));
  if (lists.some((list) => !list || list.isOpen)) return undefined;
  const names = lists.flatMap((list) => list?.items.map((port) => port.get('name')) ?? []);
  return names.some((name) => name.exists && name.text === undefined)
    ? undefined
    : names.flatMap(({ text }) => text ?? []);
}
