import { setField } from '../../kubernetes/edits.ts';
import { bindingsIn } from '../../kubernetes/rbac.ts';
import { serviceAccountOf } from '../../kubernetes/service-account.ts';
import { manifestRule } from '../define.ts';

const ofBinding = ['checkov/CKV_K8S_42', 'kics/Role Binding To Default Service Account'] as const;
const ofPod = [
  'kube-linter/default-service-account',
  'kics/Default Service Account In Use',
  'kics/Service Account Name Undefined Or Empty',
  'kubesec/ServiceAccountName',
] as const;

export default manifestRule({
  id: 'default-service-account',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give no permissions to the service account that every pod has',
  why: 'Every pod that names no service account runs as `default`. A role that is bound to it is a role for all of them: those of today, and whatever is put into the namespace tomorrow. A service account of its own costs three lines. Under `strict` the account `default` should mount no token; under `all` every pod that has a token should have an account of its own.',
  lesson: 'unprivileged',
  aliases: [...ofBinding, 'checkov/CKV_K8S_41', ...ofPod],
  fix: 'suggested',
  fixing:
    'Stops the account `default` from mounting its token. In a pod, names an account after the workload, which has to be made first; that is never applied in bulk.',
  references: ['https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts'],
  examples: [
    {
      bad: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: web\nsubjects:\n  - kind: ServiceAccount\n    name: default\n',
    },
    {
      bad: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: default\n',
      fixed: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: default\nautomountServiceAccountToken: false\n',
      preset: 'strict',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  serviceAccountName: web\n  containers:\n    - name: web\n      image: web:1.0\n',
      preset: 'all',
    },
    {
      good: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: web\nsubjects:\n  - kind: ServiceAccount\n    name: web\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  automountServiceAccountToken: false\n  containers:\n    - name: web\n      image: web:1.0\n',
      preset: 'all',
    },
  ],
  check({ manifest, report }) {
    for (const { resource, subjects } of bindingsIn(manifest)) {
      for (const { value, kind, name } of subjects) {
        const { span } = value.get('name');
        if (kind !== 'ServiceAccount' || name !== 'default' || !span) continue;
        report(
          span,
          `${resource.label} is for every pod that names no service account: make one for the pod that needs the role`,
        ).as(...ofBinding);
      }
    }
    for (const { value, name, span } of manifest.ofKind('ServiceAccount')) {
      const mounts = value.get('automountServiceAccountToken');
      if (name !== 'default' || mounts.boolean === false || (mounts.exists && mounts.boolean === undefined)) continue;
      report(mounts.span ?? span, 'Every pod that names no service account gets a token of this one: mount none')
        .as('checkov/CKV_K8S_41')
        .onlyIn('strict')
        .grade('info')
        .fix('Set automountServiceAccountToken: false', () => setField(value, ['automountServiceAccountToken'], false));
    }
    for (const pod of manifest.pods) {
      const account = serviceAccountOf(pod);
      if (account !== 'default' || pod.spec.get('automountServiceAccountToken').boolean === false) continue;
      const { resource } = pod;
      const finding = report(
        pod.spec.get('serviceAccountName').span ?? resource.span,
        `${resource.label} runs as the service account that all others share: give it its own`,
      )
        .as(...ofPod)
        .onlyIn('all')
        .grade('hint');
      const { name } = resource;
      if (name === undefined) continue;
      const placement = { after: ['serviceAccount'], orFirst: true };
      finding.fix(
        `Set serviceAccountName: ${name}`,
        () => setField(pod.spec, ['serviceAccountName'], name, placement),
        'manual',
      );
    }
  },
});
