import { registry } from '../../../rules/index.ts';
import type { Suggestion } from '../../assistant.ts';
import type { Cursor, Typed } from '../cursor.ts';
import { directiveReference } from '../reference/directives.ts';
import { noteOf } from '../reference/page.ts';
import { choose, lastPart, restOfLine } from './suggesting.ts';

/** Directives, on the first lines: their names, and what each may say. */
export function suggestDirectives(cursor: Cursor): readonly Suggestion[] {
  const { part } = cursor;
  if (part.kind === 'keyword') return part.typed.text === '' && isTop(cursor) ? whole(cursor, part.typed) : [];
  if (part.kind !== 'directive') return [];
  const { typed } = part;
  const name = /^#\s*(\w+)\s*=/.exec(typed.text)?.[1]?.toLowerCase();
  // What does not look like the beginning of a directive is a comment.
  const isName = /^#\s*\w*$/.test(typed.text) && /^\w*\s*(?:=|$)/.test(restOfLine(cursor));
  if (name === undefined) return isName ? whole(cursor, typed) : [];
  if (name === 'check') return checkValues(cursor, typed);
  const values = Object.hasOwn(directiveReference, name) ? (directiveReference[name]?.values ?? []) : [];
  const value = lastPart(typed, '=', cursor.dockerfile.text, /$/);
  const blank = /^\s*/.exec(value.text)?.[0].length ?? 0;
  const typedValue = { text: value.text.slice(blank), span: { start: value.span.start + blank, end: value.span.end } };
  return values.map((label, rank) => choose({ label, kind: 'value', rank }, typedValue));
}

/** Whether nothing but directives stands above an empty line. */
function isTop(cursor: Cursor): boolean {
  const { dockerfile, offset, spot } = cursor;
  if (restOfLine(cursor).trim() !== '') return false;
  const line = spot.file.lines.lineAt(offset);
  return dockerfile.lines.directives.filter(({ span }) => span.end < offset).length === line;
}

/** Whole directives, for those that the file does not have yet. */
function whole({ dockerfile }: Cursor, { span }: Typed): readonly Suggestion[] {
  const written = new Set(
    dockerfile.lines.directives.filter((one) => one.span.start !== span.start).map(({ name }) => name),
  );
  return Object.entries(directiveReference).flatMap(([name, entry], index) =>
    written.has(name)
      ? []
      : [
          choose(
            {
              label: `# ${name}=${entry.values[0]}`,
              kind: 'keyword',
              documentation: noteOf(entry),
              continues: name === 'check',
              rank: 30 + index,
            },
            { span },
          ),
        ],
  );
}

/** `skip=` and the names of BuildKit's checks behind it, those left out that stand there already. */
function checkValues({ dockerfile }: Cursor, typed: Typed): readonly Suggestion[] {
  const list = /skip=([^;]*)$/i.exec(typed.text)?.[1];
  if (list === undefined) {
    const option = lastPart(typed, typed.text.includes(';') ? ';' : '=', dockerfile.text, /;|$/);
    return ['skip=', 'error=true'].map((label) =>
      choose({ label, kind: 'value', continues: label === 'skip=' }, option),
    );
  }
  const typedName = lastPart(typed, list.includes(',') ? ',' : '=', dockerfile.text, /[,;]|$/);
  const others = new Set(list.split(',').slice(0, -1));
  return [...checks(), 'all']
    .filter((name) => !others.has(name))
    .map((label) => choose({ label, kind: 'enumeration', rank: label === 'all' ? 1 : 0 }, typedName));
}

/** BuildKit's own names of its checks. */
function checks(): readonly string[] {
  const prefix = 'buildkit/';
  const names = registry.rules.flatMap(({ meta }) => meta.aliases.filter((alias) => alias.startsWith(prefix)));
  return [...new Set(names.map((name) => name.slice(prefix.length)))].sort();
}
