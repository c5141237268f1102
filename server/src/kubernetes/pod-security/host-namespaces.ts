import { removeValue } from '../../yaml/edit.ts';
import type { Control } from './control.ts';

const fields = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

/** The network, processes and shared memory of the node stay the node's. */
export const hostNamespaces: Control = {
  id: 'hostNamespaces',
  name: 'Host Namespaces',
  level: 'baseline',
  since: 0,
  breaches(pod) {
    return fields
      .filter((field) => pod.spec.get(field).boolean === true)
      .map((field) => ({ field, value: pod.spec.get(field), advice: 'leave it out' }));
  },
  remedy({ field, value }) {
    return { title: `Remove ${field}`, safety: 'manual', build: () => removeValue(value) };
  },
};
