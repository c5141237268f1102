import { type PackageManager, unnamed } from './manager.ts';

/** Mix (hexdocs.pm/mix, 1.18). */
export const mix: PackageManager = {
  id: 'mix',
  name: 'Mix',
  programs: ['mix'],
  kind: 'language',
  cache: undefined,
  project: { manifests: ['mix.exs'], locks: ['mix.lock'], settings: ['config/config.exs', 'config/prod.exs'] },
  read(command) {
    if (command.name !== 'mix') return undefined;
    const tasks = command.operands.flatMap((operand) => operand.split(','));
    if (tasks.some((task) => task.trim() === 'deps.get')) return unnamed('dependencies', command.operandWords()[0]);
    return tasks.some((task) => ['compile', 'release'].includes(task.trim()))
      ? unnamed('build', command.operandWords()[0])
      : undefined;
  },
};
