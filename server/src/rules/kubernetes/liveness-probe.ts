import { Refusal } from '../../core/fix.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { probeFor } from '../../kubernetes/probes.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'liveness-probe',
  category: 'reliability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Let Kubernetes restart a container that hangs',
  why: 'A process that has ended is restarted anyway; one that hangs is not, unless a liveness probe notices. A careless probe does harm, though: one that depends on a database restarts every pod when the database is slow. It should ask the process alone, and be slower to give up than the readiness probe. That is why this rule speaks only in the preset `strict`.',
  lesson: 'cattle',
  aliases: [
    'kube-linter/no-liveness-probe',
    'polaris/livenessProbeMissing',
    'checkov/CKV_K8S_8',
    'kics/Liveness Probe Is Not Defined',
    'kubescape/C-0056',
    'datree/CONTAINERS_MISSING_LIVENESSPROBE_KEY',
  ],
  fix: 'suggested',
  fixing:
    'Adds a probe of the first TCP port that gives up only after a minute. Refused for containers that declare no TCP port.',
  references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n      livenessProbe:\n        tcpSocket:\n          port: 8080\n        periodSeconds: 20\n        failureThreshold: 3\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe:\n        exec:\n          command: ["/bin/alive"]\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: once\nspec:\n  restartPolicy: Never\n  containers:\n    - name: task\n      image: task:1.0\n      ports:\n        - containerPort: 8080\n',
      note: 'It runs once, for a task.',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      if (!container.needsProbes || container.value.get('livenessProbe').exists) continue;
      const finding = report(
        container.span,
        `${container.titleLabel} has no liveness probe: when it hangs nobody restarts it`,
      );
      // The others look at no init containers, sidecars among them.
      if (container.role === 'sidecar') finding.as();
      finding.fix('Add a liveness probe of its port', () => {
        const probe = probeFor(container);
        if (probe instanceof Refusal) return probe;
        return setInContainer(container, ['livenessProbe'], { ...probe, periodSeconds: 20, failureThreshold: 3 });
      });
    }
  },
});
