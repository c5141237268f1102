import * as z from 'zod';
import { setField } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

const systemClasses = ['system-cluster-critical', 'system-node-critical'];

const options = z.strictObject({
  accepted: z.array(z.string()).default(systemClasses).describe('The priority classes that pods may have.'),
});

export default manifestRule({
  id: 'priority-class',
  category: 'reliability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Give pods one of the priority classes you have agreed on',
  why: 'When a cluster has no room left, pods of a lower priority class make room for those of a higher one. Without classes the pods that are evicted are any. Which classes there are is the choice of each cluster; only two are there from the beginning, and those are for the cluster itself.',
  aliases: ['kube-linter/priority-class-name', 'polaris/priorityClassNotSet'],
  options,
  fix: 'suggested',
  fixing: 'Sets the class when the option `accepted` names exactly one besides those of the system.',
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/'],
  examples: [
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n      priorityClassName: standard\n',
      options: { accepted: ['standard'] },
    },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      priorityClassName: hihg # ours\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      priorityClassName: high # ours\n      containers:\n        - name: web\n          image: web:1.0\n',
      options: { accepted: ['high'] },
    },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      priorityClassName: system-cluster-critical\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
  ],
  check({ manifest, options: { accepted }, report }) {
    for (const { spec, resource } of manifest.pods) {
      const name = spec.get('priorityClassName');
      if (name.exists && (name.text === undefined || name.text === '' || accepted.includes(name.text))) continue;
      const finding = name.exists
        ? report(
            name.span ?? resource.span,
            `"${name.text}" is none of the accepted priority classes: ${accepted.join(', ')}`,
          ).as('kube-linter/priority-class-name')
        : report(
            resource.span,
            `${resource.label} has no priority class: when the cluster is full nobody knows what matters`,
          ).as('polaris/priorityClassNotSet');
      // The classes of the system are for what the cluster itself cannot do without.
      const own = accepted.filter((one) => !systemClasses.includes(one));
      const [only] = own;
      if (only !== undefined && own.length === 1)
        finding.fix(`Set priorityClassName: ${only}`, () => setField(spec, ['priorityClassName'], only));
    }
  },
});
