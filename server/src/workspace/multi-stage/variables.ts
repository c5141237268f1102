import { Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { KeyValueInstruction } from '../../dockerfile/instructions/key-value.ts';
import { toolVariables } from '../../image/equipment.ts';
import type { Division } from './divide.ts';

/**
 * The ARGs and ENVs of the build that the runtime stage repeats: every variable a program may look at, without those
 * that mean something to build tools only, and the arguments that these and the other instructions there refer to.
 */
export function repeatedVariables(
  dockerfile: Dockerfile,
  { building, staying, settings, accounts, user }: Division,
  buildVariables: RegExp,
): readonly KeyValueInstruction[] | Refusal {
  const variables = building.filter(isVariable);
  const repeated = new Set(
    variables.filter(
      (one) => one.keyword === 'ENV' && namesSet(one).some((name) => !buildVariables.test(name) && !isBuildOnly(name)),
    ),
  );
  // What a repeated instruction refers to has to be there too, and that may refer to others.
  for (let before = -1; before !== repeated.size; ) {
    before = repeated.size;
    const users = [...repeated, ...staying, ...settings, ...accounts, ...(user ? [user] : [])];
    const mentioned = namesMentioned(dockerfile, users);
    for (const one of variables) if (namesSet(one).some((name) => mentioned.has(name))) repeated.add(one);
    const tool = [...mentioned].find(
      (name) => toolVariables.has(name) && !variables.some((one) => namesSet(one).includes(name)),
    );
    if (tool !== undefined) return new Refusal(`The image uses the variable ${tool}, which only its builder sets.`);
  }
  return variables.filter((one) => repeated.has(one));
}

function isVariable(instruction: Instruction): instruction is KeyValueInstruction {
  return instruction instanceof KeyValueInstruction && instruction.keyword !== 'LABEL';
}

/** Variables of package managers and other tools that no program looks at. */
function isBuildOnly(name: string): boolean {
  return name === 'DEBIAN_FRONTEND' || name === 'DEBCONF_NONINTERACTIVE_SEEN' || name === 'MAKEFLAGS';
}

/** The names an ARG or ENV sets. */
function namesSet({ pairs }: KeyValueInstruction): readonly string[] {
  return pairs.map(({ key }) => key.text);
}

/** The names of variables that instructions mention, in Dockerfile or shell syntax; rather too many than too few. */
function namesMentioned({ text }: Dockerfile, instructions: readonly Instruction[]): ReadonlySet<string> {
  const texts = instructions.map(({ span }) => text.slice(span.start, span.end));
  return new Set(texts.flatMap((one) => [...one.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name ?? '')));
}
