import type { YamlValue } from '../yaml/value.ts';
import type { Pod } from './pod.ts';

/** From which port on every process of a pod may listen, and who says so. */
export interface PortStart {
  readonly first: number;
  /** What the manifest says about it; undefined where that is left to the container runtime. */
  readonly by: YamlValue | undefined;
}

/** From which port on a node lets every process listen (ip_unprivileged_port_start, Linux, Documentation/networking/ip-sysctl). */
const ofNodes = 1024;

/**
 * From which port on every process of a pod may listen; undefined where that is not known. A pod in the network of its node has
 * what the node has, as sysctls of the network are refused there. In the others a sysctl says so; without one, containerd sets
 * it to 0 from version 2.0 on (`enable_unprivileged_ports`, internal/cri/config), and CRI-O leaves it at 1024
 * (`default_sysctls`, crio.conf(5), 2026).
 */
export function portStartOf({ spec, securityContext }: Pod): PortStart | undefined {
  const network = spec.get('hostNetwork');
  if (network.boolean === true) return { first: ofNodes, by: network };
  const sysctls = securityContext.get('sysctls');
  if (sysctls.isOpen || (network.exists && network.boolean === undefined)) return undefined;
  const item = sysctls.items.find((one) => one.get('name').text === 'net.ipv4.ip_unprivileged_port_start');
  if (!item) return { first: ofNodes, by: undefined };
  const by = item.get('value');
  const first = Number(by.text ?? Number.NaN);
  return Number.isInteger(first) ? { first, by } : undefined;
}
