import { platformArguments } from '../../../dockerfile/scope.ts';
import { isDeclared, referencedVariables } from '../../../dockerfile/variables.ts';
import type { Suggestion } from '../../assistant.ts';
import { argumentOf, type Cursor } from '../cursor.ts';
import { sourceOfVariable } from '../variable-source.ts';
import { type Choice, choose, distinct } from './suggesting.ts';

/** Names of arguments, in ARG: what is used below and declared nowhere, those from before the first FROM, the builder's. */
export function suggestArguments(cursor: Cursor): readonly Suggestion[] {
  const typed = argumentOf(cursor, 'ARG');
  if (!typed || typed.text.includes('=')) return [];
  const { stage } = cursor;
  const written = cursor.dockerfile.text.slice(cursor.offset, typed.span.end);
  // What has a value keeps it.
  const equals = written.indexOf('=');
  const name = equals === -1 ? typed : { ...typed, span: { ...typed.span, end: cursor.offset + equals } };
  const known = stage.from ? [...globalNames(cursor), ...platformNames(cursor)] : [];
  return distinct([...undeclared(cursor), ...known])
    .filter(({ label }) => !typed.before.some((one) => one.split('=')[0] === label))
    .map((choice) => choose(choice, name));
}

/** What the instructions below refer to and nobody declares. */
function undeclared({ dockerfile, stage, offset, instruction }: Cursor): readonly Choice[] {
  const users = stage.from
    ? stage.instructions.filter(({ span, keyword }) => span.start > offset && keyword !== 'FROM')
    : dockerfile.stages.flatMap(({ from }) => from ?? []);
  return users.flatMap((user) =>
    user === instruction
      ? []
      : referencesIn(user).flatMap((label): Choice[] => [
          { label, kind: 'variable', detail: 'used below, declared nowhere', rank: 0 },
        ]),
  );

  function referencesIn(user: (typeof users)[number]): readonly string[] {
    const references = user.keyword === 'FROM' ? fromReferences(user) : referencedVariables(user, dockerfile.text);
    return references.flatMap(({ name }) => (isMissing(name, user) ? [name] : []));
  }
  function fromReferences(user: (typeof users)[number]) {
    return user.words.flatMap(({ piece }) => dockerfile.globals.expand(piece, user.span.start).references);
  }
  function isMissing(name: string, user: (typeof users)[number]): boolean {
    if (!/^[A-Za-z_]\w*$/.test(name)) return false;
    if (user.keyword === 'FROM') return !dockerfile.globals.find(name, user.span.start) && !platformArguments.has(name);
    return isDeclared(name, user.stage, user.span.start) === false;
  }
}

/** The arguments from before the first FROM, which the stage gets by naming them. */
function globalNames({ dockerfile, stage, offset }: Cursor): readonly Choice[] {
  return dockerfile.globals.namesAt(offset).map((label) => {
    const { value } = sourceOfVariable(label, dockerfile.globals, offset, stage);
    return { label, kind: 'variable', detail: value ?? 'ARG, before the first FROM', rank: 1 };
  });
}

function platformNames({ dockerfile, stage }: Cursor): readonly Choice[] {
  return [...platformArguments].map((label) => {
    const { what, note } = sourceOfVariable(label, dockerfile.globals, 0, stage);
    const rank = label.startsWith('TARGET') ? 10 : 11;
    return { label, kind: 'variable', detail: what, documentation: note, rank };
  });
}
