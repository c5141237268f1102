import type { Container } from '../../kubernetes/container.ts';
import { execHooksOf } from '../../kubernetes/exec-hooks.ts';
import { setInPod } from '../../kubernetes/pod-edits.ts';
import { defaultGracePeriod, type GracePeriod, gracePeriodOf } from '../../kubernetes/stopping.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { sleepSeconds } from '../../shell/sleep.ts';
import type { Span } from '../../text/span.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'pre-stop-within-grace-period',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Leave time to stop after a preStop hook',
  why: 'The seconds of `terminationGracePeriodSeconds`, 30 where nothing is said, begin before the `preStop` hook does. A hook that sleeps for all of them is cut off, and only then is the program asked to stop: the kubelet gives it two seconds more and kills it in the middle of its work (kubelet, `killContainer`). A hook with the `sleep` action that is longer is refused by the API server, and with a grace period of 0 no hook is run at all.',
  lesson: 'cattle',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Sets `terminationGracePeriodSeconds` to what the hook takes and 30 seconds more, which is how long programs may take to stop where nothing is said.',
  references: ['https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      lifecycle:\n        preStop:\n          exec:\n            command: [sh, -c, "sleep 60"]\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  terminationGracePeriodSeconds: 90\n  containers:\n    - name: web\n      image: web:1.0\n      lifecycle:\n        preStop:\n          exec:\n            command: [sh, -c, "sleep 60"]\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  terminationGracePeriodSeconds: 15 # enough\n  containers:\n    - name: web\n      image: web:1.0\n      lifecycle:\n        preStop:\n          sleep:\n            seconds: 15\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  terminationGracePeriodSeconds: 45 # enough\n  containers:\n    - name: web\n      image: web:1.0\n      lifecycle:\n        preStop:\n          sleep:\n            seconds: 15\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      lifecycle:\n        preStop:\n          sleep:\n            seconds: 45\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  terminationGracePeriodSeconds: 75\n  containers:\n    - name: web\n      image: web:1.0\n      lifecycle:\n        preStop:\n          sleep:\n            seconds: 45\n',
      note: 'An error: the API server refuses it.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  terminationGracePeriodSeconds: 60\n  containers:\n    - name: web\n      image: web:1.0\n      lifecycle:\n        preStop:\n          exec:\n            command: [sh, -c, "sleep 30 && nginx -s quit"]\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      lifecycle:\n        preStop:\n          exec:\n            command: [sh, -c, "while busy; do sleep 60; done"]\n',
      note: 'How long it takes is not known.',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      const hook = waitOf(container);
      const grace = hook && gracePeriodOf(container.pod);
      if (!hook || !grace || hook.seconds < grace.seconds) continue;
      const finding = report(hook.span, messageFor(container, hook, grace)).fix(
        'Leave 30 seconds to stop after the hook',
        () => setInPod(container.pod, ['terminationGracePeriodSeconds'], Math.ceil(hook.seconds) + defaultGracePeriod),
      );
      if (grace.value.span) finding.relate(grace.value.span, 'How long the pod may take to stop');
      if (isRefused(hook, grace)) finding.grade('error');
    }
  },
});

/** How long a hook waits at least, before the container is asked to stop. */
interface Wait {
  readonly seconds: number;
  readonly span: Span;
  /** Whether the kubelet itself waits. */
  readonly isAction: boolean;
}

/** What the `preStop` hook of a container waits; undefined where it waits for nothing, or nobody knows for how long. */
function waitOf(container: Container): Wait | undefined {
  const action = container.value.at('lifecycle', 'preStop', 'sleep', 'seconds');
  if (action.number && action.span) return { seconds: action.number, span: action.span, isAction: true };
  const command = execHooksOf(container).find(({ label }) => label === 'preStop hook')?.command;
  const sleeps = command ? sleepsOf(command) : [];
  const longest = sleeps.toSorted((one, other) => other.seconds - one.seconds)[0];
  const seconds = sleeps.reduce((sum, sleep) => sum + sleep.seconds, 0);
  return longest && seconds > 0 ? { seconds, span: longest.span, isAction: false } : undefined;
}

/** The times for which a command sleeps in any case, one after the other. */
function sleepsOf(command: ShellCommand): readonly Omit<Wait, 'isAction'>[] {
  return (command.script?.commands ?? [command]).flatMap((one) => {
    const { background, conditional, pipe, substituted } = one.place;
    const seconds = background || conditional || pipe || substituted ? undefined : sleepSeconds(one);
    return seconds === undefined ? [] : [{ seconds, span: one.span }];
  });
}

/**
 * Whether the API server refuses it: a `sleep` that is longer than the pod may take to stop (`validateSleepAction`, Kubernetes
 * 1.36).
 */
function isRefused({ isAction, seconds }: Wait, grace: GracePeriod): boolean {
  return isAction && seconds > grace.seconds;
}

function messageFor(container: Container, wait: Wait, grace: GracePeriod): string {
  const hook = `The preStop hook of ${container.label}`;
  if (isRefused(wait, grace))
    return `${hook} sleeps for ${wait.seconds} seconds, and its pod has ${grace.seconds} to stop: the API server refuses it; raise terminationGracePeriodSeconds`;
  if (grace.seconds <= 0)
    return `${hook} is never run, as its pod has no time to stop: raise terminationGracePeriodSeconds`;
  return `${hook} sleeps for ${wait.seconds} seconds, and its pod has ${grace.seconds} to stop: the program is killed two seconds after it is asked to stop; raise terminationGracePeriodSeconds`;
}
