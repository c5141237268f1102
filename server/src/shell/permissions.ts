import type { ShellCommand, ShellWord } from './command.ts';

/** The word with which a command says what may be done with files: the mode of chmod, mkdir and install. */
export function modeOf(command: ShellCommand): ShellWord | undefined {
  switch (command.name) {
    case 'chmod':
      // A mode may begin with a hyphen, `-w`, and options may follow it.
      return command.has('--reference') ? undefined : command.operandWords()[0];
    case 'mkdir':
    case 'install':
      return valueOfMode(command);
    default:
      return undefined;
  }
}

/** The value of `-m` or `--mode`, as a word of its own: a value that is part of the option's word has none. */
function valueOfMode({ arguments: words }: ShellCommand): ShellWord | undefined {
  const option = words.findIndex(({ text }) => text === '--mode' || /^-[a-zA-Z]*m$/.test(text));
  return option === -1 ? undefined : words[option + 1];
}

/** How a mode lets everybody write. */
export interface WorldWrite {
  /** The same mode without it; undefined for modes in letters. */
  readonly without: string | undefined;
}

/**
 * How a mode of chmod lets everybody write; undefined when it does not. With the sticky bit, as on `/tmp`, only owners may
 * remove or rename files. A `+w` for nobody in particular is cut down by the umask, and gives others nothing.
 */
export function worldWrite(mode: string): WorldWrite | undefined {
  const [, special = '', rest = '', others] = /^([0-7]?)([0-7]{2})([0-7])$/.exec(mode) ?? [];
  if (others !== undefined) {
    const isSticky = (Number(special || '0') & 1) === 1;
    const write = 2;
    const bits = Number(others);
    return (bits & write) === 0 || isSticky ? undefined : { without: `${special}${rest}${bits - write}` };
  }
  const clauses = mode.split(',');
  const grants = clauses.some((clause) => /^[ugoa]*[oa][ugoa]*[+=][rwxXst]*w[rwxXst]*$/.test(clause));
  return grants && !/[+=][rwxX]*t/.test(mode) ? { without: undefined } : undefined;
}
