import type { ShellCommand, ShellWord } from './command.ts';

/** The options of a command that takes another word as their value: letters, and long names. */
interface ValueOptions {
  readonly short: string;
  readonly long: readonly string[];
}

/** Commands that make or change users and groups, of shadow, Debian and BusyBox, as their manual pages describe them. */
const programs: Readonly<Record<string, ValueOptions>> = {
  useradd: {
    short: 'bcdefgGkKpPRsuZ',
    long: ['base-dir', 'comment', 'home-dir', 'gid', 'groups', 'skel', 'key', 'password', 'root', 'shell', 'uid'],
  },
  adduser: {
    short: 'hgsGuk',
    long: ['home', 'shell', 'uid', 'gid', 'ingroup', 'gecos', 'comment', 'firstuid', 'lastuid', 'conf'],
  },
  usermod: {
    short: 'cdefgGlpPRsuvVwWZ',
    long: ['comment', 'home', 'gid', 'groups', 'login', 'password', 'root', 'shell', 'uid'],
  },
  groupadd: { short: 'gKpPRU', long: ['gid', 'key', 'password', 'root', 'users'] },
  addgroup: { short: 'g', long: ['gid', 'firstgid', 'lastgid', 'conf'] },
  gpasswd: { short: 'adAMQ', long: ['add', 'delete', 'administrators', 'members', 'root'] },
};

/** A user that a command makes. */
export interface MadeUser {
  readonly name: string;
  readonly word: ShellWord;
  /** The number it is given; undefined when the command leaves it to the system, empty when it is not known. */
  readonly id: string | undefined;
}

/** Groups that a command puts a user into, besides the user's own. */
export interface Membership {
  readonly user: string;
  readonly groups: readonly string[];
}

/** Whether a command makes or changes a user or a group. */
export function makesAccount({ name }: ShellCommand): boolean {
  return name !== 'gpasswd' && Object.hasOwn(programs, name);
}

/** The user or group that a command makes. */
export function accountOf(command: ShellCommand): string | undefined {
  if (!makesAccount(command) || command.name === 'usermod') return undefined;
  const [first, ...more] = read(command).operands;
  // BusyBox and Debian: `adduser user group` and `addgroup user group` add one to the other.
  return more.length > 0 ? undefined : first?.value;
}

/** Whether a command makes a user, and not only a group. */
export function makesUser(command: ShellCommand): boolean {
  return userWord(command) !== undefined;
}

/** What a word is worth; undefined when that is not known. */
export type WordValue = (word: ShellWord) => string | undefined;

const asWritten: WordValue = ({ value }) => value;

/**
 * The user that a command makes; undefined when only the build knows its name. `worthOf` may know more of the command's
 * words than is written there.
 */
export function madeUser(command: ShellCommand, worthOf: WordValue = asWritten): MadeUser | undefined {
  const word = userWord(command);
  const name = word && worthOf(word);
  if (!name) return undefined;
  const { options } = read(command, worthOf);
  return { name, word, id: options.get('u') ?? options.get('uid') };
}

function userWord(command: ShellCommand): ShellWord | undefined {
  if (command.name !== 'useradd' && command.name !== 'adduser') return undefined;
  const { operands, options } = read(command);
  // Debian: `adduser --group name` makes a group, unless it makes a system user with one.
  const isGroup = options.has('group') && !options.has('system');
  return operands.length === 1 && !isGroup ? operands[0] : undefined;
}

/** The groups that a command puts a user into. */
export function membership(command: ShellCommand): Membership | undefined {
  if (!Object.hasOwn(programs, command.name)) return undefined;
  const { operands, options } = read(command);
  const [first, second] = operands.map(({ value }) => value);
  switch (command.name) {
    case 'useradd':
    case 'usermod': {
      const groups = options.get('G') ?? options.get('groups');
      return first && groups ? { user: first, groups: groups.split(',') } : undefined;
    }
    case 'gpasswd': {
      const user = options.get('a') ?? options.get('add');
      return user && first ? { user, groups: [first] } : undefined;
    }
    case 'adduser':
    case 'addgroup':
      return first && second ? { user: first, groups: [second] } : undefined;
    default:
      return undefined;
  }
}

/** The operands of a command, and its options by letter or long name; one without a value has an empty one. */
function read(
  command: ShellCommand,
  worthOf: WordValue = asWritten,
): {
  readonly operands: readonly ShellWord[];
  readonly options: ReadonlyMap<string, string>;
} {
  const { short, long } = programs[command.name] ?? { short: '', long: [] };
  const words = command.arguments;
  const valueAt = (place: number) => (words[place] && worthOf(words[place])) ?? '';
  const operands: ShellWord[] = [];
  const options = new Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as ShellWord;
    const text = worthOf(word) ?? word.text;
    if (text === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (text.startsWith('--')) {
      const [name = '', value] = text.slice(2).split('=', 2);
      options.set(name, value ?? (long.includes(name) ? valueAt(++at) : ''));
    } else if (text.startsWith('-') && text.length > 1) {
      for (let letter = 1; letter < text.length; letter++) {
        const name = text[letter] as string;
        if (!short.includes(name)) {
          options.set(name, '');
          continue;
        }
        options.set(name, text.slice(letter + 1) || valueAt(++at));
        break;
      }
    } else {
      operands.push(word);
    }
  }
  return { operands, options };
}

/** The user in `user:group`. */
export function userPart(owner: string): string {
  return owner.split(':')[0] ?? '';
}

export function isRootName(owner: string): boolean {
  return ['root', '0', ''].includes(userPart(owner));
}
