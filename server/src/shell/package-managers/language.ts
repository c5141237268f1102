import type { ShellCommand, ShellWord } from '../command.ts';
import { bySubcommand, type PackageManager } from './manager.ts';

/** npm (docs.npmjs.com, CLI v11). */
const npm: PackageManager = {
  id: 'npm',
  name: 'npm',
  kind: 'language',
  cache: { folders: ['/root/.npm'], isExclusive: false, isStore: false },
  project: {
    manifests: ['package.json'],
    locks: ['package-lock.json', 'npm-shrinkwrap.json'],
    settings: ['.npmrc'],
    elsewhere: ['-C', '--prefix'],
  },
  read: installsOrNames(['npm'], ['ci', 'clean-install', 'install', 'i', 'add'], { build: ['run build'] }),
};

/** pnpm (pnpm.io, v10). */
const pnpm: PackageManager = {
  id: 'pnpm',
  name: 'pnpm',
  kind: 'language',
  cache: { folders: ['/root/.local/share/pnpm/store'], isExclusive: false, isStore: false },
  project: {
    manifests: ['package.json'],
    locks: ['pnpm-lock.yaml'],
    settings: ['pnpm-workspace.yaml', '.npmrc', '.pnpmfile.cjs'],
    elsewhere: ['-C', '--dir'],
  },
  read: installsOrNames(['pnpm'], ['install', 'i', 'add', 'fetch'], { build: ['run build', 'build'] }),
};

/** Yarn: `yarn` alone installs. */
const yarn: PackageManager = {
  id: 'yarn',
  name: 'yarn',
  kind: 'language',
  cache: { folders: ['/usr/local/share/.cache/yarn'], isExclusive: false, isStore: false },
  project: {
    manifests: ['package.json'],
    locks: ['yarn.lock'],
    settings: ['.yarnrc.yml', '.yarnrc', '.npmrc', '.yarn/'],
    elsewhere: ['--cwd'],
  },
  read(command) {
    if (command.name !== 'yarn') return undefined;
    const [subcommand, ...packages] = command.operandWords(['--cwd', '--cache-folder']);
    if (subcommand === undefined) return command.has('--version', '-v', '--help') ? undefined : dependencies;
    if (subcommand.value === 'global' && packages[0]?.value === 'add')
      return { kind: 'install', packages: packages.slice(1) };
    if (subcommand.value === 'add') return { kind: 'install', packages };
    if (subcommand.value === 'install') return dependencies;
    if (subcommand.value === 'cache' && packages[0]?.value === 'clean') return { kind: 'clean', packages: [] };
    const script = subcommand.value === 'run' ? packages[0]?.value : subcommand.value;
    return script === 'build' ? build : undefined;
  },
};

const bun: PackageManager = {
  id: 'bun',
  name: 'bun',
  kind: 'language',
  cache: { folders: ['/root/.bun/install/cache'], isExclusive: false, isStore: false },
  project: {
    manifests: ['package.json'],
    locks: ['bun.lock', 'bun.lockb'],
    settings: ['bunfig.toml', '.npmrc'],
    elsewhere: ['--cwd'],
  },
  read: installsOrNames(['bun'], ['install', 'i', 'add'], { build: ['run build'] }),
};

/** pip (pip.pypa.io, 25): what is listed comes from files given with `-r`, so the project's files are those. */
const pip: PackageManager = {
  id: 'pip',
  name: 'pip',
  kind: 'language',
  cache: {
    folders: ['/root/.cache/pip'],
    isExclusive: false,
    isStore: false,
    leftovers: {
      what: 'the download cache',
      folders: ['/root/.cache/pip', '/root/.cache', '~/.cache'],
      option: '--no-cache-dir',
      variable: 'PIP_NO_CACHE_DIR',
      comesWith: 'install',
    },
  },
  project: { manifests: ['requirements*.txt'], locks: [], settings: [] },
  read(command) {
    const words = pipWords(command);
    if (words?.[0]?.value !== 'install') return words?.[0]?.value === 'cache' ? clean : undefined;
    const packages = command.operandWords(pipOptions).slice(1);
    if (command.has('-r', '--requirement')) return dependencies;
    return { kind: 'install', packages };
  },
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
];

const pipenv: PackageManager = {
  id: 'pipenv',
  name: 'pipenv',
  kind: 'language',
  cache: { folders: ['/root/.cache/pipenv', '/root/.cache/pip'], isExclusive: false, isStore: false },
  project: { manifests: ['Pipfile'], locks: ['Pipfile.lock'], settings: [] },
  read: installsOrNames(['pipenv'], ['install', 'sync'], {}),
};

const poetry: PackageManager = {
  id: 'poetry',
  name: 'Poetry',
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
const uv: PackageManager = {
  id: 'uv',
  name: 'uv',
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
    ]);
    if (subcommand?.value === 'sync') return dependencies;
    if (subcommand?.value === 'add') return { kind: 'install', packages: second ? [second, ...rest] : [] };
    if (subcommand?.value === 'cache') return clean;
    if (subcommand?.value !== 'pip' || second?.value !== 'install') return undefined;
    return command.has('-r', '--requirement') ? dependencies : { kind: 'install', packages: rest };
  },
};

/** Maven (maven.apache.org, 3.9): goals and phases may stand in any order among the options. */
const maven: PackageManager = {
  id: 'maven',
  name: 'Maven',
  kind: 'language',
  cache: { folders: ['/root/.m2'], isExclusive: false, isStore: true },
  project: {
    manifests: ['pom.xml'],
    locks: [],
    settings: ['mvnw', '.mvn/', 'settings.xml'],
    elsewhere: ['-f', '--file'],
  },
  offlineOptions: ['-o', '--offline'],
  read(command) {
    if (command.name !== 'mvn' && command.name !== 'mvnw') return undefined;
    const goals = command
      .operandWords(['-f', '--file', '-s', '--settings', '-pl', '--projects', '-P', '-D', '-T'])
      .map(({ value }) => value ?? '');
    if (goals.some((goal) => /^dependency:(?:go-offline|resolve)/.test(goal))) return dependencies;
    return goals.some((goal) =>
      /^(?:compile|test|package|verify|install|deploy)$|:(?:build|repackage|build-image)/.test(goal),
    )
      ? build
      : undefined;
  },
};

const gradle: PackageManager = {
  id: 'gradle',
  name: 'Gradle',
  kind: 'language',
  cache: { folders: ['/root/.gradle'], isExclusive: true, isStore: true },
  project: {
    manifests: ['build.gradle', 'build.gradle.kts'],
    locks: ['gradle.lockfile'],
    settings: ['settings.gradle', 'settings.gradle.kts', 'gradle.properties', 'gradlew', 'gradle/'],
    elsewhere: ['-p', '--project-dir', '-b', '--build-file'],
  },
  offlineOptions: ['--offline'],
  read(command) {
    if (command.name !== 'gradle' && command.name !== 'gradlew') return undefined;
    const tasks = command.operandWords(['-b', '-p', '-x', '--exclude-task', '-c']).map(({ value }) => value ?? '');
    if (tasks.some((task) => /(?:^|:)dependencies$/.test(task))) return dependencies;
    return tasks.some((task) =>
      /(?:^|:)(?:build|assemble|bootJar|jar|shadowJar|installDist|war|bootWar|classes|test|check)$/.test(task),
    )
      ? build
      : undefined;
  },
};

/** The go command (go.dev/ref/mod, 1.26). */
const go: PackageManager = {
  id: 'go',
  name: 'Go',
  kind: 'language',
  cache: { folders: ['/go/pkg/mod', '/root/.cache/go-build'], isExclusive: false, isStore: true },
  project: { manifests: ['go.mod'], locks: ['go.sum'], settings: ['go.work', 'go.work.sum'], elsewhere: ['-C'] },
  offlineOptions: ['-mod=vendor'],
  read(command) {
    if (command.name !== 'go') return undefined;
    const [subcommand, ...rest] = command.operandWords([
      '-o',
      '-ldflags',
      '-tags',
      '-mod',
      '-C',
      '-gcflags',
      '-asmflags',
      '-p',
    ]);
    if (subcommand?.value === 'mod') return rest[0]?.value === 'download' ? dependencies : undefined;
    if (subcommand?.value === 'clean') return clean;
    if (subcommand?.value === 'get') return { kind: 'install', packages: rest };
    const isRemote = rest.some(({ text }) => text.includes('@'));
    if (subcommand?.value === 'install' && isRemote) return { kind: 'install', packages: rest };
    return ['build', 'install', 'test', 'generate'].includes(subcommand?.value ?? '') ? build : undefined;
  },
};

/** Cargo (doc.rust-lang.org/cargo, 1.98). */
const cargo: PackageManager = {
  id: 'cargo',
  name: 'Cargo',
  kind: 'language',
  cache: { folders: ['/usr/local/cargo/registry', '/usr/local/cargo/git'], isExclusive: false, isStore: true },
  project: {
    manifests: ['Cargo.toml'],
    locks: ['Cargo.lock'],
    settings: ['rust-toolchain.toml', 'rust-toolchain', '.cargo/'],
    elsewhere: ['-C', '--manifest-path'],
  },
  offlineOptions: ['--offline', '--frozen'],
  read(command) {
    if (command.name !== 'cargo') return undefined;
    const [subcommand, ...rest] = command.operandWords([
      '--target',
      '--bin',
      '-p',
      '--package',
      '--features',
      '-j',
      '--profile',
      '--path',
      '--manifest-path',
      '--root',
    ]);
    if (subcommand?.value === 'fetch') return dependencies;
    if (subcommand?.value === 'install') return command.has('--path') ? build : { kind: 'install', packages: rest };
    return ['build', 'b', 'test', 'rustc'].includes(subcommand?.value ?? '') ? build : undefined;
  },
};

const bundler: PackageManager = {
  id: 'bundler',
  name: 'Bundler',
  kind: 'language',
  cache: { folders: ['/usr/local/bundle/cache'], isExclusive: false, isStore: false },
  project: {
    manifests: ['Gemfile'],
    locks: ['Gemfile.lock'],
    settings: ['.ruby-version', '.bundle/'],
    elsewhere: ['--gemfile'],
  },
  read: bySubcommand(['bundle', 'bundler'], { install: 'dependencies', add: 'install', clean: 'clean' }, [
    '--jobs',
    '-j',
    '--without',
    '--path',
    '--retry',
  ]),
};

const gem: PackageManager = {
  id: 'gem',
  name: 'RubyGems',
  kind: 'language',
  cache: undefined,
  project: undefined,
  read: bySubcommand(['gem'], { install: 'install', cleanup: 'clean' }, [
    '-v',
    '--version',
    '-i',
    '--install-dir',
    '-n',
    '--bindir',
  ]),
};

/** Composer (getcomposer.org, 2.8). Its official image keeps the cache in /tmp. */
const composer: PackageManager = {
  id: 'composer',
  name: 'Composer',
  kind: 'language',
  cache: { folders: ['/root/.cache/composer'], isExclusive: false, isStore: false },
  project: {
    manifests: ['composer.json'],
    locks: ['composer.lock'],
    settings: ['auth.json'],
    elsewhere: ['-d', '--working-dir'],
  },
  read(command) {
    const isPhar = command.name === 'php' && /composer(?:\.phar)?$/.test(command.arguments[0]?.value ?? '');
    if (!isPhar && command.name !== 'composer' && command.name !== 'composer.phar') return undefined;
    const [subcommand, ...packages] = command.operandWords(['-d', '--working-dir']).slice(isPhar ? 1 : 0);
    if (subcommand?.value === 'install') return dependencies;
    return subcommand?.value === 'require' ? { kind: 'install', packages } : undefined;
  },
};

/** The .NET command line (learn.microsoft.com/dotnet/core/tools, 10). */
const nuget: PackageManager = {
  id: 'nuget',
  name: 'NuGet',
  kind: 'language',
  cache: { folders: ['/root/.nuget/packages'], isExclusive: false, isStore: true },
  project: {
    manifests: ['*.csproj', '*.fsproj', '*.vbproj', '*.sln', '*.slnx'],
    locks: ['packages.lock.json'],
    settings: ['NuGet.Config', 'nuget.config', 'Directory.Build.props', 'Directory.Packages.props', 'global.json'],
  },
  offlineOptions: ['--no-restore'],
  read: bySubcommand(['dotnet'], { restore: 'dependencies', build: 'build', publish: 'build', test: 'build' }, [
    '-c',
    '--configuration',
    '-o',
    '--output',
    '-r',
    '--runtime',
    '-f',
    '--framework',
  ]),
};

/** Mix (hexdocs.pm/mix, 1.18). */
const mix: PackageManager = {
  id: 'mix',
  name: 'Mix',
  kind: 'language',
  cache: undefined,
  project: { manifests: ['mix.exs'], locks: ['mix.lock'], settings: ['config/config.exs', 'config/prod.exs'] },
  read(command) {
    if (command.name !== 'mix') return undefined;
    const tasks = command.operands.flatMap((operand) => operand.split(','));
    if (tasks.some((task) => task.trim() === 'deps.get')) return dependencies;
    return tasks.some((task) => ['compile', 'release'].includes(task.trim())) ? build : undefined;
  },
};

const dependencies = { kind: 'dependencies', packages: [] } as const;
const build = { kind: 'build', packages: [] } as const;
const clean = { kind: 'clean', packages: [] } as const;

/** For managers whose install commands install the project's dependencies unless packages are named. */
function installsOrNames(
  programs: readonly string[],
  installs: readonly string[],
  { build: builds = [] }: { readonly build?: readonly string[] },
): PackageManager['read'] {
  return (command) => {
    if (!programs.includes(command.name)) return undefined;
    const [subcommand, ...packages] = command.operandWords([
      '--prefix',
      '-C',
      '--dir',
      '--filter',
      '-w',
      '--workspace',
      '--cache',
      '--registry',
      '--loglevel',
      '--store-dir',
    ]);
    const name = subcommand?.value ?? '';
    if (installs.includes(name)) return packages.length > 0 ? { kind: 'install', packages } : dependencies;
    if (name === 'cache' || name === 'store') return clean;
    const written = [name, packages[0]?.value ?? ''].join(' ').trim();
    return builds.some((one) => written === one || name === one) ? build : undefined;
  };
}

/** The words behind `pip`, `pip3` or `python -m pip`; undefined for other commands. */
function pipWords(command: ShellCommand): readonly ShellWord[] | undefined {
  if (/^pip[\d.]*$/.test(command.name)) return command.arguments;
  if (!/^python[\d.]*$/.test(command.name)) return undefined;
  const at = command.arguments.findIndex(({ text }) => text === '-m');
  return at !== -1 && command.arguments[at + 1]?.value === 'pip' ? command.arguments.slice(at + 2) : undefined;
}

/** The package managers of programming languages. */
export const languagePackageManagers: readonly PackageManager[] = [
  npm,
  pnpm,
  yarn,
  bun,
  pip,
  pipenv,
  poetry,
  uv,
  maven,
  gradle,
  go,
  cargo,
  bundler,
  gem,
  composer,
  nuget,
  mix,
];
