import { type Binding, bindingsIn, Role } from '../../kubernetes/rbac.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { manifestRule } from '../define.ts';
import { allowsEverything, grantedBy, type Power, powers } from './powers.ts';

const ofBindings = [
  'polaris/clusterrolebindingClusterAdmin',
  'polaris/clusterrolebindingPodExecAttach',
  'polaris/rolebindingClusterAdminClusterRole',
  'polaris/rolebindingClusterAdminRole',
  'polaris/rolebindingClusterRolePodExecAttach',
  'polaris/rolebindingRolePodExecAttach',
] as const;

export default manifestRule({
  id: 'risky-binding',
  category: 'security',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Know to whom a binding gives permissions that lead to more',
  why: 'A role does nothing until somebody is bound to it. This rule tells at the binding what `risky-permissions` and `no-wildcard-permissions` tell at the role, for those who review bindings apart from roles. The role has to be in the workspace.',
  lesson: 'unprivileged',
  aliases: ['kube-linter/access-to-create-pods', 'kube-linter/access-to-secrets', ...ofBindings],
  fix: 'none',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks'],
  examples: [
    {
      bad: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: web\nsubjects:\n  - kind: ServiceAccount\n    name: web\n',
      files: {
        'role.yaml':
          'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: web\nrules:\n  - apiGroups: [""]\n    resources: [secrets]\n    verbs: [get]\n',
      },
    },
    {
      good: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: web\nsubjects:\n  - kind: ServiceAccount\n    name: web\n',
      files: {
        'role.yaml':
          'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: web\nrules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get]\n',
      },
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const binding of bindingsIn(manifest)) {
      const { span } = binding.roleRef.get('name');
      const role = roleOf(binding, neighbours);
      if (!span || !role) continue;
      const { label } = binding.resource;
      const isEverything = role.rules.some(allowsEverything);
      const granted = powers.filter((power) => role.rules.some((rule) => grantedBy(rule, power)));
      const [first] = granted;
      if (!first) continue;
      const what = isEverything ? 'do everything to everything' : first.what;
      report(span, `${label} binds ${role.resource.label}, with which its subjects can ${what}: see that they must`).as(
        ...new Set(granted.flatMap((power) => power.bindingAliases ?? [])),
        ...aliasesOf(binding, isEverything, granted),
      );
    }
  },
});

function roleOf(binding: Binding, neighbours: Neighbourhood): Role | undefined {
  const kind = binding.roleRef.get('kind').text;
  const name = binding.roleName;
  if (name === undefined || (kind !== 'Role' && kind !== 'ClusterRole')) return undefined;
  const namespace = kind === 'Role' ? binding.resource.namespace : undefined;
  const resource = neighbours.find({ kinds: [kind], name, namespace, group: binding.resource.group })?.read();
  return resource && new Role(resource);
}

/** What polaris calls it, by the kinds of the binding and of its role. */
function aliasesOf(binding: Binding, isEverything: boolean, granted: readonly Power[]): readonly string[] {
  const isClusterRole = binding.roleRef.get('kind').text === 'ClusterRole';
  const runsCommands = granted.some(({ resources }) => resources.includes('pods/exec'));
  const [ofEverything, ofCommands] = binding.isClusterRoleBinding
    ? [ofBindings[0], ofBindings[1]]
    : isClusterRole
      ? [ofBindings[2], ofBindings[4]]
      : [ofBindings[3], ofBindings[5]];
  return [...(isEverything ? [ofEverything] : []), ...(runsCommands ? [ofCommands] : [])];
}
