import { Refusal } from '../../core/fix.ts';
import type { Control } from './control.ts';
import { breachIn, contextsOf, hasUserNamespace } from './settings.ts';

/** Nobody asks for user 0. From 1.35 on a user namespace allows it. */
export const runAsUser: Control = {
  id: 'runAsUser',
  name: 'Running as Non-root user',
  level: 'restricted',
  since: 23,
  breaches(pod, version) {
    if (version >= 35 && hasUserNamespace(pod)) return [];
    return contextsOf(pod)
      .all.filter(({ value }) => value.get('runAsUser').number === 0)
      .map((context) => breachIn(context, ['runAsUser'], 'choose another user'));
  },
  remedy() {
    return { title: 'Run as another user', safety: 'manual', build: () => rootByChoice };
  },
};

const rootByChoice = new Refusal('The manifest asks for root; which user the image can run as is yours to say.');
