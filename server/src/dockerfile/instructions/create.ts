import { CommandInstruction, HealthcheckInstruction, ShellInstruction, ValueInstruction } from './command.ts';
import { CopyInstruction } from './copy.ts';
import { ExposeInstruction } from './expose.ts';
import { FromInstruction } from './from.ts';
import { Instruction, type InstructionSource, keywordOf } from './instruction.ts';
import { KeyValueInstruction } from './key-value.ts';
import { OnbuildInstruction } from './onbuild.ts';
import { RunInstruction } from './run.ts';

/** Every instruction there is (Dockerfile reference, frontend 1.20), and the class that reads it. */
export interface InstructionTypes {
  ADD: CopyInstruction;
  ARG: KeyValueInstruction;
  CMD: CommandInstruction;
  COPY: CopyInstruction;
  ENTRYPOINT: CommandInstruction;
  ENV: KeyValueInstruction;
  EXPOSE: ExposeInstruction;
  FROM: FromInstruction;
  HEALTHCHECK: HealthcheckInstruction;
  LABEL: KeyValueInstruction;
  MAINTAINER: ValueInstruction;
  ONBUILD: OnbuildInstruction;
  RUN: RunInstruction;
  SHELL: ShellInstruction;
  STOPSIGNAL: ValueInstruction;
  USER: ValueInstruction;
  VOLUME: Instruction;
  WORKDIR: ValueInstruction;
}
export type Keyword = keyof InstructionTypes;

/** Reads an instruction with the class of its keyword; one that is unknown becomes a plain `Instruction`. */
export function createInstruction(source: InstructionSource): Instruction {
  switch (keywordOf(source.piece)) {
    case 'ADD':
    case 'COPY':
      return new CopyInstruction(source);
    case 'ARG':
    case 'ENV':
    case 'LABEL':
      return new KeyValueInstruction(source);
    case 'CMD':
    case 'ENTRYPOINT':
      return new CommandInstruction(source);
    case 'EXPOSE':
      return new ExposeInstruction(source);
    case 'FROM':
      return new FromInstruction(source);
    case 'HEALTHCHECK':
      return new HealthcheckInstruction(source);
    case 'MAINTAINER':
    case 'STOPSIGNAL':
    case 'USER':
    case 'WORKDIR':
      return new ValueInstruction(source);
    case 'ONBUILD':
      return new OnbuildInstruction(source);
    case 'RUN':
      return new RunInstruction(source);
    case 'SHELL':
      return new ShellInstruction(source);
    default:
      return new Instruction(source);
  }
}

export const keywords: readonly Keyword[] = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

/** Whether a word in upper case is the keyword of an instruction. */
export function isKeyword(word: string): word is Keyword {
  return (keywords as readonly string[]).includes(word);
}
