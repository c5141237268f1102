import type { LineMap } from '../../text/lines.ts';
import type { CacheHistory } from './cache-history.ts';
import type { Cause, StepHistory } from './replay.ts';

/** One instruction of a cache history, as programs read it. */
export interface CacheRow {
  /** The line it begins on, from one. */
  readonly line: number;
  readonly stage: string;
  /** On one line. */
  readonly instruction: string;
  readonly rebuilt: number;
  readonly causes: readonly Cause[];
}

/** The rows of a history, in the order of the build. `lines` are the Dockerfile's. */
export function rowsOf({ graph, replay }: CacheHistory, lines: LineMap): readonly CacheRow[] {
  return replay.steps.map(({ step, count, causes }) => ({
    line: lines.lineAt(step.instruction.span.start) + 1,
    stage: step.stage.name ?? String(step.stage.index),
    instruction: onOneLine(graph.dockerfile.text.slice(step.instruction.lineSpan.start, step.instruction.lineSpan.end)),
    rebuilt: count,
    causes,
  }));
}

/** The longest instruction that is told, in UTF-16 units. */
const longest = 100;

function onOneLine(text: string): string {
  const flat = text
    .replace(/\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return flat.length > longest ? `${flat.slice(0, longest - 3)}...` : flat;
}

/** How often an instruction ran again and because of what, in a few words: `rebuilt in 47 of the last 50 commits, because of src/`. */
export function summaryOf({ count, rebuilt, causes }: StepHistory): string {
  const builds = rebuilt.length;
  if (builds === 0) return 'no commits to replay';
  const because = `because of ${blame({ causes, count })}`;
  if (builds === 1) return count === 0 ? 'not rebuilt by the last commit' : `rebuilt by the last commit, ${because}`;
  if (count === 0) return `rebuilt in none of the last ${builds} commits`;
  return `rebuilt in ${count} of the last ${builds} commits, ${because}`;
}

/** What is to blame for nearly all of it, or else the causes that account for most, three at most. */
export function blame({ causes, count }: Pick<StepHistory, 'causes' | 'count'>): string {
  const [first] = causes;
  if (first && first.builds >= count * 0.8) return first.path;
  const named = causes.filter(({ builds }, at) => at === 0 || builds * 5 >= count).slice(0, 3);
  const rest = causes.length - named.length;
  const names = named.map(({ path }) => path);
  if (rest > 0) return `${names.join(', ')} and ${rest} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
}
