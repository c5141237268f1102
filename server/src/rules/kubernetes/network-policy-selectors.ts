import { setField } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'network-policy-selectors',
  category: 'security',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Say in a NetworkPolicy whom it is for and whom it lets through',
  why: 'Policies only ever add to what is allowed: one rule without a peer and without ports, `- {}`, lets everybody through and makes the others for the same pods pointless. A policy that names no pods is for all those of the namespace; `podSelector: {}` says that this is meant.',
  lesson: 'contracts',
  aliases: ['trivy/KSV-0038'],
  fix: 'safe',
  fixing: 'Writes down that the policy is for all pods. Whom a rule should let through is yours to say.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  examples: [
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\nspec:\n  policyTypes: [Ingress]\n',
      fixed:
        'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\nspec:\n  podSelector: {}\n  policyTypes: [Ingress]\n',
      preset: 'all',
    },
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\nspec:\n  podSelector: {}\n  ingress:\n    - {}\n',
    },
    {
      good: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\nspec:\n  podSelector:\n    matchLabels:\n      app: web\n  ingress:\n    - ports:\n        - port: 8080\n',
      note: 'Everybody, but to one port.',
    },
  ],
  check({ manifest, report }) {
    for (const policy of manifest.ofKind('NetworkPolicy')) {
      const spec = policy.value.get('spec');
      if (!spec.isMap) continue;
      const selector = spec.get('podSelector');
      // Patches of policies have none either, and nothing tells them apart.
      if (!selector.exists && !selector.hasKey) {
        report(policy.span, `${policy.label} names no pods and so is for all of them: say so with podSelector`)
          .onlyIn('all')
          .fix('Add podSelector: {}', () => setField(spec, ['podSelector'], {}, { orFirst: true }));
      }
      for (const [direction, peers, words] of directions) {
        for (const rule of spec.get(direction).items) {
          if (!rule.isMap || !rule.span || rule.get(peers).exists || rule.get('ports').exists) continue;
          const finding = report(rule.span, `This rule lets ${words}: name pods, namespaces or ports, or leave it out`);
          // Policies about what comes in are often made to leave what goes out as it was.
          finding.as().onlyIn(direction === 'egress' ? 'all' : 'strict');
        }
      }
    }
  },
});

const directions = [
  ['ingress', 'from', 'everybody in, to every port'],
  ['egress', 'to', 'everything out, to everywhere'],
] as const;
