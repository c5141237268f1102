import type { Suggestion } from '../../assistant.ts';
import { argumentOf, type Cursor, flagValueAt, type Typed } from '../cursor.ts';
import { flagReference, referenceOfFlag } from '../reference/flags.ts';
import { noteOf } from '../reference/page.ts';
import { choose } from './suggesting.ts';

/** Flags that may be given more than once. */
const repeatable: ReadonlySet<string> = new Set(['device', 'exclude', 'mount']);

/** Flags that stand alone. */
const switches: ReadonlySet<string> = new Set(['keep-git-dir', 'link', 'parents', 'unpack']);

/** The values of those flags that have few. */
export function suggestFlagValues(cursor: Cursor): readonly Suggestion[] {
  const value = flagValueAt(cursor);
  if (!value) return [];
  const { values = [] } = referenceOfFlag(cursor.instruction?.keyword ?? '', value.name) ?? {};
  return values.map((label, rank) => choose({ label, kind: 'value', rank: 20 + rank }, value.typed));
}

/** The flags of the instruction that is written, those left out that it has already. */
export function suggestFlags(cursor: Cursor): readonly Suggestion[] {
  const keyword = cursor.instruction?.keyword ?? '';
  if (flagValueAt(cursor)) return [];
  const typed = typedName(cursor);
  const known = Object.hasOwn(flagReference, keyword) ? flagReference[keyword] : undefined;
  if (!typed || !known) return [];
  const written = new Set(cursor.instruction?.flags.flatMap(({ name, span }) => (isAt(span, typed) ? [] : [name])));
  const hasValue = cursor.dockerfile.text[typed.span.end] === '=';
  return Object.entries(known)
    .filter(([name]) => repeatable.has(name) || !written.has(name))
    .map(([name, reference], index) => {
      const takesValue = !switches.has(name);
      return choose(
        {
          label: `--${name}${takesValue ? '=' : ''}`,
          newText: `--${name}${hasValue ? '' : takesValue ? '=' : ' '}`,
          kind: 'property',
          documentation: noteOf(reference),
          continues: !hasValue,
          // Where something else can stand as well, that comes first.
          rank: 2000 + index,
        },
        typed,
      );
    });
}

/** The name of a flag that is being typed, or the place where one could begin. */
function typedName(cursor: Cursor): Typed | undefined {
  const { part, dockerfile, offset } = cursor;
  if (part.kind === 'flag') {
    const { text, span } = part.typed;
    const name = /^--?[\w-]*/.exec(dockerfile.text.slice(span.start, span.end))?.[0].length ?? 0;
    return { text, span: { start: span.start, end: Math.max(offset, span.start + name) } };
  }
  const argument = argumentOf(cursor, ...Object.keys(flagReference));
  return argument?.index === 0 && argument.text === '' && argument.span.end === offset && !argument.isJson
    ? { text: '', span: { start: offset, end: offset } }
    : undefined;
}

function isAt(span: Typed['span'], typed: Typed): boolean {
  return span.start === typed.span.start;
}
