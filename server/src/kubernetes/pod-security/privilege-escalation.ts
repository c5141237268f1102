import { type Built, Refusal } from '../../core/fix.ts';
import type { Container } from '../container.ts';
import { setInContainer } from '../edits.ts';
import type { Control } from './control.ts';
import { breachIn, contextsOf, declaresWindows } from './settings.ts';

/** No process gains more than it was started with, as a file with the set-user-ID bit would let it. */
export const privilegeEscalation: Control = {
  id: 'allowPrivilegeEscalation',
  name: 'Privilege Escalation',
  level: 'restricted',
  since: 8,
  breaches(pod, version) {
    if (version >= 25 && declaresWindows(pod)) return [];
    return contextsOf(pod)
      .containers.filter(({ value }) => {
        const setting = value.get('allowPrivilegeEscalation');
        return !setting.exists || setting.boolean === true;
      })
      .map((context) => breachIn(context, ['allowPrivilegeEscalation'], 'set it to false'));
  },
  remedy({ container, value }) {
    return {
      title: 'Set allowPrivilegeEscalation: false',
      safety: 'suggested',
      build: () => (container ? forbid(container) : new Refusal(`There is no container around ${value.path}.`)),
    };
  },
};

function forbid(container: Container): Built {
  const added = container.value.at('securityContext', 'capabilities', 'add').items;
  const isAdmin = added.some(({ text }) => text === 'SYS_ADMIN' || text === 'CAP_SYS_ADMIN');
  if (container.isPrivileged || isAdmin)
    return new Refusal('The API server refuses it together with privileged: true or the capability SYS_ADMIN.');
  return setInContainer(container, ['securityContext', 'allowPrivilegeEscalation'], false);
}
