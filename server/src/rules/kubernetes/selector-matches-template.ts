import { type Built, Refusal } from '../../core/fix.ts';
import { setField } from '../../kubernetes/edits.ts';
import { LabelSelector, type Labels, type Requirement, summaryOf } from '../../kubernetes/labels.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { manifestRule } from '../define.ts';

const general = ['kube-linter/mismatching-selector', 'kubescape/C-0296'];
const ofDeployments = 'kube-score/deployment-pod-selector-labels-match-template-metadata-labels';
const ofStatefulSets = 'kube-score/statefulset-pod-selector-labels-match-template-metadata-labels';

const deployment = (own: string, selected: string, pods: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n${own}spec:\n  selector:\n    matchLabels:\n${selected}  template:\n    metadata:\n      labels:\n${pods}    spec:\n      containers:\n        - name: web\n          image: nginx:1.30\n`;

export default manifestRule({
  id: 'selector-matches-template',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let a workload select the pods it makes',
  why: 'The API server refuses a workload whose selector does not select the pods of its own template: it would make one pod after another and never find any of them again. Once a workload is in a cluster its selector can no longer be changed, so it is most often the labels of the template that have to follow.',
  lesson: 'contracts',
  aliases: [...general, ofDeployments, ofStatefulSets],
  fix: 'suggested',
  fixing:
    'Gives the template the labels that the selector asks for. Where the workload itself bears the label as the template has it, the selector is corrected instead.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector'],
  examples: [
    {
      bad: deployment('', '      app: web\n      tier: front\n', '        app: web\n'),
      fixed: deployment('', '      app: web\n      tier: front\n', '        app: web\n        tier: front\n'),
    },
    {
      bad: deployment('  labels:\n    app: web\n', '      app: wbe # sic\n', '        app: web\n'),
      fixed: deployment('  labels:\n    app: web\n', '      app: web # sic\n', '        app: web\n'),
      note: 'Two of three say `web`.',
    },
    { good: deployment('', '      app: web\n', '        app: web\n        version: v2\n') },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n',
      note: 'A patch: the labels of the pods stand in what it is applied to.',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.resources) {
      const [pod] = resource.pods;
      if (!pod) continue;
      if (resource.isPartial) {
        const own = resource.value.at('spec', 'selector');
        // Who writes both the selector and the containers mostly wants to write all of it.
        if (!resource.isBuiltIn || own.entries.length === 0 || pod.metadata.hasKey) continue;
        report(
          own.keySpan ?? resource.span,
          `${resource.label} has a selector, and no labels of its pods are written here`,
        )
          .as(...aliasesOf(resource))
          .grade('hint')
          .onlyIn('all');
        continue;
      }
      const selector = selectorOf(resource);
      const span = selector?.value.keySpan;
      if (!selector?.isKnown || !span) continue;
      const labels = pod.labels;
      const unmet = selector.unmet(labels);
      if (!selector.isEmpty && unmet.length === 0) continue;
      const finding = report(
        selector.isEmpty ? span : (spanOf(selector, unmet) ?? span),
        selector.isEmpty
          ? `The selector of ${resource.label} selects nothing, and the API server refuses it: name the labels of its pods`
          : `${resource.label} does not select its own pods, and the API server refuses it: they lack ${summaryOf(unmet)}`,
      ).as(...aliasesOf(resource));
      const place = pod.metadata.get('labels').keySpan;
      if (place) finding.relate(place, 'The labels of its pods');
      if (selector.isEmpty) finding.fix('Select the labels of the pods', () => selectAll(resource, labels));
      else finding.fix('Let selector and labels agree', () => agree(resource, pod, unmet));
    }
  },
});

/** The selector of a workload that has one to find its pods with. */
function selectorOf({ kind, value, isBuiltIn, group }: Resource): LabelSelector | undefined {
  const selector = value.at('spec', 'selector');
  if (!selector.isMap) return undefined;
  if (kind === 'ReplicationController' || (kind === 'DeploymentConfig' && group === 'apps.openshift.io'))
    return LabelSelector.ofMap(selector);
  if (kind === 'Job' && value.at('spec', 'manualSelector').boolean !== true) return undefined;
  const isRollout = kind === 'Rollout' && group === 'argoproj.io';
  return isRollout || (isBuiltIn && selecting.has(kind)) ? LabelSelector.of(selector) : undefined;
}

const selecting: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job']);

function aliasesOf({ kind }: Resource): readonly string[] {
  if (kind === 'Deployment') return [...general, ofDeployments];
  return kind === 'StatefulSet' ? [...general, ofStatefulSets] : general;
}

/** Where the first label that is asked for in vain is written. */
function spanOf({ value }: LabelSelector, [first]: readonly Requirement[]): { start: number; end: number } | undefined {
  const key = first?.key ?? '';
  return (value.at('matchLabels', key).span ?? value.get(key).span) || undefined;
}

function agree(resource: Resource, pod: Pod, unmet: readonly Requirement[]): Built {
  const wanted: Record<string, string> = {};
  const corrected: Record<string, string> = {};
  for (const { key, operator, values } of unmet) {
    const [value] = values;
    if (operator !== 'In' || value === undefined || values.length > 1)
      return new Refusal('What the selector asks for can be had in more than one way.');
    const has = pod.metadata.at('labels', key).text;
    if (has !== undefined && resource.value.at('metadata', 'labels', key).text === has) corrected[key] = has;
    else wanted[key] = value;
  }
  if (Object.keys(corrected).length === 0) return setField(pod.metadata, ['labels'], wanted);
  if (Object.keys(wanted).length > 0) return new Refusal('Selector and labels differ in more than one way.');
  const path = resource.value.at('spec', 'selector', 'matchLabels').isMap ? ['selector', 'matchLabels'] : ['selector'];
  return setField(resource.value.get('spec'), path, corrected);
}

function selectAll({ value, kind }: Resource, labels: Labels): Built {
  if (labels.isOpen || labels.written.size === 0) return new Refusal('Its pods have no labels that are known.');
  const written = Object.fromEntries(labels.written);
  return setField(value, ['spec', 'selector'], kind === 'ReplicationController' ? written : { matchLabels: written });
}
