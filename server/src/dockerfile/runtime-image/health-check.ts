import type { CommandInstruction, HealthcheckInstruction } from '../instructions/command.ts';

/** How a container's health is checked; durations in seconds, undefined where they cannot be read. */
export interface HealthCheck {
  /** What is run; undefined for `NONE`, which switches the base image's check off. */
  readonly test: CommandInstruction | undefined;
  readonly interval: number | undefined;
  readonly timeout: number | undefined;
  readonly startPeriod: number | undefined;
  readonly retries: number | undefined;
  readonly instruction: HealthcheckInstruction;
}

/** Reads a HEALTHCHECK; what it does not say is what Docker takes instead (Dockerfile reference, "HEALTHCHECK"). */
export function healthCheckOf(instruction: HealthcheckInstruction): HealthCheck {
  const setting = (name: string, otherwise: number): number | undefined => {
    const flag = instruction.flag(name);
    if (!flag) return otherwise;
    const text = flag.value && instruction.stage.expand(flag.value).value;
    return text === undefined ? undefined : readDuration(text) || otherwise;
  };
  const retries = instruction.flag('retries')?.value;
  return {
    test: instruction.command,
    interval: setting('interval', 30),
    timeout: setting('timeout', 30),
    startPeriod: setting('start-period', 0),
    retries: retries ? Number(instruction.stage.expand(retries).value) || undefined : 3,
    instruction,
  };
}

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** The seconds of a duration as Go writes it, `1m30s`; undefined for what is none. */
export function readDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|µs|ns))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g);
  return [...parts].reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * (units[unit] ?? 1), 0);
}
