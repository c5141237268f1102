import { installsOrNames, type Leftovers, type PackageManager, unnamed } from './manager.ts';
import { fromElsewhere, type PackageRequest } from './request.ts';

/** The archives of packages, unpacked already. */
function downloads(folders: readonly string[], command: string): Leftovers {
  return { what: 'the download cache', folders, command, isCleanedBy: () => true, comesWith: 'install' };
}

/** npm (docs.npmjs.com, CLI v11). */
export const npm: PackageManager = {
  id: 'npm',
  name: 'npm',
  programs: ['npm'],
  kind: 'language',
  cache: {
    folders: ['/root/.npm'],
    isExclusive: false,
    isStore: false,
    leftovers: [downloads(['/root/.npm'], 'npm cache clean --force')],
  },
  project: {
    manifests: ['package.json'],
    locks: ['package-lock.json', 'npm-shrinkwrap.json'],
    settings: ['.npmrc'],
    elsewhere: ['-C', '--prefix'],
  },
  read: installsOrNames(['npm'], ['ci', 'clean-install', 'install', 'i', 'add'], { build: ['run build'] }),
  request: requestOf,
};

/** pnpm (pnpm.io, v10). */
export const pnpm: PackageManager = {
  id: 'pnpm',
  name: 'pnpm',
  programs: ['pnpm'],
  kind: 'language',
  cache: { folders: ['/root/.local/share/pnpm/store'], elsewhere: ['/pnpm/store'], isExclusive: false, isStore: false },
  project: {
    manifests: ['package.json'],
    locks: ['pnpm-lock.yaml'],
    settings: ['pnpm-workspace.yaml', '.npmrc', '.pnpmfile.cjs'],
    elsewhere: ['-C', '--dir'],
  },
  read: installsOrNames(['pnpm'], ['install', 'i', 'add', 'fetch'], { build: ['run build', 'build'] }),
  request: requestOf,
};

/** Yarn: `yarn` alone installs. */
export const yarn: PackageManager = {
  id: 'yarn',
  name: 'yarn',
  programs: ['yarn'],
  kind: 'language',
  cache: {
    folders: ['/usr/local/share/.cache/yarn'],
    // Since version 2 (yarnpkg.com/configuration/yarnrc, `globalFolder`).
    elsewhere: ['/root/.yarn/berry/cache'],
    isExclusive: false,
    isStore: false,
    leftovers: [downloads(['/usr/local/share/.cache/yarn', '/root/.yarn/berry'], 'yarn cache clean')],
  },
  project: {
    manifests: ['package.json'],
    locks: ['yarn.lock'],
    settings: ['.yarnrc.yml', '.yarnrc', '.npmrc', '.yarn/'],
    elsewhere: ['--cwd'],
  },
  read(command) {
    if (command.name !== 'yarn') return undefined;
    const [subcommand, ...packages] = command.operandWords(['--cwd', '--cache-folder']);
    if (subcommand === undefined)
      return command.has('--version', '-v', '--help') ? undefined : unnamed('dependencies', undefined);
    if (subcommand.value === 'global' && packages[0]?.value === 'add')
      return { kind: 'install', subcommand: packages[0], packages: packages.slice(1) };
    if (subcommand.value === 'add') return { kind: 'install', subcommand, packages };
    if (subcommand.value === 'install') return unnamed('dependencies', subcommand);
    if (subcommand.value === 'cache' && packages[0]?.value === 'clean') return unnamed('clean', subcommand);
    const script = subcommand.value === 'run' ? packages[0]?.value : subcommand.value;
    return script === 'build' ? unnamed('build', subcommand) : undefined;
  },
  request: requestOf,
};

export const bun: PackageManager = {
  id: 'bun',
  name: 'bun',
  programs: ['bun'],
  kind: 'language',
  cache: { folders: ['/root/.bun/install/cache'], isExclusive: false, isStore: false },
  project: {
    manifests: ['package.json'],
    locks: ['bun.lock', 'bun.lockb'],
    settings: ['bunfig.toml', '.npmrc'],
    elsewhere: ['--cwd'],
  },
  read: installsOrNames(['bun'], ['install', 'i', 'add'], { build: ['run build'] }),
  request: requestOf,
};

/**
 * A package as npm and its like take it (docs.npmjs.com, `npm install`): `name`, `@scope/name`, each with `@version` or
 * `@tag`, `alias@npm:name@version`, an archive, a folder, or a Git repository with `#commit`.
 */
function requestOf(word: string): PackageRequest {
  if (/^(?:\.{0,2}\/|~\/|file:|link:)/.test(word) || /^\.{1,2}$/.test(word)) return fromElsewhere(word, 'file');
  if (/\.(?:tar|tgz|tar\.gz)$/.test(word)) return fromElsewhere(word, 'file');
  const [address = '', commit] = word.split('#');
  const isRepository = /^(?:git(?:\+\w+)?:|github:|gitlab:|bitbucket:|https?:)|^[\w-]+\/[\w.-]+$/.test(address);
  if (isRepository) return fromElsewhere(address, 'repository', commit);
  const at = word.indexOf('@', 1);
  const alias = word.indexOf('@npm:', 1);
  if (alias !== -1) return { ...requestOf(word.slice(alias + '@npm:'.length)), name: word.slice(0, alias) };
  if (at === -1) return { name: word, origin: 'index' };
  const version = word.slice(at + 1);
  // A version begins with a digit or an operator; everything else is a dist-tag, which moves.
  const isTag = /^[a-uw-z][\w.-]*$/i.test(version);
  return {
    name: word.slice(0, at),
    origin: 'index',
    ...(isTag ? { tag: version } : { version: version || undefined }),
  };
}
