import { rolesIn } from '../../kubernetes/rbac.ts';
import { perNeighbourhood } from '../../workspace/manifests/per-neighbourhood.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'unbound-role',
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Bind every role to somebody',
  why: 'A Role that no RoleBinding names permits nothing. Most often the binding names another role, or the role is left over from something that is gone, and waits for somebody to bind it. Seaworthy speaks up where there are bindings beside it, and none in the whole workspace names it. ClusterRoles are often bound elsewhere, or added to others by their labels, and are left alone.',
  lesson: 'unprivileged',
  aliases: [],
  fix: 'none',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/'],
  examples: [
    {
      bad: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: wbe\nrules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get]\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: web\nsubjects:\n  - kind: ServiceAccount\n    name: web\n',
    },
    {
      good: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: web\nrules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get]\n',
      files: {
        'binding.yaml':
          'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: web\nsubjects:\n  - kind: ServiceAccount\n    name: web\n',
      },
    },
    {
      good: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: web\nrules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get]\n',
      note: 'There are no bindings beside it: they are somewhere else.',
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const { resource, isClusterRole } of rolesIn(manifest)) {
      const { name, label, namespace, span } = resource;
      if (isClusterRole || resource.value.at('metadata', 'name').text === undefined) continue;
      if (!neighbours.isSelfContained('RoleBinding') || !neighbours.isSelfContained('Role')) continue;
      const { names, nameUnknown, namespaces } = bindingsAround(neighbours);
      if (nameUnknown || names.has(name) || !namespaces.has(namespace)) continue;
      report(
        span,
        `${label} is bound to nobody: no RoleBinding in these manifests names it, so that it permits nothing`,
      );
    }
  },
});

/** What the bindings around a file bind, by name, and in which namespaces those are that belong together with it. */
const bindingsAround = perNeighbourhood((neighbours) => {
  const roles = neighbours.everywhere('RoleBinding').flatMap((entry) => entry.read()?.value.get('roleRef') ?? []);
  const names = roles.map((role) => role.get('name').text);
  return {
    names: new Set(names),
    nameUnknown: names.includes(undefined),
    namespaces: new Set(neighbours.inScope('RoleBinding').map(({ namespace }) => namespace)),
  };
});
