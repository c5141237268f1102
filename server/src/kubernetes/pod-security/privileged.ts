import { setField } from '../edits.ts';
import type { Control } from './control.ts';
import { breachIn, contextsOf } from './settings.ts';

/** No privileged containers. */
export const privileged: Control = {
  id: 'privileged',
  name: 'Privileged Containers',
  level: 'baseline',
  since: 0,
  breaches(pod) {
    return contextsOf(pod)
      .containers.filter(({ value }) => value.get('privileged').boolean === true)
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
