import type { PlacedName } from '../../../workspace/names/names.ts';
import { renderScalar } from '../../../yaml/render.ts';
import { type Assistant, mostSuggestions, type Suggestion } from '../../assistant.ts';
import { fit } from '../../fuzzy.ts';
import { type Spot, unitAt } from '../../spot.ts';
import { placeAt } from '../../yaml/place.ts';
import { type HalfWritten, halfWritten } from '../half-written.ts';
import { namesAround } from './around.ts';
import { type Candidate, candidatesFor } from './candidates.ts';

/** Suggests the names that can be written in manifests: those of what is there to be named. */
export const nameCompletion: Assistant = { complete };

async function complete(spot: Spot): Promise<readonly Suggestion[]> {
  if (isFieldPlace(spot)) return [];
  const around = await namesAround(spot);
  if (!around) return [];
  for (const half of halfWritten(spot)) {
    const names = around.with(half.file);
    const name = names.at(half.span.start + half.before.length, half.word);
    if (!name) continue;
    const typed = spot.file.text.slice(half.span.start, spot.offset);
    return candidatesFor(name, names, half.isBareKey)
      .filter((candidate) => fit(typed, candidate.name) !== undefined)
      .slice(0, mostSuggestions)
      .map((candidate, place) => toSuggestion(candidate, place, half, name));
  }
  return [];
}

/** Maps whose keys are names that others declare; the keys of all other maps are fields. */
const mapsOfLabels: ReadonlySet<string> = new Set(['labels', 'matchLabels', 'nodeSelector', 'selector']);

/** Whether a field is written, as the lines tell: so its document need not be read with a word put there. */
function isFieldPlace({ file, offset }: Spot): boolean {
  const placed = unitAt(file.units, offset);
  if (placed?.unit.language !== 'kubernetes') return false;
  const { lines } = file;
  const last = lines.lineAt(placed.start + placed.unit.text.length);
  const place = placeAt(lines, offset, lines.lineAt(placed.start), last);
  const map = place?.path.at(-1);
  return place?.key === undefined && typeof map === 'string' && !mapsOfLabels.has(map);
}

function toSuggestion(
  { name, value, detail }: Candidate,
  place: number,
  { span, before }: HalfWritten,
  { occurrence: { value: at, span: written } }: PlacedName,
): Suggestion {
  const { text } = at.document;
  const isQuoted = /["']/.test(text[written.start - 1] ?? '');
  const rendered = isQuoted ? name : renderScalar(name);
  const isLabel = value !== undefined;
  return {
    label: isLabel ? `${name}: ${value}` : name,
    kind: isLabel ? 'property' : 'name',
    detail,
    edit: { span, newText: `${before}${rendered}${isLabel ? `: ${renderScalar(value)}` : ''}` },
    rank: place - mostSuggestions,
  };
}
