import { bySubcommand, type PackageManager } from './manager.ts';
import { fromElsewhere, fromIndex, type PackageRequest } from './request.ts';

/** zypper (zypper(8), 1.14). */
export const zypper: PackageManager = {
  id: 'zypper',
  name: 'zypper',
  programs: ['zypper'],
  kind: 'system',
  cache: {
    folders: ['/var/cache/zypp'],
    isExclusive: true,
    isStore: false,
    leftovers: [
      {
        what: 'the package cache',
        folders: ['/var/cache/zypp'],
        command: 'zypper clean --all',
        isCleanedBy: () => true,
        comesWith: 'install',
      },
    ],
  },
  project: undefined,
  read: bySubcommand(
    ['zypper'],
    {
      refresh: 'update',
      ref: 'update',
      install: 'install',
      in: 'install',
      'source-install': 'install',
      si: 'install',
      update: 'upgrade',
      up: 'upgrade',
      'dist-upgrade': 'upgrade',
      dup: 'upgrade',
      patch: 'upgrade',
      remove: 'remove',
      rm: 'remove',
      clean: 'clean',
      cc: 'clean',
    },
    [
      '-R',
      '--root',
      '-r',
      '--repo',
      '--from',
      '-t',
      '--type',
      '-D',
      '--reposd-dir',
      '-c',
      '--config',
      '-p',
      '--plus-repo',
    ],
  ),
  request: requestOf,
  confirmation: {
    option: '-n',
    place: 'before subcommand',
    answers: ['-n', '--non-interactive', '-y', '--no-confirm', '--dry-run', '--download-only'],
    asking: ['install', 'in', 'source-install', 'si', 'update', 'up', 'dist-upgrade', 'dup', 'patch', 'remove', 'rm'],
  },
  unverifiedOptions: ['--no-gpg-checks', '--allow-unsigned-rpm'],
  unverifiedSetting: /\b(?:gpgcheck|pkg_gpgcheck|repo_gpgcheck)\s*=\s*["']?(?:0|false|no|off)\b/i,
};

/** `name`, `name=version`, `name>=version`, a file or its address; `-name` and `!name` remove. */
function requestOf(word: string): PackageRequest | undefined {
  if (/\.rpm$/.test(word) || /^(?:[./~]|\w+:\/\/)/.test(word)) return fromElsewhere(word, 'file');
  if (/^[!~-]/.test(word)) return undefined;
  return word.startsWith('@') ? fromElsewhere(word, 'group') : fromIndex(word, /[<>=]+/);
}
