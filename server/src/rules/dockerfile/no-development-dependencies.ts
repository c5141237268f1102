import { type Built, Refusal } from '../../core/fix.ts';
import { insertArgument } from '../../dockerfile/command-edits.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertAbove } from '../../dockerfile/edits.ts';
import { isSwitchedOn, mayBeConfigured, variableFor } from '../../dockerfile/environment.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { isForDevelopment } from '../../dockerfile/purpose.ts';
import type { PackageAction } from '../../shell/package-managers/index.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'no-development-dependencies',
  category: 'image-size',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Leave development dependencies out of production images',
  why: 'Composer and Bundler install everything that the project lists, with test frameworks, debuggers and consoles. In a production image that is weight, and more: `web-console` and PHPUnit have both let attackers run code on servers they should never have been on (CVE-2015-3224, CVE-2017-9841).',
  lesson: 'small-images',
  aliases: ['tally/php/composer-no-dev-in-production', 'tally/ruby/missing-bundle-without-development'],
  fix: 'suggested',
  fixing:
    'Adds `--no-dev` for Composer, and sets `BUNDLE_WITHOUT` above the RUN for Bundler. Stages and files whose names speak of development or tests are left alone.',
  references: ['https://getcomposer.org/doc/03-cli.md#install-i', 'https://bundler.io/man/bundle-config.1.html'],
  examples: [
    {
      bad: 'FROM php:8.5-fpm\nCOPY composer.json composer.lock ./\nRUN composer install --no-interaction\n',
      fixed: 'FROM php:8.5-fpm\nCOPY composer.json composer.lock ./\nRUN composer install --no-dev --no-interaction\n',
    },
    {
      bad: 'FROM ruby:3.4\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\n',
      fixed: 'FROM ruby:3.4\nCOPY Gemfile Gemfile.lock ./\nENV BUNDLE_WITHOUT="development"\nRUN bundle install\n',
    },
    { good: 'FROM php:8.5-fpm\nENV COMPOSER_NO_DEV=1\nRUN composer install\n' },
    { good: 'FROM ruby:3.4\nRUN bundle config set --local without development && bundle install\n' },
    { good: 'FROM php:8.5-fpm AS dev\nRUN composer install\n' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      if (isForDevelopment(dockerfile, run.stage) || isForDevelopment(dockerfile, dockerfile.finalStage)) continue;
      for (const action of run.packageActions) {
        if (action.kind !== 'dependencies' || !action.subcommand || !bringsDevelopment(run, action)) continue;
        const isComposer = action.manager.id === 'composer';
        const advice = isComposer ? 'add --no-dev' : 'set BUNDLE_WITHOUT';
        report(
          action.subcommand.span,
          `${action.manager.name} installs what only development needs, which has no business in production: ${advice}`,
        )
          .as(isComposer ? 'tally/php/composer-no-dev-in-production' : 'tally/ruby/missing-bundle-without-development')
          // Composer's packages nearly always have some; for a Gemfile that is less sure.
          .grade(isComposer ? 'warning' : 'info')
          .fix(isComposer ? 'Add --no-dev' : 'Set BUNDLE_WITHOUT', () => leaveOut(dockerfile, run, action));
      }
    }
  },
});

/** What `bundle config` is given to leave out what only development needs. */
const bundlerSetting = /^(?:without|only)$|BUNDLE_WITHOUT/;

function bringsDevelopment(run: RunInstruction, { manager, command }: PackageAction): boolean {
  if (manager.id === 'composer') {
    const isDecided = command.has('--no-dev', '--dev') || command.arguments.some(({ value }) => value === undefined);
    return !isDecided && !isSwitchedOn(run, command, 'COMPOSER_NO_DEV');
  }
  if (manager.id !== 'bundler' || command.has('--without', '--with')) return false;
  const settings = ['BUNDLE_WITHOUT', 'BUNDLE_ONLY', 'BUNDLE_WITH'];
  if (settings.some((name) => variableFor(run, command, name) !== undefined)) return false;
  const development = ['RAILS_ENV', 'RACK_ENV'].some((name) =>
    /^(?:development|test)$/.test(variableFor(run, command, name) ?? ''),
  );
  return !development && !mayBeConfigured(run, command, bundlerSetting, ['/usr/local/bundle/config', '/root/.bundle/']);
}

function leaveOut(dockerfile: Dockerfile, run: RunInstruction, { manager, command, subcommand }: PackageAction): Built {
  if (manager.id === 'bundler') {
    return run.onbuild
      ? new Refusal('It is the trigger of an ONBUILD.')
      : [insertAbove(dockerfile, run, ['ENV BUNDLE_WITHOUT="development"'])];
  }
  if (!subcommand) return new Refusal('The command is not written out.');
  const edit = insertArgument(run, command, subcommand, '--no-dev');
  return edit instanceof Refusal ? edit : [edit];
}
