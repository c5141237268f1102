import { parseQuantity } from './quantity.ts';

/** What a quantity counts: cores, bytes, or whole things such as GPUs and pods. */
export type Measure = 'cpu' | 'bytes' | 'count';

/** What a resource is measured in, by its name, be it in a container or in a quota: `memory`, `requests.cpu`. */
export function measureOf(name: string): Measure {
  const plain = name.replace(/^(?:requests|limits)\./, '');
  if (plain === 'cpu') return 'cpu';
  return /^(?:memory|ephemeral-storage|storage|hugepages-.+)$/.test(plain) ? 'bytes' : 'count';
}

/** What is wrong with a quantity as it is written. */
export interface QuantityMistake {
  /**
   * - `unreadable`: it is no quantity, so that the API server refuses it
   * - `negative`: it is one below zero, which is refused as well
   * - `tiny`, `huge`: it can be read, and means an amount that nobody means
   */
  readonly sort: 'unreadable' | 'negative' | 'tiny' | 'huge';
  /** What was most likely meant; undefined where that cannot be told. */
  readonly meant: string | undefined;
}

/** No process runs in less memory, and no file system lies in it, so that a number of bytes is meant for another unit. */
const leastBytes = 1e6;

/** More cores than any single machine has that containers are run on. */
const mostCores = 10_000;

/** From here on a number without a unit is more likely thousandths of a core than cores of one machine. */
const mostPlainCores = 200;

/** What is wrong with a quantity; undefined for those that can be meant as they are written. */
export function mistakeIn(text: string, measure: Measure): QuantityMistake | undefined {
  const value = parseQuantity(text);
  if (value === undefined) return { sort: 'unreadable', meant: corrected(text, measure) };
  if (value < 0) return { sort: 'negative', meant: undefined };
  if (value === 0 || measure === 'count') return undefined;
  if (measure === 'bytes') {
    // Who writes kilobytes means few of them.
    const isTiny = value < leastBytes && /^[\d.]+[mun]?$/.test(text);
    return isTiny ? { sort: 'tiny', meant: meantBytes(text) } : undefined;
  }
  if (value < 0.001) return { sort: 'tiny', meant: meantFraction(text) };
  const isPlain = /^\d+$/.test(text);
  if (value >= mostCores || (isPlain && value >= mostPlainCores)) return { sort: 'huge', meant: meantMillicores(text) };
  return undefined;
}

/** A quantity written as other programs or people write it: `512MB`, `1g`, `500 Mi`, `2 cores`, `0,5`. */
function corrected(text: string, measure: Measure): string | undefined {
  const match = /^\s*(\d+(?:[.,]\d+)?)\s*([A-Za-z]*)\s*$/.exec(text);
  const [, digits = '', unit = ''] = match ?? [];
  if (!match) return undefined;
  const number = digits.replace(',', '.');
  if (measure === 'cpu') {
    if (/^(?:c|cores?|v?cpus?)?$/i.test(unit)) return number;
    return /^(?:m|mi|mcpu|mcores?|millicores?|millicpus?)$/i.test(unit) ? `${number}m` : undefined;
  }
  if (measure === 'count') return unit === '' ? number : undefined;
  if (unit === '') return `${number}`;
  // Docker and Java count in powers of two with letters of either case, and so do people who write MB for memory.
  const [, letter = ''] = /^([kmgtp])(?:i?b|i|bytes)?$/i.exec(unit) ?? [];
  return letter === '' ? undefined : `${number}${letter.toUpperCase()}i`;
}

/** What a number of bytes stands for that is far too small: `512m`, as Docker has it, or `512` for megabytes. */
function meantBytes(text: string): string | undefined {
  const [, number = '', unit = ''] = /^(\d+)(m?)$/.exec(text) ?? [];
  const amount = Number(number);
  if (number === '') return undefined;
  if (unit === 'm') return `${number}Mi`;
  // A handful is gigabytes, more are megabytes; in between it may be either.
  if (amount <= 8) return `${number}Gi`;
  return amount >= 64 && amount <= 65_536 ? `${number}Mi` : undefined;
}

/** What stands for a fraction of a core with one unit too many: `0.5m` for 500m. */
function meantFraction(text: string): string | undefined {
  const [, number = ''] = /^(0?\.\d+)m$/.exec(text) ?? [];
  return number === '' ? undefined : `${Math.round(Number(number) * 1e3)}m`;
}

function meantMillicores(text: string): string | undefined {
  const [, number = ''] = /^(\d+)(?:M|Mi)?$/.exec(text) ?? [];
  return number === '' ? undefined : `${number}m`;
}
