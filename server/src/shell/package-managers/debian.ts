import { bySubcommand, type PackageManager } from './manager.ts';
import { fromElsewhere, fromIndex, type PackageRequest } from './request.ts';

const optionsWithValue = [
  '-o',
  '--option',
  '-t',
  '--target-release',
  '--default-release',
  '-c',
  '--config-file',
  '-a',
  '--host-architecture',
];

const bySubcommands = bySubcommand(
  ['apt-get', 'apt', 'aptitude'],
  {
    update: 'update',
    install: 'install',
    'build-dep': 'install',
    satisfy: 'install',
    upgrade: 'upgrade',
    'safe-upgrade': 'upgrade',
    'dist-upgrade': 'upgrade',
    'full-upgrade': 'upgrade',
    remove: 'remove',
    purge: 'remove',
    autoremove: 'remove',
    autopurge: 'remove',
    clean: 'clean',
    autoclean: 'clean',
    'dist-clean': 'clean',
    distclean: 'clean',
  },
  optionsWithValue,
);

/** apt-get, apt and aptitude (apt-get(8) and apt.conf(5), Debian 13). */
export const apt: PackageManager = {
  id: 'apt',
  name: 'apt-get',
  programs: ['apt-get', 'apt', 'aptitude'],
  kind: 'system',
  cache: {
    folders: ['/var/cache/apt', '/var/lib/apt'],
    isExclusive: true,
    isStore: false,
    leftovers: [
      {
        what: 'the package lists',
        folders: ['/var/lib/apt/lists'],
        command: 'rm -rf /var/lib/apt/lists/*',
        isCleanedBy: (subcommand) => /^dist-?clean$/.test(subcommand),
        comesWith: 'update',
      },
      {
        // Debian's and Ubuntu's images delete downloaded packages themselves, unless they are told not to.
        what: 'the downloaded packages',
        folders: ['/var/cache/apt'],
        command: 'apt-get clean',
        isCleanedBy: (subcommand) => /^(?:dist-?)?clean$/.test(subcommand),
        comesWith: 'install',
        needs: /docker-clean|Keep-Downloaded-Packages/,
      },
    ],
  },
  project: undefined,
  read(command) {
    const action = bySubcommands(command);
    // These name sources and relations; what is installed are the packages they need.
    return /^(?:build-dep|satisfy)$/.test(action?.subcommand?.value ?? '') && action
      ? { ...action, packages: [] }
      : action;
  },
  request: requestOf,
  confirmation: {
    option: '-y',
    place: 'after subcommand',
    answers: ['-y', '--yes', '--assume-yes', '--force-yes', '-s', '--dry-run', '--simulate', '--print-uris'],
    asking: [
      'install',
      'build-dep',
      'satisfy',
      'upgrade',
      'safe-upgrade',
      'dist-upgrade',
      'full-upgrade',
      'remove',
      'purge',
      'autoremove',
      'autopurge',
    ],
    setting: /Assume-Yes|Force-Yes/i,
  },
  unverifiedOptions: ['--allow-unauthenticated', '--force-yes', '--allow-insecure-repositories'],
  unverifiedSetting: /(?:AllowUnauthenticated|AllowInsecureRepositories)[="\s]+(?:true|yes|on|1)\b/i,
  settingsFiles: ['/etc/apt/apt.conf', '/etc/apt/apt.conf.d/'],
};

/** `name`, `name:arch`, `name=version`, `name/release`, `./file.deb`; `name-` removes, `task^` is a list of packages. */
function requestOf(word: string): PackageRequest | undefined {
  if (/\.deb$/.test(word) || /^(?:[./~]|\w+:\/\/)/.test(word)) return fromElsewhere(word, 'file');
  if (/[^-]-$/.test(word)) return undefined;
  if (word.endsWith('^')) return fromElsewhere(word, 'group');
  return fromIndex(word, /[=/]/);
}
