import { removeValue } from '../../yaml/edit.ts';
import type { Control } from './control.ts';
import { breachIn, contextsOf } from './settings.ts';

const types: ReadonlySet<string> = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t']);
const typesSince31: ReadonlySet<string> = new Set([...types, 'container_engine_t']);

/** SELinux knows the process as a container, and as nobody's user or role. */
export const seLinux: Control = {
  id: 'seLinuxOptions',
  name: 'SELinux',
  level: 'baseline',
  since: 0,
  breaches(pod, version) {
    const allowed = version < 31 ? types : typesSince31;
    return contextsOf(pod).all.flatMap((context) => {
      const options = context.value.get('seLinuxOptions');
      if (!options.exists) return [];
      const isCustom = (field: string) => (options.get(field).text ?? '') !== '';
      const type = options.get('type').text;
      return [...(type !== undefined && !allowed.has(type) ? ['type'] : []), ...['user', 'role'].filter(isCustom)].map(
        (field) => breachIn(context, ['seLinuxOptions', field], 'leave it out'),
      );
    });
  },
  remedy({ value }) {
    return { title: `Remove the SELinux ${value.key}`, safety: 'manual', build: () => removeValue(value) };
  },
};
