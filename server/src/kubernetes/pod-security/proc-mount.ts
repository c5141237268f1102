import { removeValue } from '../../yaml/edit.ts';
import type { Pod } from '../pod.ts';
import type { Breach, Control, Remedy } from './control.ts';
import { breachIn, contextsOf, hasUserNamespace } from './settings.ts';

/** The parts of `/proc` that the runtime masks stay masked. From 1.35 on a user namespace takes the danger out of it. */
export const procMount: Control = {
  id: 'procMount',
  name: '/proc Mount Type',
  level: 'baseline',
  since: 0,
  breaches(pod, version) {
    return version >= 35 && hasUserNamespace(pod) ? [] : unmaskedIn(pod);
  },
  remedy: maskAgain,
};

/** The containers that change how `/proc` is mounted. */
export function unmaskedIn(pod: Pod): readonly Breach[] {
  return contextsOf(pod)
    .containers.filter(({ value }) => (value.get('procMount').text ?? 'Default') !== 'Default')
    .map((context) => breachIn(context, ['procMount'], 'leave it out'));
}

export function maskAgain({ value }: Breach): Remedy {
  return { title: `Remove procMount: ${value.text}`, safety: 'manual', build: () => removeValue(value) };
}
