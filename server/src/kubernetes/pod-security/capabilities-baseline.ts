import { removeValue } from '../../yaml/edit.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Container } from '../container.ts';
import type { Breach, Control, Remedy } from './control.ts';

/** What container runtimes give a container anyway, without NET_RAW. */
export const usualCapabilities: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** No capabilities are added beyond the usual ones. */
export const capabilitiesBaseline: Control = {
  id: 'capabilities_baseline',
  name: 'Capabilities',
  level: 'baseline',
  since: 0,
  breaches(pod) {
    return pod.containers.flatMap((container) => addedBeyond(container, usualCapabilities));
  },
  remedy: takeAway,
};

/** The capabilities that a container adds and that are not among those allowed. */
export function addedBeyond(container: Container, allowed: ReadonlySet<string>): readonly Breach[] {
  return container.value
    .at('securityContext', 'capabilities', 'add')
    .items.filter(({ text }) => text !== undefined && !allowed.has(text))
    .map((value) => ({
      container,
      field: 'securityContext.capabilities.add',
      value,
      advice: `do not add ${value.text}`,
    }));
}

export function takeAway({ value }: Breach): Remedy {
  return { title: `Do not add ${value.text}`, safety: 'manual', build: () => removeValue(wholeIfLast(value)) };
}

/** A list that would be left empty goes with its last member. */
function wholeIfLast(item: YamlValue): YamlValue {
  return item.parent?.items.length === 1 ? item.parent : item;
}
