import { type PackageManager, unnamed } from './manager.ts';
import { fromIndex } from './request.ts';

/** Cargo (doc.rust-lang.org/cargo, 1.98). */
export const cargo: PackageManager = {
  id: 'cargo',
  name: 'Cargo',
  programs: ['cargo'],
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
      '--git',
      '--rev',
      '--branch',
      '--tag',
      '--version',
      '--vers',
      '--index',
      '--registry',
    ]);
    if (subcommand?.value === 'fetch') return unnamed('dependencies', subcommand);
    if (subcommand?.value === 'install' && !command.has('--path'))
      return { kind: 'install', subcommand, packages: rest };
    const builds = ['build', 'b', 'install', 'test', 'rustc'].includes(subcommand?.value ?? '');
    return builds ? unnamed('build', subcommand) : undefined;
  },
  request: (word) => fromIndex(word, /@/),
  versionOptions: ['--version', '--vers', '--rev', '--tag', '--branch'],
};
