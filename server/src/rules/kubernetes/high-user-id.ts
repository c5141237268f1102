import type { Container } from '../../kubernetes/container.ts';
import { setField } from '../../kubernetes/edits.ts';
import { setInPod } from '../../kubernetes/pod-edits.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'high-user-id',
  category: 'security',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Run as a user and group above 10000',
  why: 'User numbers are the same inside a container and on its node. A process that gets out of its container as user 1000 is whoever has that number on the node, often the first person with an account; 10000 and more belong to nobody. With a user namespace (`hostUsers: false`) it makes no difference.',
  lesson: 'unprivileged',
  aliases: [
    'kube-score/container-security-context-user-group-id',
    'trivy/KSV-0020',
    'trivy/KSV-0021',
    'checkov/CKV_K8S_40',
    'kics/Container Running With Low UID',
    'monokle/KBP104',
    'monokle/KBP105',
    'kubesec/RunAsUser',
    'kubesec/RunAsGroup',
    'datree/CONTAINERS_INCORRECT_RUNASUSER_VALUE_LOWUID',
    'datree/CONTAINERS_INCORRECT_RUNASGROUP_VALUE_LOWGID',
  ],
  fix: 'manual',
  fixing: 'Sets 10001. The files of the image must be readable for that user, and its volumes writable (`fsGroup`).',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 1000\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 10001\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsUser: 10001\n        runAsGroup: 100\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsUser: 10001\n        runAsGroup: 10001\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 10001\n    runAsGroup: 10001\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostUsers: false\n  securityContext:\n    runAsUser: 1000\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
  ],
  check({ manifest, report }) {
    const told = new Set<unknown>();
    for (const container of manifest.containers) {
      if (container.pod.isWindows || container.role === 'ephemeral') continue;
      for (const field of ['runAsUser', 'runAsGroup'] as const) {
        const value = container.security(field);
        const isLow = value.number !== undefined && value.number < 10000;
        if ((value.exists && !isLow) || (value.node && told.has(value.node))) continue;
        told.add(value.node);
        const { noun, aliases } = sorts[field];
        const finding = value.span
          ? report(
              value.span,
              `${container.titleLabel} runs as ${noun} ${value.number}, which may be somebody's on the node: choose one from 10000 on`,
            )
          : report(container.span, `${container.titleLabel} leaves its ${noun} to the image: choose one from 10000 on`);
        // Root has a rule of its own, and few say which user an image has.
        if (!value.exists || value.number === 0 || isConfined(container)) finding.onlyIn('all');
        finding
          .as(...aliases)
          .fix(`Set ${field}: 10001`, () =>
            value.exists
              ? setField(value.parent ?? value, [field], 10001)
              : setInPod(container.pod, ['securityContext', field], 10001),
          );
      }
    }
  },
});

const sorts = {
  runAsUser: {
    noun: 'user',
    aliases: [
      'kube-score/container-security-context-user-group-id',
      'trivy/KSV-0020',
      'checkov/CKV_K8S_40',
      'kics/Container Running With Low UID',
      'monokle/KBP104',
      'kubesec/RunAsUser',
      'datree/CONTAINERS_INCORRECT_RUNASUSER_VALUE_LOWUID',
    ],
  },
  runAsGroup: {
    noun: 'group',
    aliases: [
      'kube-score/container-security-context-user-group-id',
      'trivy/KSV-0021',
      'monokle/KBP105',
      'kubesec/RunAsGroup',
      'datree/CONTAINERS_INCORRECT_RUNASGROUP_VALUE_LOWGID',
    ],
  },
} as const;

/** In a user namespace of its own its numbers are nobody's on the node. */
function isConfined({ pod }: Container): boolean {
  return pod.spec.get('hostUsers').boolean === false;
}
