import type { ImageFacts } from '../../image/facts.ts';
import { madeUser } from '../../shell/accounts.ts';
import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { variableFor } from '../environment.ts';
import type { ValueInstruction } from '../instructions/command.ts';
import type { RunInstruction } from '../instructions/run.ts';
import type { Stage } from '../stage.ts';

/** Whom an image runs as. */
export interface RuntimeUser {
  /** The user as the image says it, its group left out; empty where nobody says anything, which means root. */
  readonly text: string;
  /** Undefined where only a number is known. */
  readonly name: string | undefined;
  /** Undefined where nobody says which number a name has. */
  readonly id: number | undefined;
  /** Whether the image says a number, so that whoever starts it can tell whether that is root. */
  readonly isNumeric: boolean;
  readonly isRoot: boolean;
  /** The USER that says so; undefined when the base image does. */
  readonly instruction: ValueInstruction | undefined;
}

/** The user that a stage's image runs as; undefined when a variable or a base image that is not known decides. */
export function userOfStage(stage: Stage, base: ImageFacts | undefined): RuntimeUser | undefined {
  if (stage.isWindows) return undefined;
  const { text, instruction } = stage.user;
  if (!instruction) return base && userOfImage(base);
  const user = (text ?? textInBase(instruction, base))?.split(':')[0];
  if (user === undefined || user === '') return undefined;
  const isNumeric = /^\d+$/.test(user);
  const id = userNumber(user, stage, base);
  return { text: user, name: isNumeric ? undefined : user, id, isNumeric, isRoot: id === 0, instruction };
}

/** What a USER says that is a variable of the base image's and nothing else. */
function textInBase({ value }: ValueInstruction, base: ImageFacts | undefined): string | undefined {
  const [, braced, bare] = /^\$(?:\{(\w+)\}|(\w+))$/.exec(value?.text ?? '') ?? [];
  const variable = braced ?? bare;
  return variable === undefined ? undefined : base?.valueOf(variable);
}

/** The user that an image runs as which somebody else makes. */
export function userOfImage({ user }: ImageFacts): RuntimeUser | undefined {
  if (!user) return undefined;
  const isNumeric = /^\d+$/.test(user.text);
  return { ...user, isNumeric, isRoot: user.id === 0, instruction: undefined };
}

/**
 * The number of a user, given by name or number: what the command says that makes it, or else what its base image is known
 * to have given it.
 */
export function userNumber(name: string, stage: Stage, base: ImageFacts | undefined): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  if (name === 'root') return 0;
  const made = stage.lineage
    .flatMap((one) => one.own('RUN'))
    .flatMap((run) => run.commands.map((command) => madeUser(command, (word) => worthOf(word, run, command))))
    .find((user) => user?.name === name);
  if (!made) return base?.idOf(name);
  return made.id && /^\d+$/.test(made.id) ? Number(made.id) : undefined;
}

/** What a word is worth with the variables of its stage and script put in that are known. */
export function worthOf({ text, value }: ShellWord, run: RunInstruction, command: ShellCommand): string | undefined {
  if (value !== undefined) return value;
  const plain = text.replace(/^"(.*)"$/, '$1');
  if (/[\\`"']|\$[^\w{]|\$\{\w*[^\w}]/.test(plain)) return undefined;
  let isKnown = true;
  const put = plain.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced: string | undefined, bare: string | undefined) => {
    const known = variableFor(run, command, braced ?? bare ?? '');
    isKnown &&= typeof known === 'string';
    return known ?? '';
  });
  return isKnown ? put : undefined;
}
