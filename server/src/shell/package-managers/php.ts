import { type PackageManager, unnamed } from './manager.ts';
import { fromIndex } from './request.ts';

/** Composer (getcomposer.org, 2.8). Its official image keeps the cache in /tmp. */
export const composer: PackageManager = {
  id: 'composer',
  name: 'Composer',
  programs: ['composer', 'composer.phar', 'php'],
  kind: 'language',
  cache: { folders: ['/root/.cache/composer'], elsewhere: ['/tmp/cache'], isExclusive: false, isStore: false },
  project: {
    manifests: ['composer.json'],
    locks: ['composer.lock'],
    settings: ['auth.json'],
    elsewhere: ['-d', '--working-dir'],
  },
  read(command) {
    const isPhar = command.name === 'php' && /composer(?:\.phar)?$/.test(command.arguments[0]?.value ?? '');
    if (!isPhar && command.name !== 'composer' && command.name !== 'composer.phar') return undefined;
    const operands = command.operandWords(['-d', '--working-dir']).slice(isPhar ? 1 : 0);
    const [subcommand, ...packages] = operands[0]?.value === 'global' ? operands.slice(1) : operands;
    if (subcommand?.value === 'install') return unnamed('dependencies', subcommand);
    return subcommand?.value === 'require' ? { kind: 'install', subcommand, packages } : undefined;
  },
  request: (word) => fromIndex(word, /[:=]/),
};
