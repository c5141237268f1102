import { type Built, Refusal } from '../../core/fix.ts';
import { replaceValue, setField } from '../../kubernetes/edits.ts';
import { LabelSelector, type Labels } from '../../kubernetes/labels.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { mayShareNamespace } from '../../workspace/manifests/resource-index.ts';
import { manifestRule } from '../define.ts';

const statefulSet = (service: string) =>
  `apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n${service}  selector:\n    matchLabels:\n      app: db\n  template:\n    metadata:\n      labels:\n        app: db\n    spec:\n      containers:\n        - name: db\n          image: postgres:18\n`;
const headless = (name: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  clusterIP: None\n  selector:\n    app: db\n  ports:\n    - port: 5432\n`;
const plain =
  'apiVersion: v1\nkind: Service\nmetadata:\n  name: db\nspec:\n  selector:\n    app: db\n  ports:\n    - port: 5432\n';

export default manifestRule({
  id: 'stateful-set-service',
  category: 'correctness',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give a StatefulSet a headless Service of its own',
  why: 'Each pod of a StatefulSet has a name of its own in the DNS, `db-0.db`, by which its peers find it; it comes from the Service that `serviceName` names, and only from one that is headless (`clusterIP: None`) and selects these pods. Nothing checks that, and a cluster whose members look for one another by these names never forms. `serviceName` cannot be changed afterwards.',
  lesson: 'contracts',
  aliases: ['kube-score/statefulset-has-servicename', 'kics/StatefulSets Without Service Name'],
  fix: 'suggested',
  fixing: 'Names the headless Service that selects the pods, where there is exactly one.',
  references: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id',
    'https://kubernetes.io/docs/concepts/services-networking/service/#headless-services',
  ],
  examples: [
    {
      bad: statefulSet('  serviceName: db\n'),
      fixed: statefulSet('  serviceName: db-headless\n'),
      files: { 'service.yaml': plain, 'headless.yaml': headless('db-headless') },
    },
    {
      bad: statefulSet(''),
      fixed: statefulSet('  serviceName: db\n'),
      files: { 'service.yaml': headless('db') },
    },
    { bad: statefulSet('  serviceName: db\n'), files: { 'service.yaml': plain } },
    { good: statefulSet('  serviceName: db\n'), files: { 'service.yaml': headless('db') } },
    { good: statefulSet('  serviceName: db\n'), note: 'The Service is somewhere else.' },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const set of manifest.ofKind('StatefulSet')) {
      const [pod] = set.pods;
      if (!pod || set.isPartial) continue;
      const labels = pod.labels;
      const name = set.value.at('spec', 'serviceName');
      const headless = servicesFor(set, labels, neighbours);
      const [meant, ...others] = headless;
      const fitting = others.length === 0 ? meant : undefined;
      if (!name.exists || name.text === '') {
        const finding = report(
          set.span,
          `${set.label} names no Service, so that its pods have no names of their own in the DNS: set serviceName`,
        );
        if (!fitting) finding.onlyIn('strict');
        else finding.relate(fitting.span, 'This Service is headless and selects its pods', fitting.file);
        finding.fix('Set serviceName', () => nameService(set, fitting));
        continue;
      }
      const wrong = name.text === undefined ? undefined : whatIsWrong(set, name.text, labels, neighbours);
      if (!wrong || !name.span) continue;
      const finding = report(
        name.span,
        `${wrong.message}: the pods of ${set.label} have no names of their own in the DNS`,
      );
      finding.relate(wrong.entry.span, 'The Service is here', wrong.entry.file);
      finding.fix('Name the headless Service', () => nameService(set, fitting));
    }
  },
});

/** The headless Services of the scope that select the pods of a StatefulSet. */
function servicesFor(set: Resource, labels: Labels, neighbours: Neighbourhood): readonly ResourceEntry[] {
  return neighbours.inScope('Service').filter((entry) => {
    const service = entry.group === '' && mayShareNamespace(entry.namespace, set.namespace) ? entry.read() : undefined;
    return (
      service !== undefined && !service.isPartial && isHeadless(service) === true && selects(service, labels) === true
    );
  });
}

interface Wrong {
  readonly message: string;
  readonly entry: ResourceEntry;
}

/** Why none of the Services that the name means will do; undefined where one does, or may do. */
function whatIsWrong(set: Resource, name: string, labels: Labels, neighbours: Neighbourhood): Wrong | undefined {
  let wrong: Wrong | undefined;
  for (const entry of neighbours.inScopeByName({ kinds: ['Service'], group: '', name, namespace: set.namespace })) {
    const service = entry.read();
    const [isFree, isOurs] = service ? [isHeadless(service), selects(service, labels)] : [];
    if (isFree === undefined || isOurs === undefined || (isFree && isOurs)) return undefined;
    wrong ??= {
      message: isFree ? `Service "${name}" does not select its pods` : `Service "${name}" is not headless`,
      entry,
    };
  }
  return wrong;
}

/** Whether a Service leads to each of its pods by itself; undefined where that is not known. */
function isHeadless({ value }: Resource): boolean | undefined {
  const address = value.at('spec', 'clusterIP');
  return address.exists && address.text === undefined ? undefined : address.text === 'None';
}

/** Whether a Service selects pods with these labels; undefined where that is not known. */
function selects({ value }: Resource, labels: Labels): boolean | undefined {
  const selector = LabelSelector.ofMap(value.at('spec', 'selector'));
  if (!selector.isKnown) return undefined;
  return !selector.isEmpty && selector.matches(labels);
}

function nameService(set: Resource, service: ResourceEntry | undefined): Built {
  if (service?.name === undefined)
    return new Refusal('There is no headless Service for its pods here, or more than one.');
  const name = set.value.at('spec', 'serviceName');
  return name.hasKey
    ? replaceValue(name, service.name)
    : setField(set.value.get('spec'), ['serviceName'], service.name, { after: ['replicas'], orFirst: true });
}
