import { setField } from '../../kubernetes/edits.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { setInPod } from '../../kubernetes/pod-edits.ts';
import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

/** What `kubectl create` writes for workloads that run for a task. */
const usual: Readonly<Record<string, string>> = { Job: 'Never', CronJob: 'OnFailure' };

export default manifestRule({
  id: 'valid-restart-policy',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give every workload a restart policy that its kind accepts',
  why: 'Pods of a Deployment, StatefulSet, DaemonSet or ReplicaSet are always restarted, and the API server refuses any other policy. Pods of a Job or CronJob run until they have ended, and must say `OnFailure` or `Never`: without a word they would get `Always`, which is refused as well.',
  aliases: [
    'kube-linter/restart-policy',
    'kube-score/cronjob-restartpolicy',
    'datree/WORKLOAD_INCORRECT_RESTARTPOLICY_VALUE_ALWAYS',
  ],
  fix: 'suggested',
  fixing:
    'Removes a policy that only the default can take the place of; for a Job sets `Never`, for a CronJob `OnFailure`, as `kubectl create` does. Writes down the default for those who want to read it (the preset `all`).',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-template'],
  examples: [
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n            - name: backup\n              image: backup:1.0\n',
      fixed:
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:1.0\n',
    },
    {
      bad: 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: task\nspec:\n  template:\n    spec:\n      restartPolicy: Always # again\n      containers:\n        - name: task\n          image: task:1.0\n',
      fixed:
        'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: task\nspec:\n  template:\n    spec:\n      restartPolicy: Never # again\n      containers:\n        - name: task\n          image: task:1.0\n',
    },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n      restartPolicy: OnFailure\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  restartPolicy: Always\n  containers:\n    - name: web\n      image: web:1.0\n',
      preset: 'all',
    },
    {
      good: 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: task\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n        - name: task\n          image: task:1.0\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      restartPolicy: Always\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: once\nspec:\n  restartPolicy: Never\n  containers:\n    - name: once\n      image: once:1.0\n',
    },
  ],
  check({ manifest, report }) {
    for (const pod of manifest.pods) {
      const { resource, spec } = pod;
      if (!resource.isBuiltIn) continue;
      const policy = spec.get('restartPolicy');
      const accepted = acceptedBy(pod);
      if (policy.exists ? policy.text === undefined || accepted.includes(policy.text) : accepted.includes('Always')) {
        if (policy.text === 'Never' && policy.span) {
          report(policy.span, `${resource.label} is not started again in its place when it fails`)
            .as('kube-linter/restart-policy')
            .grade('hint')
            .onlyIn('all')
            .fix('Set restartPolicy: OnFailure', () => setField(spec, ['restartPolicy'], 'OnFailure'));
        } else if (!policy.exists) {
          report(resource.span, `${resource.label} does not say how its pods are restarted: that is Always`)
            .as('kube-linter/restart-policy')
            .grade('hint')
            .onlyIn('all')
            .fix('Write restartPolicy: Always', () => setInPod(pod, ['restartPolicy'], 'Always'));
        }
        continue;
      }
      const said = policy.exists ? `restartPolicy: ${policy.text}` : 'no restartPolicy, which means Always';
      const finding = report(
        policy.span ?? resource.span,
        `${resource.label} has ${said}, and the API server accepts only ${accepted.join(' or ')}`,
      ).as(...namesFor(pod));
      const better = usual[resource.kind];
      if (better)
        finding.fix(`Set restartPolicy: ${better}`, () => setField(spec, ['restartPolicy'], better, { orFirst: true }));
      else finding.fix('Remove the restartPolicy', () => removeValue(policy));
    }
  },
});

/** The policies that a kind of workload may have (API reference, Kubernetes 1.36). */
function acceptedBy({ resource, sort }: Pod): readonly string[] {
  if (resource.kind === 'Pod' || resource.kind === 'PodTemplate') return ['Always', 'OnFailure', 'Never'];
  return sort === 'batch' && resource.kind in usual ? ['OnFailure', 'Never'] : ['Always'];
}

function namesFor({ resource, spec }: Pod): readonly string[] {
  const policy = spec.get('restartPolicy');
  return [
    ...(resource.kind === 'CronJob' ? ['kube-score/cronjob-restartpolicy'] : []),
    ...(policy.text === 'Never' || !policy.exists ? ['kube-linter/restart-policy'] : []),
    ...(resource.kind in usual ? [] : ['datree/WORKLOAD_INCORRECT_RESTARTPOLICY_VALUE_ALWAYS']),
  ];
}
