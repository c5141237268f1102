import { type Built, Refusal } from '../../core/fix.ts';
import { type EnvironmentVariable, environmentOf, referencesIn } from '../../kubernetes/env.ts';
import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'duplicate-env',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Declare an environment variable once',
  why: 'When a container declares a variable twice, the last one counts and the first looks as if it did. It gets worse with the next change: `kubectl apply` merges the list by name, so that which of the two survives, and whether any does, depends on what was there before.',
  lesson: 'build-and-run',
  aliases: ['kube-linter/duplicate-env-var', 'kube-score/environment-variable-key-duplication', 'kubescape/C-0295'],
  fix: 'safe',
  fixing: 'Removes the declaration that has no effect. Refused where a variable between the two refers to it.',
  references: [
    'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
    'https://github.com/kubernetes/kubernetes/issues/58477',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: LOG_LEVEL\n          value: info\n        - name: PORT\n          value: "8080"\n        - name: LOG_LEVEL # while we look for the leak\n          value: debug\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: PORT\n          value: "8080"\n        - name: LOG_LEVEL # while we look for the leak\n          value: debug\n',
    },
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: report\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers:\n            - name: report\n              image: report:1.0\n              env: [{name: A, value: "1"}, {name: A, value: "2"}, {name: B, value: $(A)}]\n',
      fixed:
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: report\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers:\n            - name: report\n              image: report:1.0\n              env: [{name: A, value: "2"}, {name: B, value: $(A)}]\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: A\n          value: one\n        - name: B\n          value: $(A)\n        - name: A\n          value: two\n',
      note: 'B is made of the first A: which of the two was meant, nobody but you knows.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: PATH_A\n          value: "1"\n        - name: path_a\n          value: "1"\n    - name: other\n      image: web:1.0\n      env:\n        - name: PATH_A\n          value: "2"\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      const env = container.value.get('env');
      // Of two declarations in a template each may stand under a condition of its own.
      if (env.isOpen && !env.isPartial) continue;
      const last = new Map<string, EnvironmentVariable>();
      const variables = environmentOf(container);
      for (const variable of variables) {
        const { name, item } = variable;
        const earlier = last.get(name);
        last.set(name, variable);
        const span = earlier?.item.get('name').span;
        const here = item.get('name').span;
        if (!earlier || !span || !here) continue;
        report(
          span,
          `${container.titleLabel} declares ${name} again further down, and that one counts: remove this one, which has no effect`,
        )
          .relate(here, `The ${name} that counts`)
          .tag('unnecessary')
          .fix('Remove the declaration that has no effect', () => remove(earlier, variable, variables));
      }
    }
  },
});

function remove(
  earlier: EnvironmentVariable,
  later: EnvironmentVariable,
  variables: readonly EnvironmentVariable[],
): Built {
  const between = variables.filter(({ index }) => earlier.index < index && index <= later.index);
  const isUsed = between.some(({ value }) => referencesIn(value.text ?? '').some(({ name }) => name === earlier.name));
  return isUsed ? new Refusal('A variable between the two is made of the first.') : removeValue(earlier.item);
}
