import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { sysctls } from '../../kubernetes/pod-security/sysctls.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(sysctls, {
  id: 'safe-sysctls',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Set only sysctls that are safe',
  why: "Only some sysctls are a pod's own and harm nobody else; the kubelet sets these and refuses every other, unless its node was configured to allow it: the pod fails with SysctlForbidden, again and again. What is safe has grown with Kubernetes, in 1.27, 1.29, 1.32 and 1.37. The baseline level of the Pod Security Standards forbids the rest.",
  aliases: [
    'kube-linter/unsafe-sysctls',
    'trivy/KSV-0026',
    'kics/Cluster Allows Unsafe Sysctls',
    'monokle/PSS111',
    'psa/sysctls',
  ],
  fix: 'manual',
  fixing: 'Removes the sysctl. What it was set for is for you to find another way to.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    sysctls:\n      - name: net.core.somaxconn\n        value: "1024"\n      - name: net.ipv4.tcp_syncookies\n        value: "1"\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    sysctls:\n      - name: net.ipv4.tcp_syncookies\n        value: "1"\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    sysctls:\n      - name: net.ipv4.ip_unprivileged_port_start\n        value: "80"\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    const unsafe = breachesOf(sysctls, manifest.pods, minorOf(kubernetesVersion));
    for (const violation of unsafe) {
      const message = `The kubelet refuses the sysctl ${violation.value.text} unless its node allows it: leave it out`;
      offerRemedy(report(placeOf(violation), message), violation);
    }
    const told = new Set(unsafe.map(({ value }) => value.node));
    for (const pod of manifest.pods) {
      for (const sysctl of pod.securityContext.get('sysctls').items) {
        const name = sysctl.get('name');
        if (
          told.has(name.node) ||
          !name.span ||
          !/^(?:kernel\.(?:msg|sem|shm)|fs\.mqueue\.|net\.)/.test(name.text ?? '')
        )
          continue;
        report(name.span, `The pod sets ${name.text}: see whether it is needed`)
          .as('kube-linter/unsafe-sysctls')
          .onlyIn('all')
          .grade('hint');
      }
    }
  },
});
