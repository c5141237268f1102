import type { ShellCommand } from '../../shell/command.ts';

/** Commands that make users and groups. */
export function makesAccount({ name }: ShellCommand): boolean {
  return ['useradd', 'groupadd', 'adduser', 'addgroup', 'usermod'].includes(name);
}

/** The user or group that a command makes. */
export function accountOf(command: ShellCommand): string | undefined {
  if (!makesAccount(command) || command.name === 'usermod') return undefined;
  const [first, ...more] = command.operandWords(takingValue);
  // BusyBox and Debian: `adduser user group` and `addgroup user group` add one to the other.
  return more.length > 0 ? undefined : first?.value;
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
