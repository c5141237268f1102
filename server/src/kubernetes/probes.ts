import { Refusal } from '../core/fix.ts';
import type { Plain } from '../yaml/render.ts';
import type { Container } from './container.ts';

/**
 * A probe that can be made from what a container declares: whether its first TCP port accepts connections. A port that
 * is called after HTTP or gRPC could tell more, but at which address only the application knows.
 */
export function probeFor(container: Container): { readonly [key: string]: Plain } | Refusal {
  const port = container.ports.find(({ protocol }) => protocol === 'TCP');
  if (!port) return new Refusal('The container declares no TCP port to look at.');
  return { tcpSocket: { port: port.name ?? port.number } };
}
