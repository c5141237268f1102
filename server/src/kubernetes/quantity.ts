/** What a suffix multiplies by; the small ones divide, so that `700m` is exactly 0.7. */
const multipliers: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const divisors: Readonly<Record<string, number>> = { n: 1e9, u: 1e6, m: 1e3 };

/**
 * What a quantity such as `200m`, `1.5Gi` or `1e3` is worth in its base unit, cores or bytes; undefined for what is no
 * quantity (API reference, "Quantity", Kubernetes 1.36).
 */
export function parseQuantity(text: string): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))?$/.exec(text);
  if (!match) return undefined;
  const [, digits = '', exponent = '', suffix = ''] = match;
  const number = Number(digits + exponent);
  return suffix in divisors ? number / (divisors[suffix] ?? 1) : number * (multipliers[suffix] ?? 1);
}

/** How an amount of CPU is usually written: `2`, `250m`. */
export function formatCpu(cores: number): string {
  return Number.isInteger(cores) ? String(cores) : `${Math.ceil(round(cores * 1e3))}m`;
}

/** How an amount of memory is usually written, in the largest binary unit that fits it: `512Mi`, `1.5Gi`. */
export function formatBytes(bytes: number): string {
  const units = ['Ki', 'Mi', 'Gi', 'Ti'] as const;
  const suffix = units.findLast((unit) => bytes >= (multipliers[unit] ?? 1));
  if (suffix === undefined) return String(Math.ceil(bytes));
  const amount = bytes / (multipliers[suffix] ?? 1);
  if (Number.isInteger(amount * 4)) return `${amount}${suffix}`;
  // What is no number of quarters is said in the next smaller unit, in which it is easier to read.
  const smaller = suffix === 'Ti' ? 'Gi' : suffix === 'Gi' ? 'Mi' : suffix;
  return `${Math.round(bytes / (multipliers[smaller] ?? 1))}${smaller}`;
}

/** Without the noise of adding up fractions. */
function round(number: number): number {
  return Number(number.toPrecision(12));
}
