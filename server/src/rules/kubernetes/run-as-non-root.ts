import { type Built, Refusal } from '../../core/fix.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setField, setInContainer } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'run-as-non-root',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Run containers as a user that is not root',
  why: 'Most images run as root unless told otherwise. Root in a container owns every file it can reach there and, after one mistake of the kernel or the runtime, the node. With `runAsNonRoot: true` the kubelet refuses to start an image that would run as root, so that nobody finds out by accident. The restricted level of the Pod Security Standards asks for it.',
  lesson: 'unprivileged',
  aliases: ['kube-linter/run-as-non-root', 'polaris/runAsRootAllowed', 'trivy/KSV-0012', 'checkov/CKV_K8S_23'],
  fix: 'suggested',
  fixing:
    'Sets `runAsNonRoot: true` for the pod, which all its containers inherit, or for the container where it sets the opposite itself or another one of the pod asks for root. The image must name its user by number, or the manifest by `runAsUser`. Refused where a user 0 is asked for.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsNonRoot: true\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsNonRoot: false # for now\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsNonRoot: true # for now\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n    - name: agent\n      image: agent:1.0\n      securityContext:\n        privileged: true\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsNonRoot: true\n    - name: agent\n      image: agent:1.0\n      securityContext:\n        privileged: true\n',
      note: 'For the pod it would stop the container that asks for root.',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 0\n  containers:\n    - name: web\n      image: web:1.0\n',
      note: 'Root by choice: what the right user is, nobody but you knows.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 10001\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  os:\n    name: windows\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      if (container.pod.isWindows || container.isPrivileged) continue;
      const user = container.security('runAsUser');
      const nonRoot = container.security('runAsNonRoot');
      if (user.number === 0 && user.span) {
        report(user.span, `${container.titleLabel} runs as root, user 0: choose another user`).fix(
          'Run as another user',
          rootByChoice,
        );
        continue;
      }
      if ((user.number ?? 0) > 0 || nonRoot.boolean === true || nonRoot.isUnknown || user.isUnknown) continue;
      const span = nonRoot.span ?? container.span;
      report(
        span,
        `${container.titleLabel} may run as root: set runAsNonRoot, so that an image that would is not started`,
      ).fix('Set runAsNonRoot: true', () => forbidRoot(container));
    }
  },
});

const rootByChoice = new Refusal('The manifest asks for root; which user the image can run as is yours to say.');

function forbidRoot(container: Container): Built {
  const { pod } = container;
  const isOwn = ({ value }: Container) => value.at('securityContext', 'runAsNonRoot').exists;
  // What is set for the pod holds for all of it, and the kubelet would not start a container that asks for root.
  const wouldStop = pod.containers.some((other) => other !== container && other.asksForRoot && !isOwn(other));
  if (isOwn(container) || wouldStop) {
    return setInContainer(container, ['securityContext', 'runAsNonRoot'], true);
  }
  return setField(pod.spec, ['securityContext', 'runAsNonRoot'], true, {
    after: ['serviceAccountName'],
    orFirst: true,
  });
}
