import { setField } from '../edits.ts';
import type { Control } from './control.ts';
import { breachIn, containerContexts } from './settings.ts';

/** No privileged containers. */
export const privileged: Control = {
  id: 'privileged',
  name: 'Privileged Containers',
  level: 'baseline',
  since: 0,
  breaches(pod) {
    return containerContexts(pod)
      .filter(({ value }) => value.get('privileged').boolean === true)
      .map((context) => breachIn(context, ['privileged'], 'set it to false'));
  },
  remedy({ value }) {
    return {
      title: 'Set privileged: false',
      safety: 'manual',
      build: () => setField(value.parent ?? value, ['privileged'], false),
    };
  },
};
