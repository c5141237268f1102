import { setField } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'cron-job-deadline',
  category: 'reliability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Say how late a CronJob may start',
  why: 'A start may be missed: the cluster is down, the CronJob suspended, or the run before goes on and `concurrencyPolicy: Forbid` holds the next. Without a deadline it is made up for as soon as that is over, and what was to run at night runs at noon. The documentation also warns that a CronJob which has missed more than 100 starts may not be started at all. With `startingDeadlineSeconds` only what was missed within that time counts. Less than 10 seconds may never be met, because the controller looks every 10 seconds.',
  lesson: 'cattle',
  aliases: [
    'kube-score/cronjob-has-deadline',
    'kics/CronJob Deadline Not Configured',
    'datree/CRONJOB_MISSING_STARTINGDEADLINESECOND_KEY',
  ],
  fix: 'suggested',
  fixing: 'Sets 200 seconds, as the documentation of Kubernetes has it in its example.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline'],
  examples: [
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
      fixed:
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  startingDeadlineSeconds: 200\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
    },
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  startingDeadlineSeconds: 5\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
      fixed:
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  startingDeadlineSeconds: 200\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
    },
    {
      good: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  startingDeadlineSeconds: 60\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.ofKind('CronJob')) {
      const spec = resource.value.get('spec');
      const deadline = spec.get('startingDeadlineSeconds');
      if (!spec.isMap || (deadline.exists && (deadline.number ?? 10) >= 10)) continue;
      const message = deadline.exists
        ? `${resource.label} may miss its hour: the controller looks only every 10 seconds`
        : `${resource.label} has no startingDeadlineSeconds: a start that was missed is made up for at whatever hour`;
      const finding = report(deadline.span ?? resource.span, message).fix('Set startingDeadlineSeconds: 200', () =>
        setField(spec, ['startingDeadlineSeconds'], 200, { after: ['timeZone', 'schedule'] }),
      );
      if (deadline.exists) finding.as();
    }
  },
});
