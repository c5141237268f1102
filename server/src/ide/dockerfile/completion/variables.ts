import { platformArguments } from '../../../dockerfile/scope.ts';
import { variablesOfImage } from '../../../image/environment.ts';
import type { Suggestion } from '../../assistant.ts';
import { type Cursor, isInFrom, type Typed } from '../cursor.ts';
import { sourceOfVariable } from '../variable-source.ts';
import { type Choice, choose } from './suggesting.ts';

/** Behind `$` and `${`: the variables that are known there, with what they are worth. */
export function suggestVariables(cursor: Cursor): readonly Suggestion[] {
  const typed = typedName(cursor);
  if (!typed) return [];
  const closing = typed.isBraced && cursor.dockerfile.text[typed.span.end] !== '}' ? '}' : '';
  return choices(cursor).map((choice) => choose({ ...choice, newText: choice.label + closing }, typed));
}

/** The variables that are declared where the cursor is, and those that are there without that. */
function choices(cursor: Cursor): readonly Choice[] {
  const { dockerfile, offset, stage, instruction } = cursor;
  const inFrom = isInFrom(cursor) || !stage.from;
  const scope = inFrom ? dockerfile.globals : stage.scope;
  const at = instruction?.span.start ?? offset;
  const declared = new Set(scope.namesAt(at));
  const image = inFrom ? undefined : stage.rootImage?.reference;
  const others = inFrom ? platformArguments : ['PATH', ...((image && variablesOfImage(image)) ?? [])];
  return [...new Set([...declared, ...others])].map((label) => {
    const { value, what, note } = sourceOfVariable(label, scope, at, stage);
    return { label, kind: 'variable', detail: value ?? what, documentation: note, rank: declared.has(label) ? 0 : 10 };
  });
}

/** The name that is being typed behind a `$`; undefined where a `$` would stand for itself. */
function typedName(cursor: Cursor): (Typed & { readonly isBraced: boolean }) | undefined {
  const { dockerfile, offset, part, instruction } = cursor;
  if (part.kind === 'keyword' || part.kind === 'directive') return undefined;
  if (part.kind === 'heredoc' && !part.heredoc.expands && instruction?.keyword !== 'RUN') return undefined;
  const isProcess = /^(?:CMD|ENTRYPOINT|HEALTHCHECK|RUN|SHELL)$/.test(instruction?.keyword ?? '');
  // In the exec form nobody puts variables in.
  if (isProcess && part.kind === 'argument' && part.argument.isJson) return undefined;
  const before = dockerfile.text.slice(Math.max(0, offset - 200), offset);
  const match = /(.?)\$(\{?)(\w*)$/s.exec(before);
  if (!match || match[1] === instruction?.escapeMark) return undefined;
  const text = match[3] ?? '';
  const tail = /^\w*/.exec(dockerfile.text.slice(offset, offset + 200))?.[0].length ?? 0;
  return { text, span: { start: offset - text.length, end: offset + tail }, isBraced: match[2] === '{' };
}
