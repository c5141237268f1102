import type { Dockerfile } from '../../../dockerfile/dockerfile.ts';
import { FromInstruction } from '../../../dockerfile/instructions/from.ts';
import type { Instruction } from '../../../dockerfile/instructions/instruction.ts';
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

/** What the instructions below refer to and nobody declares; before the first FROM, what the FROM lines do. */
function undeclared({ dockerfile, stage, offset }: Cursor): readonly Choice[] {
  const users = stage.from
    ? stage.instructions.filter(({ span, keyword }) => span.start > offset && keyword !== 'FROM')
    : dockerfile.stages.flatMap(({ from }) => from ?? []);
  const names = users.flatMap((user) => missingIn(user, dockerfile));
  return names.map((label) => ({ label, kind: 'variable', detail: 'used below, declared nowhere', rank: 0 }));
}

/** The variables that an instruction refers to and that nobody has declared for it. */
function missingIn(user: Instruction, { globals, text }: Dockerfile): readonly string[] {
  const at = user.span.start;
  if (user instanceof FromInstruction) {
    const references = user.words.flatMap(({ piece }) => globals.expand(piece, at).references);
    return references.flatMap(({ name }) => (globals.find(name, at) || platformArguments.has(name) ? [] : [name]));
  }
  return referencedVariables(user, text).flatMap(({ name }) =>
    /^[A-Za-z_]/.test(name) && isDeclared(name, user.stage, at) === false ? [name] : [],
  );
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
