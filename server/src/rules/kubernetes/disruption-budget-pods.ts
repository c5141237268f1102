import { DisruptionBudget } from '../../kubernetes/disruption-budget.ts';
import type { LabelSelector } from '../../kubernetes/labels.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { budgetsOver } from '../../workspace/manifests/scaling.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'disruption-budget-pods',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let each pod have one disruption budget, and each budget pods',
  why: 'A budget whose selector matches no pod protects nothing, and nobody says so. A pod that two budgets are about cannot be evicted at all: the API server answers `This pod has more than one PodDisruptionBudget, which the eviction subresource does not support`, and whoever drains its node waits for ever.',
  lesson: 'contracts',
  aliases: ['kube-linter/pdb-min-available'],
  fix: 'none',
  references: ['https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors'],
  examples: [
    {
      bad: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: wbe\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      },
    },
    {
      bad: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web-2\nspec:\n  minAvailable: 1\n  selector:\n    matchLabels:\n      app: web\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      },
    },
    {
      good: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      },
    },
    {
      good: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: db\n',
      note: 'There are no workloads beside it: its pods are somewhere else.',
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const resource of manifest.ofKind('PodDisruptionBudget')) {
      const budget = new DisruptionBudget(resource);
      const { selector } = budget;
      if (!resource.value.at('spec', 'selector').exists) {
        const finding = report(
          resource.span,
          `${resource.label} has no selector: it selects no pod and protects nothing`,
        );
        // It may be part of one, of which the rest stands elsewhere.
        finding.onlyIn('all').as(...(budget.policy('minAvailable').exists ? ['kube-linter/pdb-min-available'] : []));
      }
      const span = selector?.value.keySpan;
      if (!selector || selector.isEmpty || !span) continue;
      const workloads = neighbours.workloadsSelectedBy(selector, resource.namespace);
      const [workload] = workloads;
      if (!workload) {
        if (!isDangling(resource, selector, neighbours)) continue;
        report(
          span,
          `${resource.label} selects no pod: none has all of the labels it asks for, so that it protects nothing`,
        ).as();
        continue;
      }
      // Where labels are not all known, or files are examples of the same, it is a guess whose pods they are.
      if (workloads.length > 1 || workload.podLabels?.isOpen !== false) continue;
      const budgets = budgetsOver(workload.podLabels, resource.namespace, neighbours);
      const other = budgets.find(
        ({ entry, model }) => entry.name !== resource.name && model.selector?.isEmpty === false,
      );
      if (!other || other.entry.name === undefined || other.entry.namespace !== resource.namespace) continue;
      const pods = `the pods of ${workload.kind} "${workload.name ?? ''}"`;
      report(
        span,
        `${resource.label} and ${other.model.resource.label} are both about ${pods}, which therefore cannot be evicted at all`,
      )
        .as()
        .relate(other.entry.span, `${other.model.resource.label} is about them as well`, other.entry.file);
    }
  },
});

/** Whether there would be a workload that it selects, were there one: all of those it belongs together with are known. */
function isDangling({ namespace }: Resource, selector: LabelSelector, neighbours: Neighbourhood): boolean {
  return namespace !== 'kube-system' && neighbours.hasOwnWorkloads && !neighbours.mayBeOperated(selector);
}
