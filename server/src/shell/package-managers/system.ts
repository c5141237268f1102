import { bySubcommand, type Leftovers, type PackageManager } from './manager.ts';

/** apt-get, apt and aptitude (apt-get(8), Debian 13). */
const apt: PackageManager = {
  id: 'apt',
  name: 'apt-get',
  kind: 'system',
  cache: {
    folders: ['/var/cache/apt', '/var/lib/apt'],
    isExclusive: true,
    isStore: false,
    // Debian's and Ubuntu's images delete downloaded packages themselves; the lists stay.
    leftovers: {
      what: 'the package lists',
      folders: ['/var/lib/apt/lists', '/var/lib/apt'],
      command: 'rm -rf /var/lib/apt/lists/*',
      comesWith: 'update',
    },
  },
  project: undefined,
  read: bySubcommand(
    ['apt-get', 'apt', 'aptitude'],
    {
      update: 'update',
      install: 'install',
      'build-dep': 'install',
      satisfy: 'install',
      upgrade: 'upgrade',
      'dist-upgrade': 'upgrade',
      'full-upgrade': 'upgrade',
      remove: 'remove',
      purge: 'remove',
      autoremove: 'remove',
      clean: 'clean',
      autoclean: 'clean',
      'dist-clean': 'clean',
      distclean: 'clean',
    },
    [
      '-o',
      '--option',
      '-t',
      '--target-release',
      '--default-release',
      '-c',
      '--config-file',
      '-a',
      '--host-architecture',
    ],
  ),
};

/** apk (apk-tools 2.14, Alpine 3.22). */
const apk: PackageManager = {
  id: 'apk',
  name: 'apk',
  kind: 'system',
  cache: {
    folders: ['/var/cache/apk'],
    isExclusive: true,
    isStore: false,
    leftovers: {
      what: 'the package index',
      folders: ['/var/cache/apk'],
      option: '--no-cache',
      alsoAvoidedBy: ['--no-network'],
      comesWith: 'install',
    },
  },
  project: undefined,
  read: bySubcommand(['apk'], { update: 'update', add: 'install', upgrade: 'upgrade', del: 'remove', cache: 'clean' }, [
    '-t',
    '--virtual',
    '-X',
    '--repository',
    '-p',
    '--root',
    '--repositories-file',
    '--arch',
    '--keys-dir',
    '--cache-dir',
  ]),
};

const rpmSubcommands = {
  makecache: 'update',
  'check-update': 'update',
  install: 'install',
  localinstall: 'install',
  groupinstall: 'install',
  reinstall: 'install',
  update: 'upgrade',
  upgrade: 'upgrade',
  'distro-sync': 'upgrade',
  remove: 'remove',
  erase: 'remove',
  autoremove: 'remove',
  clean: 'clean',
} as const;
const rpmOptions = [
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
];

function rpmLeftovers(program: string): Leftovers {
  return {
    what: 'the package cache',
    folders: [`/var/cache/${program}`, '/var/cache'],
    command: `${program} clean all`,
    comesWith: 'install',
  };
}

/** dnf, microdnf and tdnf. */
const dnf: PackageManager = {
  id: 'dnf',
  name: 'dnf',
  kind: 'system',
  cache: {
    folders: ['/var/cache/dnf'],
    isExclusive: true,
    isStore: false,
    leftovers: rpmLeftovers('dnf'),
  },
  project: undefined,
  read: bySubcommand(['dnf', 'dnf5', 'microdnf', 'tdnf'], rpmSubcommands, rpmOptions),
};

const yum: PackageManager = {
  id: 'yum',
  name: 'yum',
  kind: 'system',
  cache: {
    folders: ['/var/cache/yum'],
    isExclusive: true,
    isStore: false,
    leftovers: rpmLeftovers('yum'),
  },
  project: undefined,
  read: bySubcommand(['yum'], rpmSubcommands, rpmOptions),
};

const zypper: PackageManager = {
  id: 'zypper',
  name: 'zypper',
  kind: 'system',
  cache: {
    folders: ['/var/cache/zypp'],
    isExclusive: true,
    isStore: false,
    leftovers: {
      what: 'the package cache',
      folders: ['/var/cache/zypp', '/var/cache'],
      command: 'zypper clean --all',
      comesWith: 'install',
    },
  },
  project: undefined,
  read: bySubcommand(
    ['zypper'],
    {
      refresh: 'update',
      ref: 'update',
      install: 'install',
      in: 'install',
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
    ['-R', '--root', '-r', '--repo', '--from', '-t', '--type'],
  ),
};

/** The package managers of Linux distributions. */
export const systemPackageManagers: readonly PackageManager[] = [apt, apk, dnf, yum, zypper];
