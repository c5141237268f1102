/** One of the five fields of a schedule: the least and the greatest value, and the names some values have. */
interface Field {
  readonly name: string;
  readonly least: number;
  readonly greatest: number;
  readonly names: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The fields as the library reads them that the controller uses, `robfig/cron` 3 with its standard parser. */
const fields: readonly Field[] = [
  { name: 'minute', least: 0, greatest: 59, names: [] },
  { name: 'hour', least: 0, greatest: 23, names: [] },
  { name: 'day of the month', least: 1, greatest: 31, names: [] },
  { name: 'month', least: 1, greatest: 12, names: months },
  { name: 'day of the week', least: 0, greatest: 6, names: days },
];

const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** How many days a month has at most. */
const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A time zone that is written in front of a schedule, which is refused since Kubernetes 1.29. */
const zone = /^(?:CRON_)?TZ=(\S+)\s+/;

/** What is wrong with the schedule of a CronJob, in a few words, and what would be right, where that can be told. */
export interface ScheduleProblem {
  readonly problem: string;
  readonly better?: string;
  /** The time zone that belongs into a field of its own. */
  readonly timeZone?: string;
}

/** The problem of a schedule; undefined for one that is accepted and comes round. */
export function scheduleProblem(text: string): ScheduleProblem | undefined {
  const timeZone = zone.exec(text);
  if (timeZone) {
    const better = text.slice(timeZone[0].length);
    return (
      scheduleProblem(better) ?? { problem: 'a time zone belongs into timeZone', better, timeZone: timeZone[1] ?? '' }
    );
  }
  if (text.startsWith('@')) return descriptorProblem(text);
  const parts = text.trim().split(/\s+/);
  if (parts.length !== fields.length) return lengthProblem(parts);
  for (const [index, field] of fields.entries()) {
    const problem = fieldProblem(parts[index] ?? '', field);
    if (problem === undefined) continue;
    const better = index === 4 ? sundayAsZero(parts) : undefined;
    return better === undefined ? { problem } : { problem, better };
  }
  return neverComes(parts) ? { problem: `there is no such day, so it never runs` } : undefined;
}

function descriptorProblem(text: string): ScheduleProblem | undefined {
  if (descriptors.includes(text) || /^@every (?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  const better = descriptors.find((one) => one === text.trim().toLowerCase());
  return { problem: `there is no descriptor ${text}`, ...(better && { better }) };
}

/** Schedules with seconds, as other programs have them, begin with a field too many. */
function lengthProblem(parts: readonly string[]): ScheduleProblem {
  const better = parts.slice(1).join(' ');
  const problem = `it has ${parts.length} fields, and must have ${fields.length}`;
  return parts.length === 6 && parts[0] === '0' && scheduleProblem(better) === undefined
    ? { problem, better }
    : { problem };
}

function fieldProblem(text: string, field: Field): string | undefined {
  const problems = text
    .split(',')
    .filter(Boolean)
    .map((part) => partProblem(part, field));
  return problems.find((problem) => problem !== undefined);
}

function partProblem(text: string, field: Field): string | undefined {
  const { name, least, greatest } = field;
  const [range = '', step, ...more] = text.split('/');
  const [from = '', to, ...rest] = range.split('-');
  if (more.length > 0 || rest.length > 0) return `"${text}" is no ${name}`;
  if (step !== undefined && !/^0*[1-9]\d*$/.test(step)) return `"${step}" is no step for the ${name}`;
  if ((from === '*' || from === '?') && to === undefined) return undefined;
  const [start, end] = [numberOf(from, field), to === undefined ? undefined : numberOf(to, field)];
  const bad = start === undefined ? from : to !== undefined && end === undefined ? to : undefined;
  if (bad !== undefined) return `"${bad}" is no ${name}, which is a number from ${least} to ${greatest}`;
  return end !== undefined && (start ?? 0) > end ? `"${text}" begins behind its end` : undefined;
}

/** The number of a value; undefined when it is none, or not within the field. */
function numberOf(text: string, { least, greatest, names }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named !== -1) return named + least;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= greatest ? number : undefined;
}

/** The same with Sunday as 0, where it stands as 7, which other crons know. */
function sundayAsZero(parts: readonly string[]): string | undefined {
  const [, , , , day = ''] = parts;
  const better = [
    ...parts.slice(0, 4),
    day.replace(/(^|,)7(?=,|$)/g, '$10').replace(/(^|,)([1-6])-7(?=,|$)/g, '$1$2-6,0'),
  ];
  return scheduleProblem(better.join(' ')) === undefined ? better.join(' ') : undefined;
}

/** Whether it names one day of one month that this month never has. */
function neverComes([, , day = '', month = '', weekDay]: readonly string[]): boolean {
  const number = numberOf(month, { name: '', least: 1, greatest: 12, names: months });
  if (number === undefined || !/^\d+$/.test(day) || (weekDay !== '*' && weekDay !== '?')) return false;
  return Number(day) > (longest[number - 1] ?? 31);
}
