import { Refusal } from '../../../core/fix.ts';
import { nameProblem } from '../../../kubernetes/occurrences/name-problem.ts';
import { type Names, type PlacedName, placeKey } from '../../../workspace/names/names.ts';
import { renderScalar } from '../../../yaml/render.ts';
import type { Assistant, FileEdits, NamedEdit, Renaming } from '../../assistant.ts';
import type { Spot } from '../../spot.ts';
import { namesAround } from './around.ts';
import { type Meant, meantBy } from './meant.ts';
import { describeSort, takenBy } from './taken.ts';

/** Changes the names in manifests wherever they are meant. */
export const nameRenaming: Assistant = { renaming };

async function renaming(spot: Spot): Promise<Renaming | Refusal | undefined> {
  const names = await namesAround(spot);
  const name = names?.at(spot.offset);
  if (!names || !name) return undefined;
  if (!isEditable(name)) return new Refusal(obstacle(name));
  const { occurrence, place } = name;
  return { span: place.span, name: occurrence.name, to: (newName) => renamed(name, newName, names) };
}

function renamed(name: PlacedName, newName: string, names: Names): readonly FileEdits[] | Refusal {
  const { occurrence } = name;
  if (newName === occurrence.name) return [];
  const problem = nameProblem(occurrence, newName);
  if (problem !== undefined) return new Refusal(`"${newName}" cannot be ${describeSort(occurrence)}: ${problem}.`);
  const meant = meantBy(name, names);
  const taken = takenBy(newName, meant, names);
  if (taken !== undefined) return new Refusal(taken);
  const fixed = [...meant.definitions, ...meant.references].find((one) => !isEditable(one));
  if (fixed) return new Refusal(obstacle(fixed));
  return editsOf(name, newName, meant, names);
}

function editsOf(name: PlacedName, newName: string, meant: Meant, names: Names): readonly FileEdits[] {
  const files = new Map<string, { file: FileEdits['file']; edits: NamedEdit[] }>();
  const seen = new Set<string>();
  const put = (one: PlacedName, doubt: string | undefined) => {
    const { file, span } = one.place;
    if (seen.has(placeKey(one))) return;
    seen.add(placeKey(one));
    const edits = files.get(file.uri) ?? { file, edits: [] };
    files.set(file.uri, edits);
    edits.edits.push({ span, newText: written(one, newName), ...(doubt !== undefined && { doubt }) });
  };
  for (const one of [name, ...meant.definitions, ...meant.references]) put(one, doubtOf(one, name, names));
  for (const one of meant.alike.filter(isEditable)) put(one, 'A label that no selector of these pods asks for');
  return [...files.values()].map(({ file, edits }) => ({
    file,
    edits: edits.toSorted((one, other) => one.span.start - other.span.start),
  }));
}

/** Why it is not certain that a place means the same as that at which the name is changed. */
function doubtOf(one: PlacedName, name: PlacedName, names: Names): string | undefined {
  const [namespace, other] = [name.entry.namespace, one.entry.namespace];
  const isSameNamespace = namespace !== undefined && namespace === other;
  if (isSameNamespace || names.relationOf(name.entry, one.entry) !== 'apart') return undefined;
  return 'In a file of which nothing says that it is applied together with this one';
}

/** A new name as it is written in the place of an old one: in quotes where it would be read as something else. */
function written({ occurrence: { value, name, span } }: PlacedName, newName: string): string {
  const { text } = value.document;
  const isWhole = value.text === name || value.key === name;
  const isQuoted = /["']/.test(text[span.start - 1] ?? '') && text[span.start - 1] === text[span.end];
  return isWhole && !isQuoted ? renderScalar(newName) : newName;
}

function isEditable({ occurrence: { span, value } }: PlacedName): boolean {
  return span.isExact !== false && !value.isShared;
}

function obstacle({ occurrence: { name, value }, place: { file, span } }: PlacedName): string {
  const { line } = file.lines.positionAt(span.start);
  const at = `${decodeURIComponent(file.uri.slice(file.uri.lastIndexOf('/') + 1))}, line ${line + 1}`;
  return value.isShared
    ? `"${name}" is shared through an alias (${at}).`
    : `"${name}" is written with escapes or over several lines (${at}).`;
}
