import { replaceValue, setField } from '../../kubernetes/edits.ts';
import { mostSimilar } from '../../text/similar.ts';
import { manifestRule } from '../define.ts';

const policies = ['Allow', 'Forbid', 'Replace'];

export default manifestRule({
  id: 'cron-job-concurrency',
  category: 'reliability',
  severity: 'hint',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Say what happens when a CronJob is still running',
  why: 'Without `concurrencyPolicy` a CronJob starts whether or not the run before has ended. A backup that takes longer than its interval then runs twice, three times, until the node is full. `Forbid` leaves out the next run, `Replace` ends the one that goes on; who means `Allow` can say so.',
  lesson: 'cattle',
  aliases: ['datree/CRONJOB_MISSING_CONCURRENCYPOLICY_KEY'],
  fix: 'suggested',
  fixing: 'Sets `Forbid`, or the policy that a mistyped one most likely means.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy'],
  examples: [
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
      fixed:
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  concurrencyPolicy: Forbid\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
      preset: 'strict',
    },
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  concurrencyPolicy: forbid\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
      fixed:
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  concurrencyPolicy: Forbid\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
    },
    {
      good: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  concurrencyPolicy: Allow\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
      preset: 'strict',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.ofKind('CronJob')) {
      const spec = resource.value.get('spec');
      const policy = spec.get('concurrencyPolicy');
      if (!spec.isMap || policy.isUnknown || policies.includes(policy.text ?? '')) continue;
      if (policy.text !== undefined && policy.span) {
        const near = mostSimilar(policy.text, policies);
        const finding = report(
          policy.span,
          `There is no concurrencyPolicy "${policy.text}": write Allow, Forbid or Replace`,
        )
          .as()
          .grade('error');
        if (near) finding.fix(`Replace with ${near}`, () => replaceValue(policy, near));
        continue;
      }
      report(
        resource.span,
        `${resource.label} starts again while the run before still goes on: say Forbid or Replace, or Allow if that is meant`,
      )
        .onlyIn('strict')
        .fix('Set concurrencyPolicy: Forbid', () =>
          setField(spec, ['concurrencyPolicy'], 'Forbid', { after: ['timeZone', 'schedule'] }),
        );
    }
  },
});
