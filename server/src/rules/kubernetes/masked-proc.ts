import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { procMountRestricted } from '../../kubernetes/pod-security/proc-mount-restricted.ts';
import { hasUserNamespace } from '../../kubernetes/pod-security/settings.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(procMountRestricted, {
  id: 'masked-proc',
  category: 'security',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Leave /proc masked in user namespaces, too',
  why: 'In a user namespace of its own (`hostUsers: false`) a container may see all of `/proc` without harm to the node, as what builds containers inside a container must. It still shows more than an application needs. From version 1.35 on the baseline level of the Pod Security Standards allows it there, and the restricted level does not. Without a user namespace, `no-unmasked-proc` speaks of it.',
  lesson: 'unprivileged',
  aliases: ['monokle/PSS109', 'psa/procMount_restricted'],
  fix: 'manual',
  fixing: 'Removes `procMount`. What builds containers inside a container needs it.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostUsers: false\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        procMount: Unmasked\n        runAsUser: 1000\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostUsers: false\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsUser: 1000\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostUsers: false\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        procMount: Default\n',
    },
  ],
  check({ manifest, report }) {
    for (const violation of breachesOf(procMountRestricted, manifest.pods.filter(hasUserNamespace), 0)) {
      const message = `${violation.container?.titleLabel} sees all of /proc, if only as root of its own user namespace: leave it masked where it can do without`;
      offerRemedy(report(placeOf(violation), message), violation);
    }
  },
});
