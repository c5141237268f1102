import { ShellCommand } from '../../shell/command.ts';
import { ShellScript } from '../../shell/script.ts';
import type { MappedText } from '../../text/mapped.ts';
import type { JsonArray } from '../json-array.ts';
import { shellText } from '../shell-text.ts';
import { pieceOf, type Word, wordOf } from '../words.ts';
import { Instruction } from './instruction.ts';

/** A command line, in exec form (a JSON array) or in shell form. */
export type ProcessForm =
  | {
      readonly kind: 'exec';
      /** Undefined for an empty array. */
      readonly command: ShellCommand | undefined;
      /** The script, for an array that runs a shell: `["sh", "-c", "..."]`. */
      readonly script: ShellScript | undefined;
    }
  | {
      readonly kind: 'shell';
      /** Undefined when the shell is none whose syntax is known. */
      readonly script: ShellScript | undefined;
      readonly text: MappedText;
    };

/** The exec form that a JSON array stands for. */
export function execForm(array: JsonArray): ProcessForm {
  const command = ShellCommand.fromArguments(array.items.map(({ content }) => content));
  return { kind: 'exec', command, script: command?.script };
}

/** CMD or ENTRYPOINT. */
export class CommandInstruction extends Instruction {
  private parsed: ProcessForm | undefined;

  get form(): ProcessForm {
    this.parsed ??= this.json ? execForm(this.json) : this.readShellForm();
    return this.parsed;
  }

  protected override get beginsWithTest(): boolean {
    return this.form.script?.beginsWithTest ?? false;
  }

  private readShellForm(): ProcessForm {
    const text = shellText(this.arguments, this.source.fileText, this.heredocs);
    return { kind: 'shell', script: this.shell.isBourne ? new ShellScript(text) : undefined, text };
  }
}

export class HealthcheckInstruction extends Instruction {
  private parsedCommand: CommandInstruction | undefined | null;

  /** `CMD` or `NONE` in upper case, or whatever else stands there. */
  get type(): Word | undefined {
    return this.words[0];
  }

  /** The command that is run; undefined for NONE. */
  get command(): CommandInstruction | undefined {
    if (this.parsedCommand === undefined) this.parsedCommand = this.readCommand() ?? null;
    return this.parsedCommand ?? undefined;
  }

  private readCommand(): CommandInstruction | undefined {
    const type = this.type;
    if (type?.text.toUpperCase() !== 'CMD') return undefined;
    const { arguments: piece } = this;
    const start = type.span.start - piece.start;
    const command = new CommandInstruction({ ...this.source, piece: pieceOf(piece, start, piece.text.length) });
    command.place(this.stage, this.shell, this.onbuild);
    return command;
  }
}

/** SHELL: the words of its JSON array. */
export class ShellInstruction extends Instruction {
  get shellWords(): readonly string[] {
    return this.json?.items.map(({ content }) => content.text) ?? [];
  }
}

/** STOPSIGNAL, USER, WORKDIR and MAINTAINER take all that stands behind the keyword as one value. */
export class ValueInstruction extends Instruction {
  /** The value; undefined when there is none. */
  get value(): Word | undefined {
    return this.arguments.text === '' ? undefined : wordOf(this.arguments);
  }
}
