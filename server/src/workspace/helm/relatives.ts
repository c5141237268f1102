import type { OtherFile } from '../../core/finding.ts';
import type { SharedHost } from '../../core/host.ts';
import type { Span } from '../../text/span.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Chart } from './chart.ts';
import type { Evaluation } from './evaluate.ts';
import { anyMember, type ObjectPath } from './meaning.ts';
import { parentChart } from './read-chart.ts';
import type { ValuesFile } from './values-file.ts';

/** A value as one of the charts sees it that share it: by its path there. */
export interface SeenValue {
  readonly chart: Chart;
  readonly path: ObjectPath;
}

/** A file as it stands in an editor, which may be newer than what the charts were read from. */
export interface EditedFile {
  readonly uri: string;
  readonly values?: ValuesFile | undefined;
  readonly template?: { readonly file: OtherFile; readonly evaluation: Evaluation } | undefined;
}

/** Where a value is set. */
export interface Declaration {
  readonly file: ValuesFile;
  readonly value: YamlValue;
}

/** Where a template names a value, as part of which path when it may be several. */
export interface Use {
  readonly file: OtherFile;
  readonly span: Span;
  readonly path: ObjectPath;
}

const mostAncestors = 8;

/**
 * A value as all charts see it: the one it belongs to first, then those that this is a part of, where it goes by the
 * key of the part. What is `global` all charts share.
 */
export async function seenBy(chart: Chart, path: ObjectPath, host: SharedHost): Promise<readonly SeenValue[]> {
  let home: SeenValue = { chart, path };
  for (let inner = partOf(home); inner; inner = partOf(home)) home = inner;
  const seen = [home];
  for (let at = home; seen.length < mostAncestors; at = seen.at(-1) as SeenValue) {
    const above = await parentChart(at.chart, host);
    if (!above) break;
    const isGlobal = home.path[0] === 'global';
    seen.push({ chart: above.chart, path: isGlobal ? home.path : [above.dependency.key, ...at.path] });
  }
  return home.path[0] === 'global' ? [...seen, ...belowAll(seen)] : seen;
}

/** A value of a part of a chart, as that sees it. */
function partOf({ chart, path: [first, ...rest] }: SeenValue): SeenValue | undefined {
  const inner = rest.length > 0 ? chart.dependency(first)?.chart : undefined;
  return inner && { chart: inner, path: rest };
}

/** The same value in all parts of charts, of which those that are known are left out. */
function belowAll(seen: readonly SeenValue[]): readonly SeenValue[] {
  const folders = new Set(seen.map(({ chart }) => chart.folder));
  const found: SeenValue[] = [];
  const waiting = [...seen];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path } = next;
    for (const { chart } of next.chart.dependencies) {
      if (!chart || folders.has(chart.folder)) continue;
      folders.add(chart.folder);
      const inner = { chart, path };
      found.push(inner);
      waiting.push(inner);
    }
  }
  return found;
}

/** Where a value is set in the files of values. */
export function declarationsIn(seen: readonly SeenValue[], edited: EditedFile): readonly Declaration[] {
  return seen.flatMap(({ chart, path }) =>
    chart.values.flatMap((known) => {
      const file = known.uri === edited.uri && edited.values ? edited.values : known;
      return file.find(path).map((value) => ({ file, value }));
    }),
  );
}

/** Where templates name a value. */
export function usesIn(seen: readonly SeenValue[], edited: EditedFile): readonly Use[] {
  return seen.flatMap(({ chart, path }) =>
    evaluationsOf(chart, edited).flatMap(({ file, evaluation }) =>
      evaluation.mentions
        .filter((mention) => isSamePath(mention.path, ['Values', ...path]))
        .map((mention) => ({ file, span: mention.span, path: mention.path })),
    ),
  );
}

/** Whether templates use something that holds a value as a whole, and so the value by a name they do not write. */
export function isUsedAsPart(seen: readonly SeenValue[], edited: EditedFile): boolean {
  return seen.some(({ chart, path }) =>
    evaluationsOf(chart, edited).some(({ evaluation }) =>
      evaluation.wholes.some(
        (whole) => whole.length <= path.length && isSamePath(whole, ['Values', ...path].slice(0, whole.length)),
      ),
    ),
  );
}

/** What the templates of a chart say, and those of others on its behalf. */
export function evaluationsOf(
  { analysis, templates }: Chart,
  edited: EditedFile,
): readonly { readonly file: OtherFile; readonly evaluation: Evaluation }[] {
  const files = [...templates, ...analysis.others];
  const known = files.flatMap((file) => {
    const evaluation = analysis.evaluations.get(file.uri);
    return evaluation && file.uri !== edited.uri ? [{ file, evaluation }] : [];
  });
  const own = edited.template && files.some(({ uri }) => uri === edited.uri) ? [edited.template] : [];
  return [...known, ...own];
}

/** Whether two paths may lead to the same. */
export function isSamePath(one: ObjectPath, other: ObjectPath): boolean {
  return (
    one.length === other.length &&
    one.every((key, place) => key === other[place] || key === anyMember || other[place] === anyMember)
  );
}
