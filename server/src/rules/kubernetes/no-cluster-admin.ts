import { setField } from '../../kubernetes/edits.ts';
import { type Binding, bindingsIn } from '../../kubernetes/rbac.ts';
import { manifestRule } from '../define.ts';

const ofBoth = ['trivy/KSV-0111', 'kubescape/C-0035', 'datree/CIS_INVALID_ROLE_CLUSTER_ADMIN'] as const;
const ofCluster = [
  ...ofBoth,
  'kube-linter/cluster-admin-role-binding',
  'polaris/clusterrolebindingClusterAdmin',
  'kics/Cluster Admin Rolebinding With Superuser Permissions',
] as const;
const ofNamespace = [...ofBoth, 'polaris/rolebindingClusterAdminClusterRole'] as const;

export default manifestRule({
  id: 'no-cluster-admin',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Bind roles that are made for their subjects, not cluster-admin',
  why: 'cluster-admin may do everything, in every namespace and to the nodes. A program that is bound to it hands the cluster to whoever gets into one of its pods. A role of its own takes an afternoon: `kubectl auth can-i` and the audit log tell what it needs. Within one namespace `admin` is enough for nearly everything.',
  lesson: 'unprivileged',
  aliases: [...new Set([...ofCluster, ...ofNamespace])],
  fix: 'manual',
  fixing:
    'In a RoleBinding, binds `admin` in its place. The role of a binding cannot be changed: delete the old one first. In a ClusterRoleBinding there is no fix, because what the subjects need nobody can know.',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles'],
  examples: [
    {
      bad: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: cluster-admin\nsubjects:\n  - kind: ServiceAccount\n    name: web\n    namespace: web\n',
    },
    {
      bad: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: cluster-admin\nsubjects:\n  - kind: ServiceAccount\n    name: web\n',
      fixed:
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: admin\nsubjects:\n  - kind: ServiceAccount\n    name: web\n',
    },
    {
      good: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: web\nsubjects:\n  - kind: ServiceAccount\n    name: web\n    namespace: web\n',
    },
  ],
  check({ manifest, report }) {
    for (const binding of bindingsIn(manifest)) {
      const name = binding.roleRef.get('name');
      if (!name.span) continue;
      const { label } = binding.resource;
      const who = subjectsOf(binding);
      if (binding.bindsClusterRole('cluster-admin') && binding.isClusterRoleBinding) {
        report(name.span, `${label} gives ${who} the whole cluster: bind a role that is made for it`).as(...ofCluster);
      } else if (binding.bindsClusterRole('cluster-admin')) {
        report(
          name.span,
          `${label} gives ${who} all there is in the namespace: bind admin, or a role that is made for it`,
        )
          .as(...ofNamespace)
          .fix('Bind admin', () => setField(binding.roleRef, ['name'], 'admin'));
      } else if (binding.bindsClusterRole('admin') || binding.bindsClusterRole('edit')) {
        report(name.span, `${label} lets ${who} change nearly all objects, and read secrets: see that it must`)
          .as('trivy/KSV-0111')
          .onlyIn('all')
          .grade('hint');
      }
    }
  },
});

function subjectsOf({ subjects }: Binding): string {
  const [first] = subjects;
  if (!first) return 'its subjects';
  const others = subjects.length > 1 ? ` and ${subjects.length - 1} more` : '';
  const sorts: Readonly<Record<string, string>> = { ServiceAccount: 'service account', User: 'user', Group: 'group' };
  return `${sorts[first.kind] ?? first.kind} "${first.name}"${others}`;
}
