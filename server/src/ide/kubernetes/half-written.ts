import type { PlacedUnit } from '../../core/unit.ts';
import { kubernetesLanguage } from '../../kubernetes/language.ts';
import { Manifest } from '../../kubernetes/manifest.ts';
import type { Span } from '../../text/span.ts';
import { ManifestFile } from '../../workspace/manifests/manifest-file.ts';
import { manifestAt, type Spot } from '../spot.ts';

/**
 * A file as it would be with a word in the place of what is being written: models then say what that word means, which
 * is what can be written there.
 */
export interface HalfWritten {
  readonly file: ManifestFile;
  /** The word, which stands nowhere else in the document. */
  readonly word: string;
  /** What the word stands for, in the file as it is: what was typed of it, and what follows. */
  readonly span: Span;
  /** What has to be written before a name so that it is one: a blank behind a colon or a dash. */
  readonly before: '' | ' ';
  /** Whether the word stands as a key to which somebody has yet to write the value. */
  readonly isBareKey: boolean;
}

/**
 * The ways to understand a place where somebody writes, the likelier first. `characters` are those that belong to the
 * word, as a class of a regular expression.
 */
export function halfWritten(spot: Spot, characters = '\\w./-'): readonly HalfWritten[] {
  const placed = manifestAt(spot);
  if (!placed) return [];
  const { file, offset } = spot;
  const line = file.lines.lineAt(offset);
  const [lineStart, lineEnd] = [file.lines.lineStart(line), file.lines.lineEnd(line)];
  const before = new RegExp(`[${characters}]*$`).exec(file.text.slice(lineStart, offset))?.[0] ?? '';
  const after = new RegExp(`^[${characters}]*`).exec(file.text.slice(offset, lineEnd))?.[0] ?? '';
  // A dash at the beginning of a line begins an item of a list.
  const isDash = before === '-' && file.text.slice(lineStart, offset - 1).trim() === '';
  const span = { start: offset - (isDash ? 0 : before.length), end: offset + after.length };
  const head = file.text.slice(lineStart, span.start);
  const tail = file.text.slice(span.end, lineEnd);
  if (head.includes('#') && /(?:^|\s)#/.test(head)) return [];
  const blank = isDash || /[:,]$/.test(head) ? ' ' : '';
  const word = wordFor(placed.manifest.text);
  const mayBeKey = /^\s*(?:-\s+)?$|[{,]\s*$/.test(head) && !/^["']?\s*:/.test(tail);
  const asValue = { span, word, before: blank, isBareKey: false } as const;
  const ways = [
    ...(mayBeKey ? [{ ...asValue, isBareKey: true, written: `${blank}${word}: ${word}` }] : []),
    { ...asValue, written: `${blank}${word}` },
  ];
  const known = file.units.filter(isManifest);
  return ways.map(({ written, ...way }) => {
    const text = file.text.slice(0, span.start) + written + file.text.slice(span.end);
    const units = [...kubernetesLanguage.parse(text, known)];
    return { ...way, file: ManifestFile.of(file.uri, text, units) };
  });
}

/** A word that stands nowhere in a text, and is a name wherever one can stand. */
function wordFor(text: string): string {
  let word = 'halfwritten';
  while (text.includes(word)) word += 'x';
  return word;
}

function isManifest(placed: PlacedUnit): placed is PlacedUnit<Manifest> {
  return placed.unit.model instanceof Manifest;
}
