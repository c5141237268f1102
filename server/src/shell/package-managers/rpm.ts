import { bySubcommand, type Confirmation, type Leftovers, type PackageManager } from './manager.ts';
import { fromElsewhere, type PackageRequest } from './request.ts';

/** The commands of dnf(8) and yum(8) with their short forms, dnf 5 included. */
const subcommands = {
  makecache: 'update',
  'check-update': 'update',
  install: 'install',
  in: 'install',
  localinstall: 'install',
  groupinstall: 'install',
  reinstall: 'install',
  rei: 'install',
  builddep: 'install',
  update: 'upgrade',
  'update-minimal': 'upgrade',
  upgrade: 'upgrade',
  up: 'upgrade',
  'upgrade-minimal': 'upgrade',
  'up-min': 'upgrade',
  'distro-sync': 'upgrade',
  dsync: 'upgrade',
  remove: 'remove',
  rm: 'remove',
  erase: 'remove',
  autoremove: 'remove',
  clean: 'clean',
} as const;

const optionsWithValue = [
  '-c',
  '--config',
  '-x',
  '--exclude',
  '--enablerepo',
  '--disablerepo',
  '--setopt',
  '--installroot',
  '--releasever',
  '--repo',
  '--repoid',
  '--forcearch',
  '-d',
  '-e',
];

const confirmation: Confirmation = {
  option: '-y',
  place: 'after subcommand',
  answers: ['-y', '--assumeyes', '--assumeno', '--downloadonly'],
  asking: Object.entries(subcommands).flatMap(([name, kind]) =>
    /^(?:install|upgrade|remove)$/.test(kind) ? name : [],
  ),
  setting: /assumeyes\s*=|defaultyes\s*=/i,
};

/** Reads the commands of a program that speaks like dnf; `group` and `module` put a word before the command. */
function reader(program: readonly string[]): PackageManager['read'] {
  const plain = bySubcommand(program, subcommands, optionsWithValue);
  return (command) => {
    const action = plain(command);
    if (action || !program.includes(command.name)) return action;
    const [section, subcommand, ...packages] = command.operandWords(optionsWithValue);
    const kind = subcommand?.value === 'install' ? 'install' : subcommand?.value === 'remove' ? 'remove' : undefined;
    if (!kind || !/^(?:group|groups|module|grp)$/.test(section?.value ?? '')) return undefined;
    return { kind, subcommand, packages: section?.value === 'module' ? packages : [] };
  };
}

function manager(
  id: string,
  programs: readonly string[],
  cacheFolders: readonly string[],
  mounted = cacheFolders,
): PackageManager {
  const leftovers: Leftovers = {
    what: 'the package cache',
    folders: cacheFolders,
    command: `${id} clean all`,
    // Where yum and dnf are both there, one is the other's second name; the others keep caches of their own.
    isCleanedBy: (_, program) =>
      programs.includes(program) || (/^(?:yum|dnf5?)$/.test(program) && /^(?:yum|dnf)$/.test(id)),
    comesWith: 'install',
  };
  return {
    id,
    name: id,
    programs,
    kind: 'system',
    cache: { folders: mounted, isExclusive: true, isStore: false, leftovers: [leftovers] },
    project: undefined,
    read: reader(programs),
    request: requestOf,
    confirmation,
    unverifiedOptions: ['--nogpgcheck', '--no-gpgchecks'],
    unverifiedSetting: /\b(?:gpgcheck|sslverify)\s*=\s*["']?(?:0|false|no)\b/i,
    settingsFiles: ['/etc/yum.conf', '/etc/dnf/', '/etc/yum/'],
  };
}

export const dnf = manager('dnf', ['dnf', 'dnf5'], ['/var/cache/dnf', '/var/cache/libdnf5']);
export const microdnf = manager(
  'microdnf',
  ['microdnf'],
  ['/var/cache/yum', '/var/cache/dnf', '/var/cache/libdnf5'],
  ['/var/cache/yum'],
);
export const tdnf = manager('tdnf', ['tdnf'], ['/var/cache/tdnf']);
export const yum = manager('yum', ['yum'], ['/var/cache/yum', '/var/cache/dnf'], ['/var/cache/yum']);

/** rpm itself (rpm(8)), which installs files and keeps nothing of them. */
export const rpm: PackageManager = {
  id: 'rpm',
  name: 'rpm',
  programs: ['rpm'],
  kind: 'system',
  cache: undefined,
  project: undefined,
  read(command) {
    if (command.name !== 'rpm') return undefined;
    const mode = command.arguments.find(({ text }) =>
      /^(?:-[a-zA-Z]*[iUFe][a-zA-Z]*|--(?:install|upgrade|freshen|erase))$/.test(text),
    );
    if (!mode || command.has('-q', '--query', '-V', '--verify', '--import', '--eval')) return undefined;
    const kind = /^--(?!erase)|^-[a-zA-Z]*[iUF]/.test(mode.text) ? 'install' : 'remove';
    return { kind, subcommand: mode, packages: command.operandWords(['--root', '--dbpath', '--prefix', '--define']) };
  },
  unverifiedOptions: ['--nosignature', '--nodigest', '--noverify', '--nofiledigest'],
};

/**
 * `name`, `name-version[-release][.arch]`, `module:stream`, `@group`, a file or its address. A version is told from a
 * name with hyphens by the digit that its last parts begin with: `java-11-openjdk` has none.
 */
function requestOf(word: string): PackageRequest | undefined {
  if (/\.rpm$/.test(word) || /^(?:[./~]|\w+:\/\/)/.test(word)) return fromElsewhere(word, 'file');
  if (word.startsWith('@')) return fromElsewhere(word, 'group');
  const stream = /^([^:]+?):([^:]+)$/.exec(word);
  if (stream && !/-\d+$/.test(stream[1] ?? '')) return { name: stream[1] ?? word, origin: 'index', version: stream[2] };
  const comparison = /^([^<>=]+?)\s*[<>=]+\s*(.+)$/.exec(word);
  if (comparison) return { name: comparison[1] ?? word, origin: 'index', version: comparison[2] };
  const version = /-(\d[^-]*-[^-]*\d[^-]*|\d[^-]*)$/.exec(word);
  return version
    ? { name: word.slice(0, version.index), origin: 'index', version: version[1] }
    : { name: word, origin: 'index' };
}
