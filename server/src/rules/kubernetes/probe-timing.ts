import { type Built, Refusal } from '../../core/fix.ts';
import { setField } from '../../kubernetes/edits.ts';
import { type Probe, probesOf } from '../../kubernetes/probe.ts';
import { timeLimitOf } from '../../shell/time-limits.ts';
import { removeValue, setValue } from '../../yaml/edit.ts';
import { plainOf } from '../../yaml/plain.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

/** From how many seconds on a delay is there for a slow start, and not for a moment of grace. */
const slowStart = 60;

export default manifestRule({
  id: 'probe-timing',
  category: 'reliability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Give probes times that fit together',
  why: 'A probe that may take longer than its period does not run any more often than it takes: what it finds comes later than its numbers say. A command in a probe that gives up by itself after five seconds never does when the kubelet waits for one, as it does unless told otherwise. And a long `initialDelaySeconds` of a liveness probe is a guess: a start that takes longer is killed over and over, and one that is quicker is not looked after until the time is over. A startup probe waits for as long as it takes, up to a limit, and then lets the liveness probe begin at once.',
  lesson: 'cattle',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Makes the period as long as the timeout, and the timeout as long as that of the command; puts a startup probe that asks the same, for as long, in the place of the delay.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-startup-probes',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      readinessProbe:\n        tcpSocket:\n          port: 8080\n        timeoutSeconds: 15\n        periodSeconds: 5\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      readinessProbe:\n        tcpSocket:\n          port: 8080\n        timeoutSeconds: 15\n        periodSeconds: 15\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe:\n        httpGet:\n          path: /healthz\n          port: http\n        initialDelaySeconds: 120 # Java\n        periodSeconds: 10\n      ports:\n        - name: http\n          containerPort: 8080\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      startupProbe:\n        httpGet:\n          path: /healthz\n          port: http\n        periodSeconds: 10\n        failureThreshold: 12\n      livenessProbe:\n        httpGet:\n          path: /healthz\n          port: http\n        periodSeconds: 10\n      ports:\n        - name: http\n          containerPort: 8080\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      readinessProbe:\n        exec:\n          command: [sh, -c, "curl -fsm 5 localhost:8080/ready || exit 1"]\n      livenessProbe:\n        timeoutSeconds: 2\n        exec:\n          command: [timeout, "3", /check]\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      readinessProbe:\n        exec:\n          command: [sh, -c, "curl -fsm 5 localhost:8080/ready || exit 1"]\n        timeoutSeconds: 5\n      livenessProbe:\n        timeoutSeconds: 3\n        exec:\n          command: [timeout, "3", /check]\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      startupProbe:\n        tcpSocket:\n          port: 8080\n        failureThreshold: 30\n      livenessProbe:\n        tcpSocket:\n          port: 8080\n        initialDelaySeconds: 5\n        timeoutSeconds: 10\n        failureThreshold: 6\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      for (const probe of probesOf(container)) {
        const { value, label, kind } = probe;
        const [timeout, period] = [probe.setting('timeoutSeconds'), probe.setting('periodSeconds')];
        const { span } = value.get('timeoutSeconds');
        if (span && timeout !== undefined && period !== undefined && timeout > period)
          report(
            span,
            `The ${label} of ${container.label} may take ${timeout} seconds, longer than its period of ${period}: what it finds comes later than its numbers say`,
          ).fix(`Make it every ${timeout} seconds`, () => setField(value, ['periodSeconds'], timeout));
        const own = ownTimeout(probe);
        if (own !== undefined && timeout !== undefined && own > timeout)
          report(
            span ?? value.at('exec', 'command').keySpan ?? container.span,
            `The command of the ${label} of ${container.label} gives up after ${own} seconds, and the kubelet after ${timeout}: give it more time`,
          ).fix(`Give it ${Math.ceil(own)} seconds`, () => setField(value, ['timeoutSeconds'], Math.ceil(own)));
        const delay = value.get('initialDelaySeconds');
        if (kind !== 'livenessProbe' || (delay.number ?? 0) < slowStart || !delay.span || !delay.number) continue;
        if (container.value.get('startupProbe').exists) continue;
        const seconds = delay.number;
        report(
          delay.span,
          `The liveness probe of ${container.label} waits ${seconds} seconds after every start, needed or not: a startup probe waits as long as the start takes`,
        ).fix('Wait with a startup probe', () => waitForStart(probe, delay, seconds));
      }
    }
  },
});

/** After how many seconds the command of a probe gives up by itself. */
function ownTimeout({ command }: Probe): number | undefined {
  const limits = (command?.script?.commands ?? (command ? [command] : [])).flatMap((each) => timeLimitOf(each) ?? []);
  return limits.length > 0 ? Math.max(...limits) : undefined;
}

/** A startup probe before the liveness probe that asks the same for as long as that one waited. */
function waitForStart(probe: Probe, delay: YamlValue, seconds: number): Built {
  const { container, value, handler } = probe;
  const period = probe.setting('periodSeconds');
  const asked = handler && plainOf(handler.value);
  if (!handler || asked === undefined || period === undefined)
    return new Refusal('What the liveness probe asks is not known.');
  const timeout = value.get('timeoutSeconds').number;
  const startup = {
    [handler.kind]: asked,
    periodSeconds: period,
    ...(timeout !== undefined && { timeoutSeconds: timeout }),
    failureThreshold: Math.ceil(seconds / period),
  };
  const keys = container.value.entries.map(([key]) => key);
  const before = keys[keys.indexOf('livenessProbe') - 1];
  const added = setValue(container.value, ['startupProbe'], startup, {
    after: before === undefined ? [] : [before],
    orFirst: true,
  });
  const removed = removeValue(delay);
  if (added instanceof Refusal) return added;
  return removed instanceof Refusal ? removed : [...added, ...removed];
}
