import { Notes } from '../../core/notes.ts';
import type { ImageFacts } from '../../image/facts.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { modeOf } from '../../shell/permissions.ts';
import { CopyInstruction } from '../instructions/copy.ts';
import type { Instruction } from '../instructions/instruction.ts';
import { RunInstruction } from '../instructions/run.ts';
import type { Stage } from '../stage.ts';
import { joinPath, workingFolderAt } from '../working-folder.ts';
import type { RuntimeImage } from './runtime-image.ts';
import { userNumber, worthOf } from './runtime-user.ts';
import { isWithin } from './written-paths.ts';

/** Whom a file or a folder of an image belongs to, and what may be done with it. */
export interface Ownership {
  /** The number of its owner; undefined where that is not known. */
  readonly owner: number | undefined;
  /** The bits of its mode, `0o755`; undefined where they are not known. */
  readonly mode: number | undefined;
  /** Whether a command makes it, as an empty folder. */
  readonly isMade: boolean;
  /** Whether something is copied into it or onto it. */
  readonly isCopied: boolean;
  /** The instruction that says it last. */
  readonly by: Instruction;
}

/** What instructions say, by absolute path without a slash at its end. */
export type Ownerships = ReadonlyMap<string, Ownership>;

const known = new Notes<RuntimeImage, Ownerships | null>();

/**
 * The files and folders of which the instructions of an image say whom they belong to or who may use them. Undefined where
 * a command decides that in a way that cannot be followed, and for images that somebody else makes.
 */
export function ownershipsIn(image: RuntimeImage): Ownerships | undefined {
  let answer = known.get(image);
  if (answer === undefined) {
    answer = (image.stage && !image.stage.isWindows && new Ledger(image.stage, image.base).read()) || null;
    known.set(image, answer);
  }
  return answer ?? undefined;
}

/** What instructions say of a path; undefined where they say nothing, or nothing that can be followed. */
export function ownershipOf(image: RuntimeImage, path: string): Ownership | undefined {
  return ownershipsIn(image)?.get(path);
}

/** Follows the instructions of a stage and of those below it, in the order in which they are carried out. */
class Ledger {
  private readonly entries = new Map<string, Ownership>();
  private readonly stage: Stage;
  private readonly base: ImageFacts | undefined;

  constructor(stage: Stage, base: ImageFacts | undefined) {
    this.stage = stage;
    this.base = base;
  }

  /** Undefined as soon as something cannot be followed. */
  read(): Ownerships | undefined {
    for (const stage of this.stage.lineage.toReversed()) {
      for (const one of stage.instructions) {
        const isFollowed =
          one instanceof CopyInstruction ? this.copy(one) : !(one instanceof RunInstruction) || this.run(one);
        if (!isFollowed) return undefined;
      }
    }
    return this.entries;
  }

  private copy(by: CopyInstruction): boolean {
    const path = this.pathIn(by, by.expandedDestination);
    if (path === undefined) return false;
    for (const [place, entry] of this.entries) {
      if (isWithin(place, path) || isWithin(path, place)) this.entries.set(place, { ...entry, isCopied: true });
    }
    const [source, ...others] = by.expandedSources;
    if (source === undefined || others.length > 0 || /[*?[]|\/$|\.$/.test(source)) return true;
    const name = source.slice(source.lastIndexOf('/') + 1);
    const isInto = by.expandedDestination?.endsWith('/') || /(?:^|\/)\.$/.test(by.expandedDestination ?? '');
    const chown = by.flag('chown');
    const text = chown ? chown.value && by.stage.expand(chown.value).value : '0';
    const mode = by.flag('chmod')?.value;
    const bits = mode && by.stage.expand(mode).value;
    const entry = {
      owner: text === undefined ? undefined : this.numberOf(text),
      mode: bits === undefined ? undefined : octal(bits),
      isMade: false,
      isCopied: true,
      by,
    };
    this.entries.set(isInto ? joinPath(path, name) : path, entry);
    return true;
  }

  private run(by: RunInstruction): boolean {
    const changesFolder = by.commands.some(({ name }) => name === 'cd' || name === 'pushd');
    return by.commands.every((command) => {
      switch (command.name) {
        case 'chown':
        case 'chmod':
        case 'chgrp':
        case 'mkdir':
        case 'install':
        case 'rm':
        case 'mv':
          return this.change(command, by, changesFolder);
        default:
          return !/\b(?:chown|chmod|chgrp|setfacl|fix-permissions)\b/.test(command.text);
      }
    });
  }

  private change(command: ShellCommand, by: RunInstruction, changesFolder: boolean): boolean {
    const { name, place } = command;
    const takesFirst = name === 'chown' || name === 'chmod' || name === 'chgrp';
    const words = command.operandWords(['-m', '--mode', '-o', '--owner', '-g', '--group']);
    const [first, ...rest] = words;
    if (!first || (takesFirst && command.has('--reference'))) return true;
    for (const word of takesFirst ? rest : words) {
      const text = worthOf(word, by, command);
      const isRelative = text !== undefined && !text.startsWith('/');
      const path = text === undefined || (isRelative && changesFolder) ? undefined : this.pathIn(by, text);
      if (path === undefined) return false;
      if (/[*?[{]/.test(path) || place.conditional || name === 'rm' || name === 'mv') this.forget(path);
      else if (name === 'mkdir' || command.has('-d', '--directory')) this.make(path, command, by);
      else if (takesFirst) this.set(path, worthOf(first, by, command), command, by);
    }
    return true;
  }

  /** What lies at, in or around a path, whose end may be a pattern, is not known any more. */
  private forget(path: string): void {
    const fixed = path.replace(/\/[^/]*[*?[{].*$/, '') || '/';
    for (const place of this.entries.keys())
      if (isWithin(place, fixed) || isWithin(fixed, place)) this.entries.delete(place);
  }

  private make(path: string, command: ShellCommand, by: RunInstruction): void {
    if (this.entries.has(path) && command.has('-p', '--parents')) return;
    const user = by.stage.userAt(by.span.start).text ?? '';
    const given = command.name === 'install' ? command.optionValue('-o', '--owner') : undefined;
    const mode = modeOf(command)?.value;
    const inlined = command.has('-m', '--mode') && mode === undefined;
    this.entries.set(path, {
      owner: this.numberOf(given ?? (user === '' ? 'root' : user)),
      mode: inlined ? undefined : octal(mode ?? '755'),
      isMade: true,
      isCopied: false,
      by,
    });
  }

  private set(path: string, what: string | undefined, command: ShellCommand, by: RunInstruction): void {
    const isDeep = command.has('-R', '--recursive');
    const affected = [...this.entries.keys()].filter((place) => place === path || (isDeep && isWithin(place, path)));
    if (!affected.includes(path)) affected.push(path);
    for (const place of affected) {
      const { owner, mode, isMade = false, isCopied = false } = this.entries.get(place) ?? {};
      const entry = { owner, mode, isMade, isCopied, by };
      if (command.name === 'chmod')
        this.entries.set(place, { ...entry, mode: what === undefined ? undefined : octal(what) });
      else if (command.name === 'chgrp' || what?.startsWith(':')) this.entries.set(place, entry);
      else this.entries.set(place, { ...entry, owner: what === undefined ? undefined : this.numberOf(what) });
    }
  }

  /** The number of the user in `user:group`. */
  private numberOf(owner: string): number | undefined {
    const user = owner.split(/[:.]/)[0];
    return user ? userNumber(user, this.stage, this.base) : undefined;
  }

  private pathIn({ stage, span }: Instruction, path: string | undefined): string | undefined {
    if (path === undefined) return undefined;
    const folder = path.startsWith('/') ? '/' : workingFolderAt(stage, span.start);
    return folder === undefined ? undefined : joinPath(folder, path);
  }
}

/** The bits of a mode in digits; undefined for one in letters, which adds to what is not known. */
function octal(mode: string): number | undefined {
  return /^[0-7]{3,4}$/.test(mode) ? Number.parseInt(mode, 8) : undefined;
}
