import type { ShellCommand } from '../command.ts';
import { bySubcommand, type PackageManager, type ReadAction } from './manager.ts';
import { fromElsewhere, fromIndex, type PackageRequest } from './request.ts';

export const bundler: PackageManager = {
  id: 'bundler',
  name: 'Bundler',
  programs: ['bundle', 'bundler'],
  kind: 'language',
  cache: {
    folders: ['/usr/local/bundle/cache'],
    isExclusive: false,
    isStore: false,
    leftovers: [
      {
        what: 'the downloaded gems',
        folders: ['/usr/local/bundle/cache', '/usr/local/bundle/ruby/*/cache', '${BUNDLE_PATH}/ruby/*/cache'],
        command: 'rm -rf /usr/local/bundle/cache /usr/local/bundle/ruby/*/cache',
        isCleanedBy: () => false,
        comesWith: 'install',
      },
    ],
  },
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

export const gem: PackageManager = {
  id: 'gem',
  name: 'RubyGems',
  programs: ['gem'],
  kind: 'language',
  cache: {
    folders: [],
    isExclusive: false,
    isStore: false,
    leftovers: [
      {
        what: 'the documentation of gems',
        folders: ['/usr/local/share/ri', '/usr/share/ri', '/usr/local/bundle/doc'],
        option: '--no-document',
        alsoAvoidedBy: ['-N', '--no-doc', '--no-ri', '--no-rdoc'],
        setting: /--no-(?:document|ri|rdoc)/,
        isCleanedBy: () => false,
        // https://github.com/docker-library/ruby writes `gem: --no-document` to /usr/local/etc/gemrc.
        absentIn: ['ruby'],
        comesWith: 'install',
      },
    ],
  },
  project: undefined,
  settingsFiles: ['/etc/gemrc', '/root/.gemrc', '/usr/local/etc/gemrc'],
  read: readGem,
  request: requestOf,
  versionOptions: ['-v', '--version'],
};

const gemSubcommands = bySubcommand(['gem'], { install: 'install', i: 'install', cleanup: 'clean' }, [
  '-v',
  '--version',
  '-i',
  '--install-dir',
  '-n',
  '--bindir',
  '-s',
  '--source',
  '-P',
  '--trust-policy',
  '--platform',
  '--use-system-libraries',
  '-g',
  '--file',
]);

/** What follows `--` is for the compilation of extensions. */
function readGem(command: ShellCommand): ReadAction | undefined {
  const action = gemSubcommands(command);
  const end = command.arguments.find(({ text }) => text === '--')?.span.start ?? Number.POSITIVE_INFINITY;
  return action && { ...action, packages: action.packages.filter(({ span }) => span.start < end) };
}

/** `name`, `name:version`, or a file. */
function requestOf(word: string): PackageRequest {
  return word.endsWith('.gem') ? fromElsewhere(word, 'file') : fromIndex(word, /:/);
}

/** rvm (rvm.io) compiles interpreters, and keeps what they were compiled from. */
export const rvm: PackageManager = {
  id: 'rvm',
  name: 'rvm',
  programs: ['rvm'],
  kind: 'language',
  cache: {
    folders: [],
    isExclusive: false,
    isStore: false,
    leftovers: [
      {
        what: 'the sources of interpreters',
        folders: ['/usr/local/rvm/src', '/root/.rvm/src'],
        command: 'rvm cleanup all',
        isCleanedBy: () => true,
        comesWith: 'install',
      },
    ],
  },
  project: undefined,
  read: bySubcommand(['rvm'], { install: 'install', cleanup: 'clean' }),
};
