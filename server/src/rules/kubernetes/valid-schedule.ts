import { type Built, Refusal } from '../../core/fix.ts';
import { replaceValue, setField } from '../../kubernetes/edits.ts';
import { type ScheduleProblem, scheduleProblem } from '../../kubernetes/schedule.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'valid-schedule',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write schedules that Kubernetes reads',
  why: 'A schedule has five fields: minute, hour, day of the month, month and day of the week, from 0 for Sunday to 6. Seconds, a Sunday written as 7 and `@reboot` belong to other crons; the API server refuses them. It also refuses a time zone in front of the schedule since Kubernetes 1.29, in favour of `timeZone`. A date that no calendar has is accepted, and never comes.',
  aliases: ['datree/CRONJOB_INVALID_SCHEDULE_VALUE'],
  fix: 'suggested',
  fixing: 'Takes off the seconds when they are 0, writes Sunday as 0, and moves a time zone to its field.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax'],
  examples: [
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 0 3 * * *" # at three\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
      fixed:
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *" # at three\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
    },
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * 1-7"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
      fixed:
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * 1-6,0"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
    },
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: CRON_TZ=Europe/Berlin 0 3 * * *\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
      fixed:
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  timeZone: Europe/Berlin\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
    },
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "61 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
    },
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: 0 3 30 2 *\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
      note: 'February has no such day.',
    },
    {
      good: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "*/15 8-18 * jan-nov MON-FRI"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
    },
    {
      good: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "@hourly"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.ofKind('CronJob')) {
      const spec = resource.value.get('spec');
      const schedule = spec.get('schedule');
      const problem = schedule.text === undefined ? undefined : scheduleProblem(schedule.text);
      if (!problem || !schedule.span) continue;
      const finding = report(schedule.span, `${resource.label} cannot run at "${schedule.text}": ${problem.problem}`);
      const { better, timeZone } = problem;
      if (better === undefined) continue;
      const title = timeZone === undefined ? `Replace with ${better}` : `Set timeZone: ${timeZone}`;
      finding.fix(title, () => mend(spec, problem));
    }
  },
});

function mend(spec: YamlValue, { better = '', timeZone }: ScheduleProblem): Built {
  const replaced = replaceValue(spec.get('schedule'), better);
  if (timeZone === undefined || replaced instanceof Refusal) return replaced;
  if (spec.get('timeZone').exists) return new Refusal('There is a time zone already.');
  const added = setField(spec, ['timeZone'], timeZone, { after: ['schedule'] });
  return added instanceof Refusal ? added : [...replaced, ...added];
}
