import { type Built, Refusal } from '../../core/fix.ts';
import { replaceValue, setField } from '../../kubernetes/edits.ts';
import { LabelSelector, Labels } from '../../kubernetes/labels.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { mostSimilar } from '../../text/similar.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

const answers = ['DoNotSchedule', 'ScheduleAnyway'];

export default manifestRule({
  id: 'valid-topology-spread',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write topology spread constraints that count the right pods',
  why: 'The API server refuses a constraint without `maxSkew`, `topologyKey` or a known `whenUnsatisfiable`. One without a `labelSelector` it accepts, but such a constraint matches no pods, so that it spreads nothing. One that selects other pods than its own spreads these around the others.',
  aliases: ['kube-score/pod-topology-spread-constraints'],
  fix: 'suggested',
  fixing:
    'Puts in the value that is nearest to what is written, or the labels that the workload itself selects its pods by.',
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/'],
  examples: [
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n      topologySpreadConstraints:\n        - maxSkew: 1\n          topologyKey: kubernetes.io/hostname\n          whenUnsatisfiable: ScheduleAnyway\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n      topologySpreadConstraints:\n        - maxSkew: 1\n          topologyKey: kubernetes.io/hostname\n          whenUnsatisfiable: ScheduleAnyway\n          labelSelector:\n            matchLabels:\n              app: web\n',
    },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n      topologySpreadConstraints:\n        - maxSkew: 0\n          topologyKey: kubernetes.io/hostname\n          whenUnsatisfiable: DoNotShedule\n          labelSelector: { matchLabels: { app: web } }\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n      topologySpreadConstraints:\n        - maxSkew: 1\n          topologyKey: kubernetes.io/hostname\n          whenUnsatisfiable: DoNotSchedule\n          labelSelector: { matchLabels: { app: web } }\n',
    },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n      topologySpreadConstraints:\n        - maxSkew: 1\n          topologyKey: kubernetes.io/hostname\n          whenUnsatisfiable: ScheduleAnyway\n          labelSelector: { matchLabels: { app: wbe } }\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n      topologySpreadConstraints:\n        - maxSkew: 1\n          topologyKey: kubernetes.io/hostname\n          whenUnsatisfiable: ScheduleAnyway\n          labelSelector: { matchLabels: { app: web } }\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n      topologySpreadConstraints:\n        - maxSkew: 1\n          topologyKey: kubernetes.io/hostname\n          whenUnsatisfiable: ScheduleAnyway\n          labelSelector: { matchLabels: { app: web } }\n',
    },
  ],
  check({ manifest, report }) {
    for (const pod of manifest.pods) {
      for (const constraint of pod.spec.get('topologySpreadConstraints').items) {
        if (!constraint.isMap) continue;
        const span = constraint.get('topologyKey').span ?? pod.resource.span;
        for (const name of ['maxSkew', 'minDomains']) {
          const number = constraint.get(name);
          const isMissing = name === 'maxSkew' && !number.exists;
          if (!isMissing && (number.number ?? 1) >= 1) continue;
          report(number.span ?? span, `${name} must be 1 or more: the API server refuses ${pod.resource.label}`).fix(
            `Set ${name}: 1`,
            () => setField(constraint, [name], 1, { orFirst: true }),
          );
        }
        if (!constraint.get('topologyKey').exists) {
          report(
            pod.resource.span,
            `A topology spread constraint of ${pod.resource.label} has no topologyKey: name the label of nodes to spread over`,
          ).fix('Spread over nodes', () => setField(constraint, ['topologyKey'], 'kubernetes.io/hostname'));
        }
        const answer = constraint.get('whenUnsatisfiable');
        if (!answer.exists || (answer.text !== undefined && !answers.includes(answer.text))) {
          const near = answer.text === undefined ? 'ScheduleAnyway' : mostSimilar(answer.text, answers);
          const said = answer.text === undefined ? 'missing' : `"${answer.text}"`;
          const finding = report(
            answer.span ?? span,
            `whenUnsatisfiable is ${said}: say DoNotSchedule or ScheduleAnyway`,
          );
          if (near)
            finding.fix(`Set whenUnsatisfiable: ${near}`, () => setField(constraint, ['whenUnsatisfiable'], near));
        }
        if (!constraint.get('labelSelector').exists) {
          report(
            span,
            `The constraint has no labelSelector, so it counts no pods at all: select those of ${pod.resource.label}`,
          )
            .grade('warning')
            .fix('Select the pods of the workload', () => select(pod, constraint));
        } else if (isAboutOthers(pod, constraint)) {
          const selector = constraint.get('labelSelector');
          report(
            selector.keySpan ?? span,
            `The constraint counts other pods than those of ${pod.resource.label}, which have not all of these labels: it does not spread them`,
          )
            .grade('warning')
            .fix('Select the pods of the workload', () => selectInstead(pod, selector));
        }
      }
    }
  },
});

/** Whether a constraint selects pods, and not those it is written for. */
function isAboutOthers({ metadata }: Pod, constraint: YamlValue): boolean {
  const selector = LabelSelector.of(constraint.get('labelSelector')).withoutControllerLabels;
  return selector.isKnown && !selector.matches(Labels.of(metadata.get('labels')));
}

/** Corrects the values of labels that the workload has as well; which others are meant nobody can know. */
function selectInstead({ resource, metadata }: Pod, selector: YamlValue): Built {
  const matched = resource.value.at('spec', 'selector', 'matchLabels');
  const labels = Labels.of(matched.isMap ? matched : metadata.get('labels'));
  const wanted = selector.get('matchLabels').entries.map(([name]) => name);
  if (labels.isOpen || selector.get('matchExpressions').exists || wanted.some((name) => labels.get(name) === undefined))
    return new Refusal('Which pods are meant is yours to say.');
  const right = Object.fromEntries(wanted.map((name) => [name, labels.get(name) ?? '']));
  return setField(selector, ['matchLabels'], right);
}

function select({ resource, metadata }: Pod, constraint: YamlValue): Built {
  const selector = resource.value.at('spec', 'selector', 'matchLabels');
  const labels = Labels.of(selector.isMap ? selector : metadata.get('labels'));
  if (labels.isOpen || labels.written.size === 0) return new Refusal('The labels of its pods are not known.');
  const matchLabels = Object.fromEntries(labels.written);
  const present = constraint.get('labelSelector');
  return present.hasKey
    ? replaceValue(present, { matchLabels })
    : setField(constraint, ['labelSelector'], { matchLabels });
}
