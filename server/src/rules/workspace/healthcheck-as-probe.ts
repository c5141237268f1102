import { type Built, Refusal, together } from '../../core/fix.ts';
import type { HealthCheck } from '../../dockerfile/runtime-image/health-check.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { probeKinds } from '../../kubernetes/probe.ts';
import { probesOfHealthCheck } from '../../workspace/pairs/health-probe.ts';
import { pairRule } from '../define-pair.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const manifest =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n';

export default pairRule({
  id: 'healthcheck-as-probe',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write the HEALTHCHECK of an image as a probe',
  why: 'Kubernetes ignores HEALTHCHECK: it is Docker, Compose and Swarm that carry it out. A container without probes gets requests from the moment its process starts, and stays when it hangs, although its image says how to find out. The numbers mean the same under other names: `--interval` is `periodSeconds`, `--timeout` is `timeoutSeconds` and `--retries` is `failureThreshold`. What Docker takes where they are not given (30 seconds, 30 seconds and 3) is not what Kubernetes takes (10 seconds, 1 second and 3).',
  lesson: 'contracts',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Writes it as a readiness probe, or, with the other fix, as a liveness probe: what restarts a container should not depend on others. A request of curl or wget to the container itself becomes `httpGet`, which the kubelet makes to the address of the pod; all else is run as it is. `--start-period` becomes a startup probe where the container is restarted. Refused when a number is in a variable.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#healthcheck',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile:
          'FROM debian:13\nHEALTHCHECK --interval=15s --timeout=3s CMD curl -fsS http://localhost:8080/healthz || exit 1\nCMD ["/server"]\n',
        'skaffold.yaml': skaffold,
      },
      bad: manifest,
      fixed: `${manifest}      readinessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n        periodSeconds: 15\n        timeoutSeconds: 3\n`,
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile: 'FROM debian:13\nHEALTHCHECK --retries=5 CMD ["/server", "check"]\nCMD ["/server"]\n',
        'skaffold.yaml': skaffold,
      },
      bad: manifest,
      fixed: `${manifest}      readinessProbe:\n        exec:\n          command:\n            - /server\n            - check\n        periodSeconds: 30\n        timeoutSeconds: 30\n        failureThreshold: 5\n`,
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile: 'FROM debian:13\nHEALTHCHECK CMD ["/server", "check"]\nCMD ["/server"]\n',
        'skaffold.yaml': skaffold,
      },
      good: `${manifest}      livenessProbe:\n        tcpSocket:\n          port: 8080\n`,
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile: 'FROM debian:13\nHEALTHCHECK CMD ["/server", "check"]\nCMD ["/server"]\n',
        'skaffold.yaml': skaffold,
      },
      good: `${manifest}      command: [/worker]\n`,
      note: 'The check is about another program.',
    },
  ],
  concerns(container) {
    return container.needsProbes && ![...probeKinds, 'command', 'args'].some((key) => container.value.get(key).exists);
  },
  judge({ container, image }) {
    const check = image.healthCheck;
    if (!check?.test) return [];
    return [
      {
        at: 'container',
        span: container.span,
        message: `${container.titleLabel} has no probe, and Kubernetes ignores the HEALTHCHECK of its image: write it as a probe`,
        because: { span: check.instruction.span, message: 'The HEALTHCHECK' },
        tell: (report) =>
          report
            .fix('Write the HEALTHCHECK as a readiness probe', () => readiness(container, check))
            .fix('Write the HEALTHCHECK as a liveness probe', () => liveness(container, check)),
      },
    ];
  },
});

function readiness(container: Container, check: HealthCheck): Built {
  const probes = probesOfHealthCheck(check);
  return probes instanceof Refusal ? probes : setInContainer(container, ['readinessProbe'], probes.probe);
}

/** A container that is restarted has to be given the time to start that Docker gives it. */
function liveness(container: Container, check: HealthCheck): Built {
  const probes = probesOfHealthCheck(check);
  if (probes instanceof Refusal) return probes;
  const alive = setInContainer(container, ['livenessProbe'], probes.probe);
  return probes.startup ? together(alive, setInContainer(container, ['startupProbe'], probes.startup)) : alive;
}
