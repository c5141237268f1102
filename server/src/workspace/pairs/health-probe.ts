import { Refusal } from '../../core/fix.ts';
import type { CommandInstruction } from '../../dockerfile/instructions/command.ts';
import type { HealthCheck } from '../../dockerfile/runtime-image/health-check.ts';
import { probeDefaults } from '../../kubernetes/probe.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { type OptionTable, readOptions } from '../../shell/options.ts';
import { ShellScript } from '../../shell/script.ts';
import { verbatim } from '../../text/mapped.ts';
import type { Plain } from '../../yaml/render.ts';

/** The probes that look at a container as the HEALTHCHECK of its image does. */
export interface HealthProbes {
  /** As a readiness or a liveness probe. */
  readonly probe: PlainMap;
  /** What spares a container that starts from a liveness probe; undefined where the check does not begin later. */
  readonly startup: PlainMap | undefined;
}

type PlainMap = Readonly<Record<string, Plain>>;

/**
 * Writes a HEALTHCHECK as probes: a request that curl or wget makes to the container itself as `httpGet`, all else as the
 * command it is, with the same interval, timeout and retries. Docker tries as often while a container starts, and does not
 * count failures until the start period is over: a startup probe gives it that many tries more.
 */
export function probesOfHealthCheck(check: HealthCheck): HealthProbes | Refusal {
  const { test, interval, timeout, startPeriod, retries } = check;
  const handler = test && handlerOf(test);
  if (!handler) return new Refusal('The HEALTHCHECK runs nothing.');
  if (interval === undefined || timeout === undefined || startPeriod === undefined || retries === undefined) {
    return new Refusal('Part of the HEALTHCHECK is in a variable, or cannot be read.');
  }
  const periodSeconds = seconds(interval);
  const numbers = (failureThreshold: number) =>
    withoutDefaults({ periodSeconds, timeoutSeconds: seconds(timeout), failureThreshold });
  const tries = Math.ceil(startPeriod / periodSeconds);
  return {
    probe: { ...handler, ...numbers(retries) },
    startup: tries > 0 ? { ...handler, ...numbers(tries + retries) } : undefined,
  };
}

/** Probes count whole seconds, one at least. */
function seconds(duration: number): number {
  return Math.max(1, Math.ceil(duration));
}

function withoutDefaults(settings: Readonly<Partial<Record<keyof typeof probeDefaults, number>>>): PlainMap {
  const defaults: Readonly<Record<string, number>> = probeDefaults;
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => value !== defaults[name]));
}

function handlerOf(test: CommandInstruction): PlainMap | undefined {
  const { form, json } = test;
  if (form.kind === 'shell') {
    const script = inOneLine(form.text.text);
    if (script === '') return undefined;
    return requestOf(script) ?? { exec: { command: [...test.shell.words, script] } };
  }
  const words = json?.items.map(({ content }) => content.text) ?? [];
  if (!form.command) return undefined;
  const script = form.script && words.length === 3 ? words[2] : undefined;
  const request = form.script ? script && requestOf(script) : requestBy(form.command);
  return request || { exec: { command: words } };
}

/** A script without the line continuations, and without the blanks that they leave behind where none means anything. */
function inOneLine(script: string): string {
  const whole = script.replaceAll(/\\\r?\n/g, '').trim();
  return /["'\\]/.test(whole) ? whole : whole.replaceAll(/[ \t]{2,}/g, ' ');
}

/** The request that a script makes, when that is all that it does. */
function requestOf(script: string): PlainMap | undefined {
  const silent = script.replaceAll(/(?:\d|&)?>\s*(?:&\d|\/dev\/null)/g, ' ');
  const [, request] = /^([^|&;\n]+?)\s*(?:\|\|\s*(?:exit\s+[1-9]\d*|false)\s*;?\s*)?$/.exec(silent) ?? [];
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

function requestBy(command: ShellCommand): PlainMap | undefined {
  const table = requesters.get(command.name);
  if (!table || command.wrappers.length > 0 || command.assignments.length > 0) return undefined;
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
