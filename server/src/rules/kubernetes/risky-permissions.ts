import type { Built } from '../../core/fix.ts';
import { type PolicyRule, rolesIn } from '../../kubernetes/rbac.ts';
import { removeValue } from '../../yaml/edit.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';
import { aliasesOf, grantedBy, namesOfPowers, powers } from './powers.ts';

export default manifestRule({
  id: 'risky-permissions',
  category: 'security',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Know which permissions lead to more than they say',
  why: 'Some permissions are worth more than they look. Whoever may read secrets has the tokens in them; whoever may run pods, or commands in them, has their service accounts; `bind`, `escalate` and `impersonate` are there to go beyond what one has. Controllers need some of this, people and applications seldom do. With `resourceNames`, or in a Role in place of a ClusterRole, the same permission is worth only what was meant. Under `all` the lesser ones are told, too.',
  lesson: 'unprivileged',
  aliases: namesOfPowers,
  fix: 'manual',
  fixing:
    'Takes the resource out of the rule, and the rule away when it is for nothing else. Whether somebody needs it is yours to know.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks'],
  examples: [
    {
      bad: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: web\nrules:\n  - apiGroups: [""]\n    resources: [configmaps, secrets]\n    verbs: [get, list]\n',
      fixed:
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: web\nrules:\n  - apiGroups: [""]\n    resources: [configmaps]\n    verbs: [get, list]\n',
    },
    {
      bad: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: web\nrules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get]\n  - apiGroups: [""]\n    resources:\n      - pods/exec\n    verbs: [create]\n',
      fixed:
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: web\nrules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get]\n',
    },
    {
      bad: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: web\nrules:\n  - apiGroups: [rbac.authorization.k8s.io]\n    resources: [clusterroles]\n    verbs: [bind]\n',
    },
    {
      good: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: web\nrules:\n  - apiGroups: [""]\n    resources: [secrets]\n    resourceNames: [web-tls]\n    verbs: [get]\n',
      note: 'It is for one secret.',
    },
    {
      good: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: web\nrules:\n  - apiGroups: [""]\n    resources: [pods, configmaps]\n    verbs: [get, list, watch]\n',
    },
  ],
  check({ manifest, report }) {
    for (const role of rolesIn(manifest)) {
      for (const rule of role.rules) {
        // Where every resource is meant, that is what there is to say.
        if (rule.wildcardIn('resources')) continue;
        for (const power of powers) {
          const found = grantedBy(rule, power);
          if (!found?.resource.span) continue;
          const { resource, verb, what, isLesser } = found;
          const finding = report(
            resource.span ?? role.resource.span,
            `With "${verb}" on ${resource.text}, ${role.resource.label} can ${what}: see that it must`,
          )
            .as(...aliasesOf(power, role.isClusterRole))
            .fix(`Take ${resource.text} out of the rule`, () => takeAway(rule, resource));
          if (isLesser || power.preset === 'all') finding.onlyIn('all').grade('hint');
          else if (power.severity) finding.grade(power.severity);
        }
      }
    }
  },
});

function takeAway(rule: PolicyRule, resource: YamlValue): Built {
  return removeValue(rule.resources.length > 1 ? resource : rule.value);
}
