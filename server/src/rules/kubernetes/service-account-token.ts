import { setField } from '../../kubernetes/edits.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { serviceAccountOf } from '../../kubernetes/service-account.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { around, manifestRule } from '../define.ts';

export default manifestRule({
  id: 'service-account-token',
  category: 'security',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Mount a token only into pods that talk to Kubernetes',
  why: 'Unless told otherwise, every pod has a token with which to talk to the API server. Most programs never do; whoever gets into them can. The rule speaks of pods that run as the account `default`, which seldom has any permissions, so that the token is of no use to anybody else; under `all` of every pod that does not say that it wants none.',
  lesson: 'unprivileged',
  aliases: [
    'polaris/automountServiceAccountToken',
    'trivy/KSV-0036',
    'checkov/CKV_K8S_38',
    'kics/Service Account Token Automount Not Disabled',
    'monokle/KBP106',
    'kubesec/Automount',
    'kubescape/C-0261',
    'datree/SRVACC_INCORRECT_AUTOMOUNTSERVICEACCOUNTTOKEN_VALUE',
    'datree/CIS_INVALID_VALUE_AUTOMOUNTSERVICEACCOUNTTOKEN',
  ],
  fix: 'suggested',
  fixing:
    'Sets `automountServiceAccountToken: false`. Where the pod names an account, it most likely wants the token, and the fix is never applied in bulk.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  automountServiceAccountToken: false\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: tidy\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          serviceAccountName: tidy\n          containers:\n            - name: tidy\n              image: tidy:1.0\n',
      fixed:
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: tidy\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          serviceAccountName: tidy\n          automountServiceAccountToken: false\n          containers:\n            - name: tidy\n              image: tidy:1.0\n',
      preset: 'all',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  automountServiceAccountToken: false\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  serviceAccountName: web\n  containers:\n    - name: web\n      image: web:1.0\n',
      note: 'It has an account of its own, most likely for a reason.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      files: {
        'account.yaml':
          'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: default\nautomountServiceAccountToken: false\n',
      },
      note: 'Its account says so for all of its pods.',
    },
  ],
  check({ manifest, report }) {
    for (const pod of manifest.pods) {
      const { spec, resource } = pod;
      const mounts = spec.get('automountServiceAccountToken');
      if (mounts.boolean === false || (mounts.exists && mounts.boolean === undefined)) continue;
      const isDefault = serviceAccountOf(pod) === 'default';
      const finding = report(
        mounts.span ?? resource.span,
        `${resource.label} has a token for the API server: mount none if it does not talk to it`,
      ).fix(
        'Set automountServiceAccountToken: false',
        () =>
          setField(spec, ['automountServiceAccountToken'], false, {
            after: ['serviceAccountName', 'serviceAccount'],
            orFirst: true,
          }),
        isDefault ? 'suggested' : 'manual',
      );
      if (!mounts.exists) finding.unless(around((neighbours) => isTurnedOff(pod, neighbours)));
      if (!isDefault) finding.onlyIn('all').grade('hint');
    }
  },
});

/** Whether the service account of a pod says for all of its pods that they mount no token. */
function isTurnedOff(pod: Pod, neighbours: Neighbourhood): boolean {
  const name = serviceAccountOf(pod);
  if (name === undefined) return false;
  const account = neighbours.find({ kinds: ['ServiceAccount'], name, namespace: pod.resource.namespace });
  return account?.read()?.value.get('automountServiceAccountToken').boolean === false;
}
