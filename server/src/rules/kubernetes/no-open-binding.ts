import { type Binding, bindingsIn, type Subject } from '../../kubernetes/rbac.ts';
import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

const ofAnonymous = ['trivy/KSV-0122', 'kubesec/BindingsToSystemAnonymous', 'kubescape/C-0262'] as const;

/** Whom nobody in particular belongs to, and what to say of them. */
const crowds: Readonly<Record<string, { readonly who: string; readonly aliases: readonly string[] }>> = {
  'system:anonymous': { who: 'everybody who can reach the API server, without a login', aliases: ofAnonymous },
  'system:unauthenticated': { who: 'everybody who can reach the API server, without a login', aliases: ofAnonymous },
  'system:authenticated': { who: 'every user and every pod of the cluster', aliases: ['trivy/KSV-01011'] },
  'system:serviceaccounts': { who: 'every pod of the cluster', aliases: [] },
};

/** Roles with nothing in them that is not for everybody to know (RBAC reference, default roles). */
const harmlessRoles: ReadonlySet<string> = new Set([
  'system:basic-user',
  'system:discovery',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
  'kubeadm:bootstrap-signer-clusterinfo',
]);

export default manifestRule({
  id: 'no-open-binding',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Bind roles to somebody in particular',
  why: '`system:anonymous` and `system:unauthenticated` are everybody who can reach the API server, `system:authenticated` every user and every pod, on some clouds everybody with an account there. What they are given cannot be taken from anybody. `system:masters` passes by all roles, so that a binding for it does nothing but show that somebody counts on it, and its certificates cannot be revoked. Groups of all users or pods are told under `strict`.',
  lesson: 'unprivileged',
  aliases: [...ofAnonymous, 'trivy/KSV-01011', 'trivy/KSV-0123', 'datree/CIS_INVALID_VALUE_SYSTEM_MASTERS'],
  fix: 'manual',
  fixing: 'Removes the subject. Who needs the role in its place is yours to say.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: [
    {
      bad: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: view\nsubjects:\n  - kind: User\n    name: system:anonymous\n  - kind: Group\n    name: support\n',
      fixed:
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: view\nsubjects:\n  - kind: Group\n    name: support\n',
    },
    {
      bad: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: view\nsubjects:\n  - kind: Group\n    name: system:authenticated\n',
      preset: 'strict',
    },
    {
      good: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: system:public-info-viewer\nsubjects:\n  - kind: Group\n    name: system:unauthenticated\n',
      note: 'The role is made for everybody.',
    },
  ],
  check({ manifest, report }) {
    for (const binding of bindingsIn(manifest)) {
      for (const subject of binding.subjects) {
        const { span } = subject.value.get('name');
        if (!span || subject.kind === 'ServiceAccount') continue;
        const remove = () => removeValue(subject.value);
        if (subject.name === 'system:masters') {
          report(span, 'system:masters may do everything without any role: bind the role to who is meant')
            .as('trivy/KSV-0123', 'datree/CIS_INVALID_VALUE_SYSTEM_MASTERS')
            .onlyIn('strict')
            .fix('Remove the subject', remove);
          continue;
        }
        const crowd = Object.hasOwn(crowds, subject.name) ? crowds[subject.name] : undefined;
        if (!crowd) continue;
        const finding = report(span, `${binding.resource.label} is for ${crowd.who}: bind the role to who needs it`)
          .as(...crowd.aliases)
          .fix('Remove the subject', remove);
        if (harmlessRoles.has(binding.roleName ?? '')) finding.onlyIn('all').grade('hint');
        else if (!isGrave(binding, subject)) finding.onlyIn('strict').grade('info');
      }
    }
  },
});

/** Whether it is for everybody without a login, or gives a crowd more than looking. */
function isGrave(binding: Binding, { name }: Subject): boolean {
  if (name === 'system:anonymous' || name === 'system:unauthenticated') return true;
  return ['cluster-admin', 'admin', 'edit'].some((role) => binding.bindsClusterRole(role));
}
