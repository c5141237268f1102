import { removeValue } from '../../yaml/edit.ts';
import type { Control } from './control.ts';

/** No ports of the node. */
export const hostPorts: Control = {
  id: 'hostPorts',
  name: 'Host Ports',
  level: 'baseline',
  since: 0,
  breaches(pod) {
    return pod.containers.flatMap((container) =>
      container.value.get('ports').items.flatMap((port) => {
        const value = port.get('hostPort');
        const isTaken = value.number !== undefined && value.number !== 0;
        return isTaken ? [{ container, field: 'ports[*].hostPort', value, advice: 'leave it out' }] : [];
      }),
    );
  },
  remedy({ value }) {
    return { title: `Remove hostPort ${value.text}`, safety: 'manual', build: () => removeValue(value) };
  },
};
