import { Refusal } from '../../core/fix.ts';
import { insertArgument, refusalToEdit } from '../../dockerfile/command-edits.ts';
import { variableFor } from '../../dockerfile/environment.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { insert } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

const withoutKey = 'tally/ruby/asset-precompile-without-dummy-key';
const manyJobs = 'tally/ruby/bootsnap-precompile-without-j1';

export default dockerfileRule({
  id: 'rails-build-commands',
  category: 'security',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Precompile Rails applications without a key, and in one process',
  why: '`assets:precompile` loads the application, which asks for a secret key. `SECRET_KEY_BASE_DUMMY=1`, since Rails 7.1, gives it one for the build; without it people pass the real one as a build argument, and it stays readable in the history of the image. `bootsnap precompile` forks a process for each processor, and that hangs or crashes under the emulation with which images for other platforms are built: `-j 1` does not fork. The Dockerfile that Rails generates does both.',
  aliases: [withoutKey, manyJobs],
  fix: 'suggested',
  fixing: 'Sets the variable for the command, or adds `-j 1`.',
  references: ['https://guides.rubyonrails.org/7_1_release_notes.html'],
  examples: [
    {
      bad: 'FROM ruby:3.4\nRUN bundle exec rails assets:precompile\n',
      fixed: 'FROM ruby:3.4\nRUN SECRET_KEY_BASE_DUMMY=1 bundle exec rails assets:precompile\n',
    },
    {
      bad: 'FROM ruby:3.4\nRUN bundle exec bootsnap precompile app/ lib/\n',
      fixed: 'FROM ruby:3.4\nRUN bundle exec bootsnap precompile -j 1 app/ lib/\n',
    },
    { good: 'FROM ruby:3.4\nRUN SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile\n' },
    { good: 'FROM ruby:3.4\nRUN --mount=type=secret,id=key,env=RAILS_MASTER_KEY ./bin/rails assets:precompile\n' },
    { good: 'FROM ruby:3.4\nRUN bundle exec bootsnap precompile -j 1 --gemfile\n' },
  ],
  check({ dockerfile, report }) {
    for (const { run, command } of dockerfile.commandsNamed('rails', 'rake', 'bundle', 'bootsnap')) {
      const assets = assetTask(command);
      if (assets && needsKey(run, command)) {
        report(
          assets.span,
          'Without SECRET_KEY_BASE_DUMMY=1 this asks for the real key, which must not be in the build: set it',
        )
          .as(withoutKey)
          .fix('Set SECRET_KEY_BASE_DUMMY=1', () => {
            const [program] = command.allWords;
            if (!program || command.wrappers.length > 0) return new Refusal('Another program runs the command.');
            return refusalToEdit(command) ?? [insert(program.span.start, 'SECRET_KEY_BASE_DUMMY=1 ')];
          });
      }
      const precompile = bootsnapTask(command);
      if (precompile && !command.has('-j', '--jobs') && !command.arguments.some(({ text }) => /^-j\d/.test(text))) {
        report(precompile.span, 'bootsnap forks for each processor, which hangs under emulation: add -j 1')
          .as(manyJobs)
          .fix('Add -j 1', () => {
            const edit = insertArgument(run, command, precompile, '-j 1');
            return edit instanceof Refusal ? edit : [edit];
          });
      }
    }
  },
});

/** The word that has Rails compile its assets: `rails assets:precompile`, `rake assets:precompile`, `bundle exec` before it. */
function assetTask(command: ShellCommand): ShellWord | undefined {
  const isRails = programOf(command, /^(?:rails|rake)$/);
  return isRails ? command.arguments.find(({ value }) => value === 'assets:precompile') : undefined;
}

function bootsnapTask(command: ShellCommand): ShellWord | undefined {
  return programOf(command, /^bootsnap$/) ? command.arguments.find(({ value }) => value === 'precompile') : undefined;
}

/** Whether a command runs a program, by itself or through `bundle exec`. */
function programOf({ name, operands }: ShellCommand, program: RegExp): boolean {
  if (program.test(name)) return true;
  return name === 'bundle' && operands[0] === 'exec' && program.test(operands[1]?.replace(/^.*\//, '') ?? '');
}

/** Whether nothing gives the application a key: neither a variable nor a secret mount. */
function needsKey(run: RunInstruction, command: ShellCommand): boolean {
  const variables = ['SECRET_KEY_BASE_DUMMY', 'SECRET_KEY_BASE', 'RAILS_MASTER_KEY'];
  return (
    variables.every((name) => variableFor(run, command, name) === undefined) &&
    !run.mounts.some(({ type }) => type === 'secret')
  );
}
