import { setField } from '../edits.ts';
import type { Control } from './control.ts';
import { breachIn, contextsOf } from './settings.ts';

/** No Windows container is a process of its node. */
export const windowsHostProcess: Control = {
  id: 'windowsHostProcess',
  name: 'HostProcess',
  level: 'baseline',
  since: 0,
  breaches(pod) {
    return contextsOf(pod)
      .all.filter(({ value }) => value.at('windowsOptions', 'hostProcess').boolean === true)
      .map((context) => breachIn(context, ['windowsOptions', 'hostProcess'], 'set it to false'));
  },
  remedy({ value }) {
    return {
      title: 'Set hostProcess: false',
      safety: 'manual',
      build: () => setField(value.parent ?? value, ['hostProcess'], false),
    };
  },
};
