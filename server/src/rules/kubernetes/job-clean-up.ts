import * as z from 'zod';
import { setField } from '../../kubernetes/edits.ts';
import { isHook } from '../../kubernetes/hooks.ts';
import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

const options = z.strictObject({
  seconds: z.int().min(0).default(86_400).describe('How long the fix lets a finished Job stay.'),
});

export default manifestRule({
  id: 'job-clean-up',
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Let finished jobs go away',
  why: 'A Job that has ended stays, with its pods and their logs, until somebody deletes it. Thousands of them slow the API server down and fill quotas. `ttlSecondsAfterFinished` removes them on their own. Jobs of a CronJob are cleaned up by its history limits. Where a tool such as Argo CD compares the cluster with the repository, it starts a Job again that has gone: there a hook is the better way.',
  lesson: 'cattle',
  aliases: ['kube-linter/job-ttl-seconds-after-finished'],
  options,
  fix: 'suggested',
  fixing: 'Sets the option `seconds`, a day unless you say otherwise.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/'],
  examples: [
    {
      bad: 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: task\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n        - name: task\n          image: task:1.0\n',
      fixed:
        'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: task\nspec:\n  ttlSecondsAfterFinished: 86400\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n        - name: task\n          image: task:1.0\n',
    },
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      ttlSecondsAfterFinished: 60\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
      fixed:
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
      preset: 'all',
    },
    {
      good: 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: task\nspec:\n  ttlSecondsAfterFinished: 100\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n        - name: task\n          image: task:1.0\n',
    },
    {
      good: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
    },
    {
      good: 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: migrate\n  annotations:\n    helm.sh/hook: pre-upgrade\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n        - name: migrate\n          image: migrate:1.0\n',
    },
  ],
  check({ manifest, options: { seconds }, report }) {
    for (const resource of manifest.ofKind('Job')) {
      const { value, label, span } = resource;
      const spec = value.get('spec');
      const isOwned = value.at('metadata', 'ownerReferences').hasKey;
      if (!spec.isMap || isOwned || spec.get('ttlSecondsAfterFinished').exists) continue;
      // Hooks of Helm and Argo CD are removed by those who started them.
      const finding = report(
        span,
        `${label} and its pods stay for ever when it has ended: say for how long with ttlSecondsAfterFinished`,
      ).fix(`Remove it ${seconds} seconds after it has ended`, () =>
        setField(spec, ['ttlSecondsAfterFinished'], seconds, { orFirst: true }),
      );
      if (isHook(resource)) finding.onlyIn('all').grade('hint');
    }
    for (const resource of manifest.ofKind('CronJob')) {
      const ttl = resource.value.at('spec', 'jobTemplate', 'spec', 'ttlSecondsAfterFinished');
      if (!ttl.hasKey || !ttl.span) continue;
      report(
        ttl.span,
        `${resource.label} has two opinions on how long its jobs stay: leave it to successfulJobsHistoryLimit and failedJobsHistoryLimit`,
      )
        .onlyIn('all')
        .grade('hint')
        .fix('Remove ttlSecondsAfterFinished', () => removeValue(ttl));
    }
  },
});
