/** Units of a duration in milliseconds (Go's time.ParseDuration). */
const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

const number = '(?:\\d+(?:\\.\\d*)?|\\.\\d+)';

/**
 * What is wrong with a time span such as `1m30s`, as the flags of HEALTHCHECK have it, and the name dockerfile-utils
 * has for that; undefined for one that builders accept. Variables are not put in there.
 */
export function durationProblem(text: string): { message: string; name: string } | undefined {
  if (/^[+-]?0$/.test(text)) return undefined;
  if (new RegExp(`^[+-]?${number}$`).test(text)) {
    return { message: `"${text}" has no unit: write ${text}s for seconds`, name: 'FLAG_MISSING_DURATION' };
  }
  if (!new RegExp(`^[+-]?(?:${number}[^\\d.]+)+$`).test(text)) {
    return { message: `"${text}" is no time span such as 30s or 1m30s`, name: 'FLAG_INVALID_DURATION' };
  }
  let milliseconds = 0;
  for (const [, count = '', unit = ''] of text.matchAll(new RegExp(`(${number})([^\\d.]+)`, 'g'))) {
    if (!Object.hasOwn(units, unit)) {
      return { message: `there is no unit "${unit}": use ms, s, m or h`, name: 'FLAG_UNKNOWN_UNIT' };
    }
    milliseconds += Number(count) * (units[unit] ?? 0);
  }
  const isNegative = text.startsWith('-');
  if (milliseconds === 0 || (milliseconds >= 1 && !isNegative)) return undefined;
  return { message: `"${text}" is less than a millisecond`, name: 'FLAG_LESS_THAN_1MS' };
}
