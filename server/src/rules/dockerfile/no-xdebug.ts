import { Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { isForProduction } from '../../dockerfile/purpose.ts';
import { removeStep } from '../../dockerfile/script-edits.ts';
import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { packageAction } from '../../shell/package-managers/index.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'no-xdebug',
  category: 'security',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Keep Xdebug out of the image that ships',
  why: 'Xdebug makes every request slower, and lets whoever it connects to step through the program and change what it does. It belongs into a stage for development that is built upon the one that ships.',
  aliases: ['tally/php/no-xdebug-in-final-image'],
  fix: 'manual',
  fixing:
    'Removes the command when it installs or enables nothing else. Stages and files whose names speak of development or tests are left alone.',
  references: ['https://xdebug.org/docs/step_debug'],
  examples: [
    {
      bad: 'FROM php:8.5-fpm\nRUN pecl install xdebug-3.5.0 && docker-php-ext-enable xdebug\n',
      fixed: 'FROM php:8.5-fpm\n',
    },
    { bad: 'FROM php:8.5-fpm\nRUN docker-php-ext-enable xdebug opcache\n' },
    {
      good: 'FROM php:8.5-fpm AS app\nFROM app AS dev\nRUN pecl install xdebug-3.5.0 && docker-php-ext-enable xdebug\n',
    },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      if (!isForProduction(dockerfile, run.stage)) continue;
      for (const command of run.commands) {
        const words = extensionsOf(command);
        const xdebug = words.find(
          ({ value }) => value !== undefined && /^(?:php[\d.]*-(?:pecl-)?)?xdebug(?:-[\d.]\S*)?$/.test(value),
        );
        if (!xdebug) continue;
        report(
          xdebug.span,
          'Xdebug slows every request down and opens a way into the program: keep it in a stage for development',
        ).fix('Remove the command', () => withoutCommand(dockerfile, run, command, words));
      }
    }
  },
});

/** The extensions and packages that a command installs or enables. */
function extensionsOf(command: ShellCommand): readonly ShellWord[] {
  if (/^docker-php-ext-(?:install|enable|configure)$|^install-php-extensions$/.test(command.name))
    return command.operandWords(['-j']);
  if (command.name === 'pecl') return command.operands[0] === 'install' ? command.operandWords().slice(1) : [];
  const action = packageAction(command);
  return action?.kind === 'install' && action.manager.kind === 'system' ? action.packages : [];
}

function withoutCommand(
  dockerfile: Dockerfile,
  run: RunInstruction,
  command: ShellCommand,
  words: readonly ShellWord[],
) {
  const step = run.script?.steps.find((one) => one.command === command);
  if (!step || words.length > 1) return new Refusal('The command does more than install Xdebug.');
  const edit = removeStep(dockerfile, run, step);
  return edit instanceof Refusal ? edit : [edit];
}
