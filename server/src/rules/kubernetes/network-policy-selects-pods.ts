import { type Built, Refusal } from '../../core/fix.ts';
import type { Report } from '../../core/report.ts';
import { replaceValue, setField } from '../../kubernetes/edits.ts';
import { LabelSelector } from '../../kubernetes/labels.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { mostSimilar } from '../../text/similar.ts';
import { type NearWorkload, nearestWorkload } from '../../workspace/manifests/nearest-workload.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { portsOf } from '../../workspace/manifests/selected-ports.ts';
import { type ManifestContext, manifestRule } from '../define.ts';

type Reporter = ManifestContext<unknown>['report'];

const ofPolicies = [
  'kube-linter/dangling-networkpolicy',
  'kube-score/networkpolicy-targets-pod',
  'kics/Network Policy Is Not Targeting Any Pod',
  'kubevious/network-policy-pod-selector-ref',
  'kubescape/C-0299',
];
const ofPeers = ['kube-linter/dangling-networkpolicypeer-podselector'];

const policy = (rest: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\nspec:\n${rest}`;
const workload =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: nginx:1.30\n          ports:\n            - name: http\n              containerPort: 8080\n';
const rule = (port: string) =>
  `  podSelector:\n    matchLabels:\n      app: web\n  ingress:\n    - ports:\n        - port: ${port}\n`;

export default manifestRule({
  id: 'network-policy-selects-pods',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let a NetworkPolicy select pods and ports that exist',
  why: 'A NetworkPolicy whose selector fits no pod protects nothing, and looks as if it did: the pods it was written for take connections from everywhere. A peer that fits no pod lets nobody through, and so does a port by a name that the selected pods do not declare. Seaworthy speaks up where the folder, chart or application that the policy belongs to has workloads, and none in the whole workspace has such labels; of peers, which are often in somebody else’s manifests, only where a label is nearly that of one workload.',
  lesson: 'contracts',
  aliases: [...ofPolicies, ...ofPeers],
  fix: 'suggested',
  fixing:
    'Corrects the values of labels that are nearly those of one workload, and the names of ports. Where nothing comes near, what is meant is yours to say.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  examples: [
    {
      bad: policy('  podSelector:\n    matchLabels:\n      app: wbe # sic\n'),
      fixed: policy('  podSelector:\n    matchLabels:\n      app: web # sic\n'),
      files: { 'web.yaml': workload },
    },
    {
      bad: policy(
        '  podSelector: {}\n  ingress:\n    - from:\n        - podSelector:\n            matchLabels: {app: webb}\n',
      ),
      fixed: policy(
        '  podSelector: {}\n  ingress:\n    - from:\n        - podSelector:\n            matchLabels: {app: web}\n',
      ),
      files: { 'web.yaml': workload },
    },
    { bad: policy(rule('htpp')), fixed: policy(rule('http')), files: { 'web.yaml': workload } },
    { good: policy(rule('http')), files: { 'web.yaml': workload } },
    { good: policy(rule('http')), note: 'There are no workloads beside it: the pods are somewhere else.' },
    {
      good: policy(
        '  podSelector: {}\n  ingress:\n    - from:\n        - podSelector:\n            matchLabels: {role: client}\n',
      ),
      files: { 'web.yaml': workload },
      note: 'Who has this label may be in other manifests.',
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const policy of manifest.ofKind('NetworkPolicy')) {
      const spec = policy.value.get('spec');
      const selector = LabelSelector.of(spec.get('podSelector'));
      if (spec.get('podSelector').isMap) judge(policy, selector, false, neighbours, report);
      for (const [direction, peers] of [
        ['ingress', 'from'],
        ['egress', 'to'],
      ] as const) {
        for (const peer of spec.get(direction).items.flatMap((rule) => rule.get(peers).items)) {
          // Pods of other namespaces are other people's.
          if (peer.get('namespaceSelector').exists || !peer.get('podSelector').isMap) continue;
          judge(policy, LabelSelector.of(peer.get('podSelector')), true, neighbours, report);
        }
      }
      if (selector.isKnown) checkPorts(policy, selector, neighbours, report);
    }
  },
});

/** Whether there are pods that a selector selects: those of the policy, or of a peer. */
function judge(
  policy: Resource,
  selector: LabelSelector,
  isPeer: boolean,
  neighbours: Neighbourhood,
  report: Reporter,
): void {
  const span = selector.value.keySpan;
  if (!span || !selector.isKnown || neighbours.workloadsSelectedBy(selector, policy.namespace).length > 0) return;
  if (selector.isEmpty) {
    const whom = isPeer ? 'lets all pods through' : 'is for all pods';
    report(span, `${policy.label} ${whom} of its namespace, and there are none in these manifests`)
      .as(...(isPeer ? ofPeers : ofPolicies))
      .grade('hint')
      .onlyIn('all');
    return;
  }
  if (neighbours.mayBeOperated(selector)) return;
  const nearest = nearestWorkload(selector, neighbours.workloads);
  const consequence = isPeer ? 'it lets nobody through' : 'it protects nothing';
  const finding = report(
    span,
    `No pod has ${selector.summary}, which ${isPeer ? 'a peer of ' : ''}${policy.label} selects: ${consequence}`,
  ).as(...(isPeer ? ofPeers : ofPolicies));
  const isCertain = nearest !== undefined || (!isPeer && neighbours.hasOwnWorkloads);
  if (!isCertain || policy.namespace === 'kube-system') finding.onlyIn('all').grade('hint');
  offer(finding, selector, nearest);
}

function offer(finding: Report, selector: LabelSelector, nearest: NearWorkload | undefined): void {
  if (!nearest) {
    finding.fix('Correct the selector', noneComesNear);
    return;
  }
  const { entry, labels } = nearest;
  const label = `the pods of ${entry.kind} "${entry.name}"`;
  finding.relate(entry.span, label, entry.file).fix(`Select ${label}`, () => select(selector, labels));
}

function select({ value }: LabelSelector, labels: Readonly<Record<string, string>>): Built {
  const map = value.get('matchLabels');
  return Object.keys(labels).every((name) => map.get(name).hasKey)
    ? setField(value, ['matchLabels'], labels)
    : noneComesNear;
}

const noneComesNear = new Refusal('No workload has labels like these; which pods are meant is yours to say.');

/** The names of ports that the selected pods take connections at. */
function checkPorts(policy: Resource, selector: LabelSelector, neighbours: Neighbourhood, report: Reporter): void {
  const named = policy.value
    .at('spec', 'ingress')
    .items.flatMap((rule) => rule.get('ports').items)
    .filter((port) => port.get('port').string !== undefined);
  if (named.length === 0) return;
  const workloads = neighbours.workloadsSelectedBy(selector, policy.namespace);
  const ports = workloads.length > 0 ? portsOf(workloads) : undefined;
  if (!ports) return;
  const names = [...new Set(ports.flatMap(({ name }) => name ?? []))];
  for (const value of named.map((port) => port.get('port'))) {
    const name = value.string ?? '';
    if (!value.span || names.includes(name)) continue;
    const has = names.length === 0 ? 'they name none' : `they have ${names.slice(0, 6).join(', ')}`;
    const finding = report(
      value.span,
      `No pod that ${policy.label} is for has a port "${name}" (${has}): nothing is let through to it`,
    ).as();
    const meant = mostSimilar(name, names);
    if (meant !== undefined) finding.fix(`Change to "${meant}"`, () => replaceValue(value, meant));
  }
}
