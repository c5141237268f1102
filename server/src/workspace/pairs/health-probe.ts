import { Refusal } from '../../core/fix.ts';
import type { CommandInstruction } from '../../dockerfile/instructions/command.ts';
import type { HealthCheck } from '../../dockerfile/runtime-image/health-check.ts';
import { probeDefaults } from '../../kubernetes/probe.ts';
import { type PlainMap, requestBy, requestOf } from './own-request.ts';

/** The probes that look at a container as the HEALTHCHECK of its image does. */
export interface HealthProbes {
  /** As a readiness or a liveness probe. */
  readonly probe: PlainMap;
  /** What spares a container that starts from a liveness probe; undefined where the check does not begin later. */
  readonly startup: PlainMap | undefined;
}

/**
 * Writes a HEALTHCHECK as probes: a request that the container makes to itself as what the kubelet does instead, all else as
 * the command it is, with the same interval, timeout and retries. Docker tries as often while a container starts, and does not
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
  const request = requestBy(form.command);
  return request ?? { exec: { command: words } };
}

/** A script without the line continuations, and without the blanks that they leave behind where none means anything. */
function inOneLine(script: string): string {
  const whole = script.replaceAll(/\\\r?\n/g, '').trim();
  return /["'\\]/.test(whole) ? whole : whole.replaceAll(/[ \t]{2,}/g, ' ');
}
