import type { Report, Reporter } from '../../core/report.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { isChartTest } from '../../kubernetes/hooks.ts';
import { ownUserOf, startsAsRoot } from '../../kubernetes/image-users.ts';
import { forbidRoot, runAsNonRoot } from '../../kubernetes/pod-security/run-as-non-root.ts';
import { hasUserNamespace } from '../../kubernetes/pod-security/settings.ts';
import type { Span } from '../../text/span.ts';
import { podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(runAsNonRoot, {
  id: 'run-as-non-root',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Run containers as a user that is not root',
  why: 'Most images run as root unless told otherwise. Root in a container owns every file it can reach there and, after one mistake of the kernel or the runtime, the node. With `runAsNonRoot: true` the kubelet refuses to start an image that would run as root, so that nobody finds out by accident. The restricted level of the Pod Security Standards asks for it.',
  lesson: 'unprivileged',
  aliases: [
    'kube-linter/run-as-non-root',
    'polaris/runAsRootAllowed',
    'trivy/KSV-0012',
    'checkov/CKV_K8S_23',
    'kics/Containers Running As Root',
    'monokle/PSS203',
    'kubesec/RunAsNonRoot',
    'kubescape/C-0013',
    'datree/CONTAINERS_INCORRECT_RUNASNONROOT_VALUE',
    'psa/runAsNonRoot',
  ],
  fix: 'suggested',
  fixing:
    'Sets `runAsNonRoot: true` for the pod, which all its containers inherit, or for the container where it sets the opposite itself or another one of the pod is root. The image must name its user by number, or the manifest by `runAsUser`; of an image that is known to have a user for applications, such as `node`, it names that one, and for one that is known to be root without such a user nothing is done in bulk.',
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
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: node:24\n      command: [node, server.js]\n    - name: proxy\n      image: proxy:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: node:24\n      command: [node, server.js]\n      securityContext:\n        runAsNonRoot: true\n        runAsUser: 1000\n    - name: proxy\n      image: proxy:1.0\n      securityContext:\n        runAsNonRoot: true\n',
      note: 'The image has a user for applications, which it does not run as unless it is told to.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 10001\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 0\n  containers:\n    - name: web\n      image: web:1.0\n',
      note: 'Root by choice: of that, `no-root-user` speaks.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostUsers: false\n  containers:\n    - name: web\n      image: web:1.0\n',
      note: 'In its own user namespace, root is nobody outside of it.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  os:\n    name: windows\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      // In a user namespace of its own, root is nobody outside of it (Kubernetes 1.33).
      if (hasUserNamespace(container.pod)) continue;
      if (container.pod.isWindows || container.asksForRoot) continue;
      const user = container.security('runAsUser');
      const nonRoot = container.security('runAsNonRoot');
      if ((user.number ?? 0) > 0 || nonRoot.boolean === true) continue;
      if (nonRoot.boolean !== false && (nonRoot.exists || user.exists)) continue;
      const place = nonRoot.span ?? container.span;
      const finding = startsAsRoot(container) ? tellOfImage(container, place, report) : tell(container, place, report);
      if (isChartTest(container.pod.resource)) finding.onlyIn('strict');
    }
  },
});

/** Of a container of which only its image knows who it is. */
function tell(container: Container, place: Span, report: Reporter): Report {
  return report(
    place,
    `${container.titleLabel} may run as root: set runAsNonRoot, so that an image that would is not started`,
  ).fix('Set runAsNonRoot: true', () => forbidRoot(container, container.pod));
}

/** Of a container whose image is known to be root: to forbid that alone would only stop it. */
function tellOfImage(container: Container, place: Span, report: Reporter): Report {
  const { image, titleLabel, pod } = container;
  const user = ownUserOf(container);
  const name = image?.text.slice(0, image.nameEnd);
  const advice = user ? `let it be "${user.name}"` : 'set runAsUser, or take an image that has a user of its own';
  const finding = report(place, `${titleLabel} starts as root, as ${name} does unless told otherwise: ${advice}`);
  if (!user) return finding.fix('Set runAsNonRoot: true', () => forbidRoot(container, pod), 'manual');
  const settings = { runAsNonRoot: true, runAsUser: user.id };
  return finding.fix(`Run as user ${user.id}, "${user.name}"`, () =>
    setInContainer(container, ['securityContext'], settings),
  );
}
