import { removeValue } from '../../yaml/edit.ts';
import type { Control } from './control.ts';

/** The sysctls that are a pod's own and harm nobody else, by the version from which on they are allowed. */
const safeSince: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
  'net.ipv4.tcp_slow_start_after_idle': 37,
  'net.ipv4.tcp_notsent_lowat': 37,
};

/** Only sysctls that are the pod's own. */
export const sysctls: Control = {
  id: 'sysctls',
  name: 'Sysctls',
  level: 'baseline',
  since: 0,
  breaches(pod, version) {
    return pod.securityContext.get('sysctls').items.flatMap((sysctl) => {
      const value = sysctl.get('name');
      const name = value.exists ? value.text : '';
      const isSafe = name === undefined || (Object.hasOwn(safeSince, name) && (safeSince[name] ?? 0) <= version);
      return isSafe ? [] : [{ field: 'securityContext.sysctls[*].name', value, advice: 'leave this sysctl out' }];
    });
  },
  remedy({ value }) {
    return {
      title: `Remove the sysctl ${value.text}`,
      safety: 'manual',
      build: () => removeValue(value.parent ?? value),
    };
  },
};
