import type { ShellCommand } from '../command.ts';
import { bySubcommand, installsOrNames, type PackageManager, unnamed } from './manager.ts';
import { fromElsewhere, type PackageRequest } from './request.ts';

/** pip (pip.pypa.io, 25): what is listed comes from files given with `-r`, so the project's files are those. */
export const pip: PackageManager = {
  id: 'pip',
  name: 'pip',
  programs: ['pip', 'python'],
  kind: 'language',
  cache: {
    folders: ['/root/.cache/pip'],
    isExclusive: false,
    isStore: false,
    leftovers: [
      {
        what: 'the download cache',
        folders: ['/root/.cache/pip', '~/.cache/pip'],
        option: '--no-cache-dir',
        variable: 'PIP_NO_CACHE_DIR',
        setting: /no[-_]cache[-_]dir/,
        isCleanedBy: () => true,
        comesWith: 'install',
      },
    ],
  },
  project: { manifests: ['requirements*.txt'], locks: [], settings: [] },
  read(command) {
    if (!isPip(command)) return undefined;
    const [subcommand, ...packages] = command.operandWords(pipOptions);
    if (subcommand?.value === 'cache') return unnamed('clean', subcommand);
    if (subcommand?.value !== 'install') return undefined;
    return command.has('-r', '--requirement')
      ? unnamed('dependencies', subcommand)
      : { kind: 'install', subcommand, packages };
  },
  request: requestOf,
  versionOptions: ['-c', '--constraint'],
  settingsFiles: ['/etc/pip.conf', '/root/.pip/', '/root/.config/pip/'],
};

const pipOptions = [
  '-r',
  '--requirement',
  '-c',
  '--constraint',
  '-i',
  '--index-url',
  '--extra-index-url',
  '-t',
  '--target',
  '-f',
  '--find-links',
  '--prefix',
  '--root',
  '-e',
  '--editable',
  '--trusted-host',
  '-m',
  '--proxy',
  '--python',
  '--platform',
  '--python-version',
  '--implementation',
  '--abi',
  '--only-binary',
  '--no-binary',
  '--progress-bar',
  '--root-user-action',
  '--src',
  '--upgrade-strategy',
  '--timeout',
  '--retries',
  '--cert',
  '--client-cert',
  '--log',
  '--cache-dir',
  '--config-settings',
  '-C',
  '--report',
  '--build-option',
  '--global-option',
];

/** pipx (pipx.pypa.io, 1.7) installs programs, each into an environment of its own. */
export const pipx: PackageManager = {
  id: 'pipx',
  name: 'pipx',
  programs: ['pipx'],
  kind: 'language',
  cache: { folders: ['/root/.cache/pip'], isExclusive: false, isStore: false },
  project: undefined,
  read: bySubcommand(['pipx'], { install: 'install' }, ['-i', '--index-url', '--pip-args', '--python', '--suffix']),
  request: requestOf,
};

export const pipenv: PackageManager = {
  id: 'pipenv',
  name: 'pipenv',
  programs: ['pipenv'],
  kind: 'language',
  cache: { folders: ['/root/.cache/pipenv', '/root/.cache/pip'], isExclusive: false, isStore: false },
  project: { manifests: ['Pipfile'], locks: ['Pipfile.lock'], settings: [] },
  read: installsOrNames(['pipenv'], ['install', 'sync'], {}),
};

export const poetry: PackageManager = {
  id: 'poetry',
  name: 'Poetry',
  programs: ['poetry'],
  kind: 'language',
  cache: { folders: ['/root/.cache/pypoetry'], isExclusive: false, isStore: false },
  project: {
    manifests: ['pyproject.toml'],
    locks: ['poetry.lock'],
    settings: ['poetry.toml'],
    elsewhere: ['-C', '--directory', '-P', '--project'],
  },
  read: bySubcommand(['poetry'], { install: 'dependencies', sync: 'dependencies', add: 'install', build: 'build' }),
};

/** uv (docs.astral.sh/uv, 0.8). */
export const uv: PackageManager = {
  id: 'uv',
  name: 'uv',
  programs: ['uv'],
  kind: 'language',
  cache: { folders: ['/root/.cache/uv'], isExclusive: false, isStore: false },
  project: {
    manifests: ['pyproject.toml'],
    locks: ['uv.lock'],
    settings: ['.python-version', 'uv.toml'],
    elsewhere: ['--directory', '--project'],
  },
  read(command) {
    if (command.name !== 'uv') return undefined;
    const [subcommand, second, ...rest] = command.operandWords([
      '-r',
      '--requirement',
      '--group',
      '--extra',
      '--python',
      '-p',
      '-c',
      '--constraint',
      '--constraints',
      '-e',
      '--editable',
      '--index-url',
      '--extra-index-url',
      '--find-links',
      '-f',
      '--target',
      '--prefix',
      '--torch-backend',
      '--index',
    ]);
    if (subcommand?.value === 'sync') return unnamed('dependencies', subcommand);
    if (subcommand?.value === 'add') return { kind: 'install', subcommand, packages: second ? [second, ...rest] : [] };
    if (subcommand?.value === 'cache') return unnamed('clean', subcommand);
    if (!/^(?:pip|tool)$/.test(subcommand?.value ?? '') || second?.value !== 'install') return undefined;
    return command.has('-r', '--requirement')
      ? unnamed('dependencies', second)
      : { kind: 'install', subcommand: second, packages: rest };
  },
  request: requestOf,
  versionOptions: ['-c', '--constraint', '--constraints'],
};

/** Whether a command is `pip`, `pip3.13` or `python -m pip`. */
function isPip(command: ShellCommand): boolean {
  if (/^pip[\d.]*$/.test(command.name)) return true;
  if (!/^python[\d.]*$/.test(command.name)) return false;
  const module = command.arguments.findIndex(({ text }) => text === '-m');
  return module !== -1 && command.arguments[module + 1]?.value === 'pip';
}

/**
 * A requirement as pip and its like take it (PEP 508; pip.pypa.io, "Requirement Specifiers" and "VCS Support"): a name
 * with extras, versions and a marker, a file or folder, an address, or a repository with `@ref`.
 */
function requestOf(word: string): PackageRequest {
  const [requirement = ''] = word.split(';');
  const direct = /^([\w.-]+(?:\[[^\]]*\])?)\s*@\s*(\w[\w+]*:.*)$/.exec(requirement);
  if (direct) return { ...requestOf(direct[2] ?? ''), name: direct[1] ?? word };
  const repository = /^(?:git|hg|svn|bzr)(?:\+[\w-]+)?:\/*[^/]*(.*)$/.exec(requirement);
  if (repository) return fromElsewhere(word, 'repository', /@([^#]+)/.exec(repository[1] ?? '')?.[1]);
  if (/^\.|[/]|\.(?:whl|zip|tar\.\w+|tgz)$/.test(requirement)) return fromElsewhere(word, 'file');
  const versions = /(?:[<>!~=]=?=?|@)/.exec(requirement);
  const name = (versions ? requirement.slice(0, versions.index) : requirement).replace(/\[.*$/, '').trim();
  return { name, origin: 'index', version: versions ? requirement.slice(versions.index) : undefined };
}
