import { setField } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'scc-no-privileged',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let security context constraints allow no privileged containers',
  why: 'OpenShift decides by SecurityContextConstraints what a pod may ask for. One with `allowPrivilegedContainer: true` lets every service account that may use it have the node. The constraints that OpenShift brings have such a one already; one of your own should allow the capability that is needed, by name.',
  lesson: 'unprivileged',
  aliases: ['kube-linter/scc-deny-privileged-container'],
  fix: 'manual',
  fixing: 'Sets `allowPrivilegedContainer: false`. What the pods that use it need instead is for you to find out.',
  references: [
    'https://docs.openshift.com/container-platform/latest/authentication/managing-security-context-constraints.html',
  ],
  examples: [
    {
      bad: 'apiVersion: security.openshift.io/v1\nkind: SecurityContextConstraints\nmetadata:\n  name: build\nallowPrivilegedContainer: true\n',
      fixed:
        'apiVersion: security.openshift.io/v1\nkind: SecurityContextConstraints\nmetadata:\n  name: build\nallowPrivilegedContainer: false\n',
    },
    {
      good: 'apiVersion: security.openshift.io/v1\nkind: SecurityContextConstraints\nmetadata:\n  name: build\nallowPrivilegedContainer: false\n',
    },
  ],
  check({ manifest, report }) {
    for (const { kind, label, value } of manifest.resources) {
      if (kind !== 'SecurityContextConstraints') continue;
      const setting = value.get('allowPrivilegedContainer');
      if (setting.boolean !== true || !setting.span) continue;
      report(
        setting.span,
        `${label} allows privileged containers, which have the node: allow the capability that is needed`,
      ).fix('Set allowPrivilegedContainer: false', () => setField(value, ['allowPrivilegedContainer'], false));
    }
  },
});
