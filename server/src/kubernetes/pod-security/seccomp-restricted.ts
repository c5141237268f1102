import { setInPod } from '../pod-edits.ts';
import type { Control } from './control.ts';
import { hasWrongProfile, useRuntimeDefault, wrongProfile } from './seccomp-baseline.ts';
import { breachIn, contextsOf, declaresWindows } from './settings.ts';

/** Every container has a filter of system calls, its own or its pod's. */
export const seccompRestricted: Control = {
  id: 'seccompProfile_restricted',
  name: 'Seccomp',
  level: 'restricted',
  since: 19,
  replaces: 'seccompProfile_baseline',
  breaches(pod, version) {
    if (version >= 25 && declaresWindows(pod)) return [];
    const own = contextsOf(pod).pod;
    const containers = contextsOf(pod).containers;
    const wrong = [own, ...containers].filter(hasWrongProfile).map(wrongProfile);
    if (own.value.get('seccompProfile').exists) return wrong;
    const without = containers.filter(({ value }) => !value.get('seccompProfile').exists);
    const advice = 'set it to RuntimeDefault, for the pod or here';
    return [...wrong, ...without.map((context) => breachIn(context, ['seccompProfile', 'type'], advice))];
  },
  remedy(breach, pod) {
    if (breach.value.exists || breach.value.parent?.isMap) return useRuntimeDefault(breach);
    return {
      title: 'Set the seccomp profile of the pod to RuntimeDefault',
      safety: 'suggested',
      build: () => setInPod(pod, ['securityContext', 'seccompProfile', 'type'], 'RuntimeDefault'),
    };
  },
};
