import { type Built, Refusal } from '../../core/fix.ts';
import { type PolicyRule, rolesIn } from '../../kubernetes/rbac.ts';
import { replaceItem } from '../../yaml/edit-item.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';
import { aliasesOfPowers, allowsEverything, namesOfPowers } from './powers.ts';

const ofAny = [
  'kube-linter/wildcard-in-rules',
  'checkov/CKV_K8S_49',
  'kics/RBAC Wildcard In Rule',
  'datree/CIS_INVALID_WILDCARD_ROLE',
] as const;
const ofEverything = 'trivy/KSV-0044';

/** What can be done to objects of every kind (API reference, Kubernetes 1.36). */
const verbsOfObjects = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'] as const;

export default manifestRule({
  id: 'no-wildcard-permissions',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Name in a role what it is for',
  why: 'A wildcard is also for what does not exist yet: the next custom resource, the next verb. All verbs include `escalate`, `bind` and `impersonate`, and all resources the secrets. A rule for everything in every group makes a second cluster-admin, which no search for that name finds. By default only that is told; under `strict` all other wildcards, but for those in groups that are no part of Kubernetes, such as an operator has for its own resources.',
  lesson: 'unprivileged',
  aliases: [
    ...new Set([...ofAny, ofEverything, 'trivy/KSV-0045', 'trivy/KSV-0046', 'trivy/KSV-0112', ...namesOfPowers]),
  ],
  fix: 'suggested',
  fixing:
    'Names the eight verbs that objects have in place of a wildcard for verbs. Which resources are meant nobody can know.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege'],
  examples: [
    {
      bad: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: web\nrules:\n  - apiGroups: ["*"]\n    resources: ["*"]\n    verbs: ["*"]\n',
    },
    {
      bad: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: web\nrules:\n  - apiGroups: [apps]\n    resources: [deployments]\n    verbs:\n      - "*" # all\n',
      fixed:
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: web\nrules:\n  - apiGroups: [apps]\n    resources: [deployments]\n    verbs:\n      - get\n      - list\n      - watch\n      - create\n      - update\n      - patch\n      - delete\n      - deletecollection # all\n',
      preset: 'strict',
    },
    {
      bad: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: web\nrules:\n  - apiGroups: ["*"]\n    resources: ["*"]\n    verbs: [get, list]\n',
      preset: 'strict',
    },
    {
      good: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: web\nrules:\n  - apiGroups: [shop.example.com]\n    resources: ["*"]\n    verbs: ["*"]\n',
      preset: 'strict',
      note: 'An operator for its own resources.',
    },
    {
      good: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: web\nrules:\n  - apiGroups: [apps]\n    resources: [deployments]\n    verbs: [get, list, watch]\n',
    },
  ],
  check({ manifest, report }) {
    for (const role of rolesIn(manifest)) {
      const { label } = role.resource;
      for (const rule of role.rules) {
        const [verb, group, resource] = (['verbs', 'groups', 'resources'] as const).map((list) =>
          rule.wildcardIn(list),
        );
        if (!verb && !group && !resource) continue;
        const own = isOfOthers(rule);
        if (resource?.span) {
          const isEverything = allowsEverything(rule);
          const finding = report(
            resource.span,
            isEverything
              ? `${label} may do everything to everything, as cluster-admin may: name what it is for`
              : `${label} is for all resources, and for those that are yet to come: name them`,
          ).as(
            ...ofAny,
            role.isClusterRole ? 'trivy/KSV-0046' : 'trivy/KSV-0112',
            ...(isEverything ? [ofEverything] : []),
            ...aliasesOfPowers(role, rule),
          );
          if (!isEverything) finding.onlyIn(own ? 'all' : 'strict').grade(own ? 'hint' : 'info');
          if (isEverything) continue;
        }
        if (verb?.span) {
          report(
            verb.span,
            `${label} may do all there is, and what is yet to come, to ${resourcesOf(rule)}: name the verbs`,
          )
            .as(...ofAny, 'trivy/KSV-0045')
            .onlyIn(own ? 'all' : 'strict')
            .grade(own ? 'hint' : 'info')
            .fix('Name the verbs', () => nameVerbs(rule, verb));
        }
        if (group?.span && !resource) {
          report(group.span, `${label} is for these resources of every API group: name the groups`)
            .as('checkov/CKV_K8S_49', 'kics/RBAC Wildcard In Rule')
            .onlyIn('all')
            .grade('hint');
        }
      }
    }
  },
});

/** Whether all its groups are those of custom resources, not of Kubernetes itself. */
function isOfOthers({ groups }: PolicyRule): boolean {
  return groups.length > 0 && groups.every(({ text = '' }) => /\./.test(text) && !text.endsWith('.k8s.io'));
}

function resourcesOf({ resources }: PolicyRule): string {
  const names = resources.flatMap(({ text }) => (text === undefined || text === '*' ? [] : text));
  if (names.length === 0) return 'these addresses';
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and others` : names.join(', ');
}

/** Resources with verbs of their own, which the eight do not cover. */
const withOwnVerbs = /^(?:signers|podsecuritypolicies|securitycontextconstraints|users|groups|\*)$/;

function nameVerbs(rule: PolicyRule, verb: YamlValue): Built {
  if (rule.resources.length === 0)
    return new Refusal('It is for addresses, not for objects: which verbs are meant is yours to say.');
  if (rule.resources.some(({ text }) => text === undefined || withOwnVerbs.test(text)))
    return new Refusal('Among the resources are some with verbs of their own.');
  if (rule.verbs.length > 1) return new Refusal('Other verbs stand beside the wildcard.');
  return replaceItem(verb, verbsOfObjects);
}
