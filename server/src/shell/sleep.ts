import type { ShellCommand } from './command.ts';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** How many seconds a `sleep` waits (sleep(1)); undefined for other commands, and where that is not known or never ends. */
export function sleepSeconds({ name, arguments: words }: ShellCommand): number | undefined {
  if (name !== 'sleep' || words.length === 0) return undefined;
  let sum = 0;
  for (const { value } of words) {
    const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(value ?? '') ?? [];
    if (amount === undefined) return undefined;
    sum += Number(amount) * (units[unit] ?? 1);
  }
  return sum;
}
