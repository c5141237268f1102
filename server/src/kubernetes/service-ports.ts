import type { YamlValue } from '../yaml/value.ts';
import type { ContainerPort } from './container.ts';

/** What a port of a Service leads to, by name or number, and the protocol it speaks; undefined for what is not known. */
export interface ServiceTarget {
  readonly wanted: string | number | undefined;
  readonly protocol: string | undefined;
}

/** Where an item of `spec.ports` leads (API reference, "ServicePort", Kubernetes 1.36): to itself unless it says. */
export function targetOf(port: YamlValue): ServiceTarget {
  const protocol = port.get('protocol');
  const target = port.get('targetPort');
  return {
    wanted: target.exists ? (target.number ?? target.string) : port.get('port').number,
    protocol: protocol.exists ? protocol.text : 'TCP',
  };
}

/** Whether a port of a container is what a Service leads to. */
export function isTarget({ name, number, protocol }: ContainerPort, target: ServiceTarget): boolean {
  const { wanted } = target;
  return protocol === target.protocol && (typeof wanted === 'number' ? number === wanted : name === wanted);
}
