import type { Built } from '../../core/fix.ts';
import type { Container } from '../container.ts';
import { setField, setInContainer } from '../edits.ts';
import { startsAsRoot } from '../image-users.ts';
import type { Pod } from '../pod.ts';
import { setInPod } from '../pod-edits.ts';
import type { Control } from './control.ts';
import { breachIn, contextsOf, hasUserNamespace } from './settings.ts';

/** The kubelet is told not to start what would run as root. From 1.35 on a user namespace does instead. */
export const runAsNonRoot: Control = {
  id: 'runAsNonRoot',
  name: 'Running as Non-root',
  level: 'restricted',
  since: 0,
  breaches(pod, version) {
    if (version >= 35 && hasUserNamespace(pod)) return [];
    const own = contextsOf(pod).pod;
    const containers = contextsOf(pod).containers;
    const wrong = [own, ...containers]
      .filter(({ value }) => value.get('runAsNonRoot').boolean === false)
      .map((context) => breachIn(context, ['runAsNonRoot'], 'set it to true'));
    if (own.value.get('runAsNonRoot').exists) return wrong;
    const without = containers.filter(({ value }) => !value.get('runAsNonRoot').exists);
    const advice = 'set it to true, for the pod or here';
    return [...wrong, ...without.map((context) => breachIn(context, ['runAsNonRoot'], advice))];
  },
  remedy({ container, value }, pod) {
    return {
      title: 'Set runAsNonRoot: true',
      safety: 'suggested',
      build: () => (container ? forbidRoot(container, pod) : setField(value.parent ?? value, ['runAsNonRoot'], true)),
    };
  },
};

/** Forbids root to the whole pod, or to one container that says otherwise or has a neighbour that starts as root. */
export function forbidRoot(container: Container, pod: Pod): Built {
  const isOwn = ({ value }: Container) => value.at('securityContext', 'runAsNonRoot').exists;
  // What is set for the pod holds for all of it, and the kubelet would not start a container that is root.
  const wouldStop = pod.containers.some(
    (other) => other !== container && (other.asksForRoot || startsAsRoot(other)) && !isOwn(other),
  );
  if (isOwn(container) || wouldStop) return setInContainer(container, ['securityContext', 'runAsNonRoot'], true);
  return setInPod(pod, ['securityContext', 'runAsNonRoot'], true);
}
