import type { YamlValue } from '../yaml/value.ts';

/** The longest name of a port of a container, which is that of an IANA service (RFC 6335, section 5.1). */
export const longestPortName = 15;

/**
 * What is wrong with the name of a container's port, or with one that refers to it, in a few words; undefined for valid
 * ones (API reference, `ContainerPort`).
 */
export function portNameProblem(name: string): string | undefined {
  if (name.length > longestPortName) return `it has ${name.length} characters, and ${longestPortName} is the most`;
  if (!/^[a-z\d-]*$/.test(name)) return 'it may hold only small letters, digits and hyphens';
  if (!/[a-z]/.test(name)) return 'it has no letter';
  if (/^-|-$|--/.test(name)) return 'its hyphens must be single and within';
  return undefined;
}

/** What is wrong with the name of a Service's port, which is a DNS label; undefined for valid ones. */
export function servicePortNameProblem(name: string): string | undefined {
  if (name.length > 63) return `it has ${name.length} characters, and 63 is the most`;
  if (!/^[a-z\d-]*$/.test(name)) return 'it may hold only small letters, digits and hyphens';
  return /^-|-$/.test(name) ? 'it may not begin or end with a hyphen' : undefined;
}

/** A valid name as near to the one that is written as can be; undefined when it would have to be cut. */
export function nearestPortName(name: string): string | undefined {
  const near = name
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '');
  const named = /[a-z]/.test(near) ? near : `port-${near}`;
  return portNameProblem(named) === undefined ? named : undefined;
}

/** Whether a number can be that of a port. */
export function isPortNumber(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= 65_535;
}

/** Where a container's probes and lifecycle hooks refer to one of its ports by name. */
export function usesOfPortName(container: YamlValue, name: string): readonly YamlValue[] {
  const handlers = [
    container.get('livenessProbe'),
    container.get('readinessProbe'),
    container.get('startupProbe'),
    container.at('lifecycle', 'postStart'),
    container.at('lifecycle', 'preStop'),
  ];
  return handlers
    .flatMap((handler) => [handler.at('httpGet', 'port'), handler.at('tcpSocket', 'port')])
    .filter((port) => port.string === name);
}

/** A name for a port of a Service that has none: that of the port it leads to, of its number, or made of both. */
export function suggestedPortName(port: YamlValue): string {
  const target = port.get('targetPort').string;
  if (target !== undefined && portNameProblem(target) === undefined) return target;
  const number = port.get('port').number ?? 0;
  const protocol = port.get('protocol').text?.toLowerCase() ?? 'tcp';
  return wellKnown.get(number) ?? `${protocol}-${number}`;
}

const wellKnown: ReadonlyMap<number, string> = new Map([
  [80, 'http'],
  [443, 'https'],
]);
