import { type Built, Refusal } from '../../core/fix.ts';
import type { Reporter } from '../../core/report.ts';
import { DisruptionBudget } from '../../kubernetes/disruption-budget.ts';
import { replaceValue, setField } from '../../kubernetes/edits.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { leastReplicasOf } from '../../workspace/manifests/scaling.ts';
import { regroup } from '../../yaml/reshape.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

const ofMost = 'kube-linter/pdb-max-unavailable';
const ofLeast = 'kube-linter/pdb-min-available';
const ofAutoscaler = 'polaris/pdbMinAvailableGreaterThanHPAMinReplicas';

export default manifestRule({
  id: 'evictable-pods',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let a disruption budget spare one pod',
  why: 'Whoever drains a node, be it for an upgrade or to save money, asks the budget of each pod. A budget that never lets one go stops them: the upgrade of the cluster hangs until somebody finds out why, or the node is taken away by force. That is so with `maxUnavailable: 0`, with a minimum of as many pods as there are, and with a budget that names neither. `maxUnavailable: 1` keeps all but one whatever their number. Who wants to be asked before a pod goes can turn this rule off for that budget, and say why.',
  lesson: 'cattle',
  aliases: [ofMost, ofLeast, 'polaris/pdbDisruptionsIsZero', ofAutoscaler, 'kube-score/poddisruptionbudget-has-policy'],
  fix: 'suggested',
  fixing: 'Says `maxUnavailable: 1` instead.',
  references: ['https://kubernetes.io/docs/tasks/run-application/configure-pdb/'],
  examples: [
    {
      bad: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 0\n  selector:\n    matchLabels:\n      app: web\n',
      fixed:
        'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n',
    },
    {
      bad: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  minAvailable: "100%" # all of them\n  selector:\n    matchLabels:\n      app: web\n',
      fixed:
        'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1 # all of them\n  selector:\n    matchLabels:\n      app: web\n',
    },
    {
      bad: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  minAvailable: 2\n  selector:\n    matchLabels:\n      app: web\n',
      fixed:
        'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      },
    },
    {
      bad: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  minAvailable: 3\n  selector:\n    matchLabels:\n      app: web\n',
      fixed:
        'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 5\n',
      },
      note: 'At night there are two.',
    },
    {
      good: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  {{- if .Values.least }}\n  minAvailable: {{ .Values.least }}\n  {{- end }}\n  {{- if .Values.most }}\n  maxUnavailable: {{ .Values.most }}\n  {{- end }}\n  selector:\n    matchLabels:\n      app: web\n',
      note: 'A template writes the one that is chosen.',
    },
    {
      bad: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n',
      fixed:
        'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  maxUnavailable: 1\n',
    },
    {
      bad: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  minAvailable: 1\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n',
      note: 'It is refused with both.',
    },
    {
      good: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      },
    },
    {
      good: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  minAvailable: 50%\n  selector:\n    matchLabels:\n      app: web\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      },
    },
    {
      good: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  minAvailable: 1\n  selector:\n    matchLabels:\n      app: web\n',
      note: 'How many pods there are is said elsewhere.',
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const resource of manifest.ofKind('PodDisruptionBudget')) {
      const budget = new DisruptionBudget(resource);
      const [least, most] = [budget.policy('minAvailable'), budget.policy('maxUnavailable')];
      const { label } = resource;
      const [never, unreadable] = [budget.neverLetsGo, budget.unreadable];
      if (unreadable?.span) {
        report(
          unreadable.span,
          `${unreadable.path.replace('spec.', '')} is "${unreadable.text}", neither a number nor a percentage: ${label} is refused`,
        )
          .as(unreadable.key === 'maxUnavailable' ? ofMost : ofLeast)
          .grade('error');
      } else if (never?.span) {
        const isTooMuch = never.key === 'minAvailable' && never.text !== '100%';
        report(never.span, `${label} never lets a pod go: no node that runs one can be drained`)
          .as(
            never.key === 'maxUnavailable' ? ofMost : ofLeast,
            'polaris/pdbDisruptionsIsZero',
            ...(isTooMuch ? [ofAutoscaler] : []),
          )
          .fix('Set maxUnavailable: 1', () => spareOne(budget));
      } else if (least.hasKey && most.hasKey && least.exists && most.exists && !mayExclude(least, most)) {
        report(most.keySpan ?? resource.span, `${label} has minAvailable and maxUnavailable: it is refused, say one`)
          .as()
          .grade('error');
      } else if (!least.exists && !most.exists && budget.selector) {
        report(
          resource.span,
          `${label} says neither minAvailable nor maxUnavailable, and so lets no pod go: no node that runs one can be drained`,
        )
          .as('kube-score/poddisruptionbudget-has-policy')
          .fix('Set maxUnavailable: 1', () => spareOne(budget));
      } else if (least.span) judgeLeast(budget, least, neighbours, report);
    }
  },
});

/** Whether a template writes each of them under a condition of its own. */
function mayExclude(least: YamlValue, most: YamlValue): boolean {
  return least.isOptionalBeside(most) || most.isOptionalBeside(least);
}

/** Holds what must stay against what there is. */
function judgeLeast(budget: DisruptionBudget, least: YamlValue, neighbours: Neighbourhood, report: Reporter): void {
  const { selector, resource } = budget;
  if (!selector || selector.isEmpty || !least.span) return;
  const workloads = neighbours.workloadsSelectedBy(selector, resource.namespace);
  // What is not all written in one place may have other labels as well, and other numbers.
  const isCertain = workloads.every(({ isPartial, podLabels }) => !isPartial && podLabels?.isOpen === false);
  const running = workloads.map((entry) => leastReplicasOf(entry, neighbours));
  const known = running.filter((one) => one !== undefined);
  if (known.length === 0 || known.length < running.length) return;
  const pods = known.reduce((sum, { number }) => sum + number, 0);
  const needed = budget.neededOf(pods);
  const [workload, others] = [workloads[0], workloads.length - 1];
  if (needed === undefined || needed < pods || pods === 0 || !workload) return;
  const autoscaler = known.find((one) => one.autoscaler)?.autoscaler;
  const named = `${workload.kind} "${workload.name ?? ''}"`;
  const who = others > 0 ? `${named} and ${others} more` : named;
  const finding = report(
    least.span,
    `${resource.label} wants ${needed} of the pods of ${who} to stay, which ${others > 0 ? 'run' : 'runs'} ${pods}${autoscaler ? ' at the least' : ''}: none may go, and no node that runs one can be drained`,
  )
    .relate(workload.span, `${named} runs ${pods}`, workload.file)
    .as(ofLeast, ...(autoscaler?.model.writtenLeast.exists && needed > pods ? [ofAutoscaler] : []))
    .fix('Set maxUnavailable: 1', () => spareOne(budget));
  if (autoscaler)
    finding.relate(autoscaler.entry.span, `${autoscaler.model.resource.label} scales it`, autoscaler.entry.file);
  // Whoever writes no number may leave it to an autoscaler that stands elsewhere.
  if (known.some(({ isWritten }) => !isWritten)) finding.onlyIn('strict');
  if (!isCertain || autoscaler?.model.isOfKeda) finding.onlyIn('all');
}

/** The edits after which one pod may go at a time. */
function spareOne(budget: DisruptionBudget): Built {
  const [least, most] = [budget.policy('minAvailable'), budget.policy('maxUnavailable')];
  if (!least.hasKey || most.hasKey) return setField(budget.resource.value.get('spec'), ['maxUnavailable'], 1);
  const one = replaceValue(least, 1);
  if (one instanceof Refusal) return one;
  return regroup(budget.resource.value.get('spec'), [{ take: [least], put: { maxUnavailable: least } }], one);
}
