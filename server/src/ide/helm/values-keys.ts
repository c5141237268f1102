import { span } from '../../text/span.ts';
import type { ObjectPath } from '../../workspace/helm/meaning.ts';
import { declarationsIn, seenBy } from '../../workspace/helm/relatives.ts';
import { typedPlaceAt } from '../../yaml/key-path.ts';
import type { Assistant, Explanation, Suggestion } from '../assistant.ts';
import type { Spot } from '../spot.ts';
import { describeValue } from './describe-value.ts';
import { type Member, partsOf, valuesAt } from './members.ts';
import { type OpenValues, valuesOf } from './place.ts';

/** Helps to write files of values: the keys of subcharts, those that `values.yaml` has, and what they are. */
export const valuesKeys: Assistant = { complete, explain };

async function complete(spot: Spot): Promise<readonly Suggestion[]> {
  const { file, offset } = spot;
  const at = typedPlaceAt(file.lines, offset);
  const open = at && (await valuesOf(spot));
  if (!at || at.key !== undefined || !open) return [];
  const present = new Set(at.siblings);
  const members = await membersFor(at.path, open, spot);
  return members
    .filter(({ name }) => !present.has(name))
    .map(({ name, detail, documentation }) => ({
      label: name,
      kind: 'property',
      detail,
      documentation,
      edit: { span: span(at.start, at.end), newText: /^[\w.-]+$/.test(name) ? `${name}:` : `${JSON.stringify(name)}:` },
    }));
}

/** In `values.yaml` itself what others say: subcharts; in files that override it, what it says as well. */
async function membersFor(
  path: ObjectPath,
  { chart, file, edited }: OpenValues,
  { around }: Spot,
): Promise<readonly Member[]> {
  const own = path.length === 0 ? partsOf(chart) : [];
  if (!file.uri.endsWith('/values.yaml')) return valuesAt(path, chart, around.host, edited);
  const [first, ...rest] = path;
  const part = first === undefined ? undefined : chart.dependency(first)?.chart;
  return part ? valuesAt(rest, part, around.host, edited) : own;
}

/** At a key that another file of values overrides, or of a subchart: what is said of it where it comes from. */
async function explain(spot: Spot): Promise<readonly Explanation[]> {
  const open = await valuesOf(spot);
  const key = open?.file.keyAt(spot.offset);
  const at = key?.value.keySpan;
  if (!open || !key || !at) return [];
  const seen = await seenBy(open.chart, key.path, spot.around.host);
  const declarations = declarationsIn(seen, open.edited).filter(({ file }) => file.uri !== open.file.uri);
  return declarations.length === 0 ? [] : [{ text: describeValue(seen, declarations), span: at }];
}
