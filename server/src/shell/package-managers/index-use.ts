import type { ShellCommand } from '../command.ts';
import { packageAction } from './index.ts';
import type { PackageManager } from './manager.ts';

/** What a command does with the index of packages that a system package manager has fetched. */
export type IndexUse =
  /** It installs or upgrades with it. */
  | 'installs'
  /** It fetches the index anew. */
  | 'updates'
  /** It has nothing to do with it. */
  | 'none'
  /** It looks things up in it, or it is a program that may run the package manager for all that is known of it. */
  | 'perhaps';

/** What a command does with the index of a package manager. */
export function indexUse(command: ShellCommand, manager: PackageManager): IndexUse {
  const action = packageAction(command);
  if (action?.manager === manager) {
    if (action.kind === 'install' || action.kind === 'upgrade') return 'installs';
    return action.kind === 'update' ? 'updates' : 'none';
  }
  // A build runs whatever the project's files say, everything else of other managers only installs.
  if (action) return action.kind === 'build' ? 'perhaps' : 'none';
  if (command.words.length === 0 || command.script) return 'none';
  return uninvolved.has(command.name) ? 'none' : 'perhaps';
}

/** Programs that run no package manager, whatever they are asked to do. */
const uninvolved: ReadonlySet<string> = new Set(
  [
    ': [ cd echo exit export false local printf pwd read set shift test trap true type ulimit umask unset wait',
    'awk base64 cat chgrp chmod chown cmp cp curl cut date dd diff dirname basename du env expr file find grep egrep',
    'gunzip gzip head hostname id install ln ls md5sum mkdir mktemp mv nproc od readlink realpath rm rmdir sed seq',
    'sha1sum sha256sum sha512sum sleep sort split stat strip tail tar tee touch tr uname uniq unlink unxz unzip wc wget',
    'which whoami xz yes zip bunzip2 bzip2 zcat envsubst patch rsync git',
    'addgroup adduser chpasswd groupadd groupmod passwd useradd usermod deluser userdel',
    'dpkg dpkg-query rpm gpg openssl ssh-keygen ssh-keyscan update-ca-certificates update-alternatives ldconfig',
    'locale-gen localedef update-locale setcap getcap systemctl',
    'apt-key apt-mark apt-config debconf-set-selections dpkg-divert dpkg-reconfigure lsb_release',
  ]
    .join(' ')
    .split(' '),
);
