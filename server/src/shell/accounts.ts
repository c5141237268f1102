import type { ShellCommand, ShellWord } from './command.ts';

/** Commands that make users and groups. */
export function makesAccount({ name }: ShellCommand): boolean {
  return ['useradd', 'groupadd', 'adduser', 'addgroup', 'usermod'].includes(name);
}

/** The user or group that a command makes. */
export function accountOf(command: ShellCommand): string | undefined {
  return accountWord(command)?.value;
}

function accountWord(command: ShellCommand): ShellWord | undefined {
  if (!makesAccount(command) || command.name === 'usermod') return undefined;
  const [first, ...more] = command.operandWords(takingValue);
  // BusyBox and Debian: `adduser user group` and `addgroup user group` add one to the other.
  return more.length > 0 ? undefined : first;
}

/** Whether a command makes a user, and not only a group. */
export function makesUser(command: ShellCommand): boolean {
  return ['useradd', 'adduser'].includes(command.name) && accountWord(command) !== undefined;
}

const takingValue = [
  '-u',
  '--uid',
  '-g',
  '--gid',
  '-G',
  '--groups',
  '-d',
  '--home-dir',
  '--home',
  '-b',
  '--base-dir',
  '-e',
  '--expiredate',
  '-K',
  '--key',
  '-h',
  '-s',
  '--shell',
  '-c',
  '--comment',
  '--gecos',
  '-k',
  '--ingroup',
  '-p',
  '--password',
];

/** The user in `user:group`. */
export function userPart(owner: string): string {
  return owner.split(':')[0] ?? '';
}

export function isRootName(owner: string): boolean {
  return ['root', '0', ''].includes(userPart(owner));
}
