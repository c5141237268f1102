import { setField } from '../../kubernetes/edits.ts';
import { type ProbeSetting, probeDefaults, probesOf } from '../../kubernetes/probe.ts';
import { manifestRule } from '../define.ts';

const aliasOf: Readonly<Record<ProbeSetting, string>> = {
  initialDelaySeconds: 'datree/CONTAINERS_INCORRECT_INITIALDELAYSECONDS_VALUE',
  periodSeconds: 'datree/CONTAINERS_INCORRECT_PERIODSECONDS_VALUE',
  timeoutSeconds: 'datree/CONTAINERS_INCORRECT_TIMEOUTSECONDS_VALUE',
  successThreshold: 'datree/CONTAINERS_INCORRECT_SUCCESSTHRESHOLD_VALUE',
  failureThreshold: 'datree/CONTAINERS_INCORRECT_FAILURETHRESHOLD_VALUE',
};

export default manifestRule({
  id: 'probe-settings',
  category: 'maintainability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Write out how often and how long a probe asks',
  why: 'A probe that says nothing of its times asks every ten seconds, waits for one second and gives up after three failures. These are sensible, and few people know them by heart: a team may want to see them written, and chosen.',
  lesson: 'contracts',
  aliases: Object.values(aliasOf),
  fix: 'safe',
  fixing: 'Writes the defaults of Kubernetes, so that nothing changes.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n      readinessProbe:\n        tcpSocket:\n          port: 8080\n        periodSeconds: 5\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n      readinessProbe:\n        tcpSocket:\n          port: 8080\n        periodSeconds: 5\n        initialDelaySeconds: 0\n        timeoutSeconds: 1\n        successThreshold: 1\n        failureThreshold: 3\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n      readinessProbe:\n        tcpSocket:\n          port: 8080\n        initialDelaySeconds: 0\n        periodSeconds: 5\n        timeoutSeconds: 1\n        successThreshold: 1\n        failureThreshold: 3\n',
    },
  ],
  check({ manifest, report }) {
    const settings = Object.keys(probeDefaults) as ProbeSetting[];
    for (const { value, label, container } of manifest.containers.flatMap(probesOf)) {
      const missing = settings.filter((name) => !value.get(name).exists);
      if (missing.length === 0 || !value.keySpan) continue;
      report(value.keySpan, `The ${label} of ${container.label} leaves to the defaults: ${missing.join(', ')}`)
        .as(...missing.map((name) => aliasOf[name]))
        .fix('Write the defaults', () =>
          setField(value, [], Object.fromEntries(missing.map((name) => [name, probeDefaults[name]]))),
        );
    }
  },
});
