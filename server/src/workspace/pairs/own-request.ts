import type { ShellCommand } from '../../shell/command.ts';
import { type OptionTable, readOptions } from '../../shell/options.ts';
import { ShellScript } from '../../shell/script.ts';
import { verbatim } from '../../text/mapped.ts';
import type { Plain } from '../../yaml/render.ts';

export type PlainMap = Readonly<Record<string, Plain>>;

/**
 * What the kubelet does instead of a program by which a container asks itself: `httpGet` for curl and wget, `tcpSocket` for
 * nc, `grpc` for grpc_health_probe. Undefined for what does more than that, or cannot be said so. The kubelet asks the address
 * of the pod, and the program the container itself.
 */
export function requestBy(command: ShellCommand): PlainMap | undefined {
  const { name, script, words } = command;
  if (command.wrappers.length > 0 || command.assignments.length > 0) return undefined;
  if (script) return words.length === 3 && words[2]?.value !== undefined ? requestOf(words[2].value) : undefined;
  if (name === 'nc') return connectionBy(command);
  return name === 'grpc_health_probe' ? checkBy(command) : downloadBy(command);
}

/** The request that a script makes, when that is all that it does. */
export function requestOf(script: string): PlainMap | undefined {
  const silent = script.replaceAll(/(?:\d|&)?>\s*(?:&\d|\/dev\/null)/g, ' ');
  const [, request] = /^([^|&;\n]+?)\s*(?:\|\|\s*(?:exit\s+[1-9]\d*|false)\s*;?\s*)?$/.exec(silent.trim()) ?? [];
  if (request === undefined) return undefined;
  const [command, ...others] = new ShellScript(verbatim(request, 0)).commands;
  return command && others.length === 0 ? requestBy(command) : undefined;
}

/** The options of programs that make requests: those with a value, and those that change nothing about what is asked. */
const requesters: ReadonlyMap<string, OptionTable & { readonly plain: RegExp; readonly needed: RegExp | undefined }> =
  new Map([
    [
      'curl',
      {
        short: 'AbcCdDeEFhHKmMoPQrtTuUwxXyYz',
        long: ['--max-time', '--connect-timeout', '--retry', '--retry-delay', '--retry-max-time', '--output'],
        plain:
          /^(?:-[fsSLkmov46]|--(?:fail|fail-with-body|silent|show-error|location|insecure|max-time|output|verbose|connect-timeout|no-progress-meter|ipv4|ipv6|retry|retry-delay|retry-max-time|retry-connrefused))$/,
        // Without it, curl is content with any answer, and a probe is not.
        needed: /^(?:-f|--fail|--fail-with-body)$/,
      },
    ],
    [
      'wget',
      {
        short: 'OTtoaPUQ',
        long: ['--timeout', '--tries', '--output-document'],
        plain:
          /^(?:-[qOTtnvS]|--(?:quiet|spider|timeout|tries|output-document|no-verbose|no-check-certificate|server-response))$/,
        needed: undefined,
      },
    ],
  ]);

function downloadBy(command: ShellCommand): PlainMap | undefined {
  const table = requesters.get(command.name);
  if (!table) return undefined;
  const { options, operands } = readOptions(command.arguments, table);
  const { plain, needed } = table;
  if (!options.every(({ name }) => plain.test(name))) return undefined;
  if (needed && !options.some(({ name }) => needed.test(name))) return undefined;
  const [address, ...others] = operands;
  return address?.value !== undefined && others.length === 0 ? requestTo(address.value) : undefined;
}

/** A request to a server in the container itself. */
function requestTo(address: string): PlainMap | undefined {
  const own = /^(?:(https?):\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::(\d{1,5}))?(\/[^#]*)?$/i;
  const match = own.exec(address);
  if (!match) return undefined;
  const [, scheme = 'http', port, path = '/'] = match;
  const isSecure = scheme.toLowerCase() === 'https';
  const number = port === undefined ? (isSecure ? 443 : 80) : Number(port);
  return { httpGet: { path, port: number, ...(isSecure && { scheme: 'HTTPS' }) } };
}

/** `nc -z localhost 8080`, which connects and hangs up (nc(1)). */
function connectionBy(command: ShellCommand): PlainMap | undefined {
  const { options, operands } = readOptions(command.arguments, { short: 'w', long: [] });
  const [host, port, ...others] = operands.map(({ value }) => value ?? '');
  const isPlain = options.every(({ name }) => /^-[zvwn46]$/.test(name)) && options.some(({ name }) => name === '-z');
  if (!isPlain || others.length > 0 || !isOwn(host)) return undefined;
  return port !== undefined && /^\d{1,5}$/.test(port) ? { tcpSocket: { port: Number(port) } } : undefined;
}

/** `grpc_health_probe -addr=:8080`, without TLS, which a probe does not speak (grpc-health-probe 0.4.63). */
function checkBy(command: ShellCommand): PlainMap | undefined {
  const words = command.arguments.map(({ value }) => value ?? '');
  const given = new Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const [, name, value] = /^--?(addr|service|connect-timeout|rpc-timeout)(?:=(.*))?$/.exec(words[at] ?? '') ?? [];
    if (name === undefined) return undefined;
    given.set(name, value ?? words[++at] ?? '');
  }
  const [, host, port] = /^(.*):(\d{1,5})$/.exec(given.get('addr') ?? '') ?? [];
  if (port === undefined || !(host === '' || isOwn(host))) return undefined;
  const service = given.get('service');
  return { grpc: { port: Number(port), ...(service && { service }) } };
}

function isOwn(host: string | undefined): boolean {
  return /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1?\]?)$/i.test(host ?? '');
}
