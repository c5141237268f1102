import { type Built, Refusal } from '../../core/fix.ts';
import { removeArgument } from '../../dockerfile/command-edits.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertAbove } from '../../dockerfile/edits.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { remove, type TextEdit } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

/** The setting that takes the place of each option, and whether the option has a value (bundler.io, "bundle install"). */
const settings: Readonly<Record<string, { readonly name: string; readonly hasValue: boolean }>> = {
  '--without': { name: 'BUNDLE_WITHOUT', hasValue: true },
  '--with': { name: 'BUNDLE_WITH', hasValue: true },
  '--path': { name: 'BUNDLE_PATH', hasValue: true },
  '--deployment': { name: 'BUNDLE_DEPLOYMENT', hasValue: false },
  '--frozen': { name: 'BUNDLE_FROZEN', hasValue: false },
};

export default dockerfileRule({
  id: 'deprecated-bundler-options',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Set what Bundler should remember in the environment',
  why: 'Options such as `--without` and `--deployment` were remembered for later commands, by a file that Bundler wrote. Bundler 2.1 deprecated that and Bundler 4 refuses them, so a newer Ruby image breaks the build. Variables such as `BUNDLE_WITHOUT` mean the same in every version, and hold in later RUNs and when the image runs.',
  aliases: ['tally/ruby/deprecated-bundler-install-flags'],
  fix: 'suggested',
  fixing: 'Sets the variable above the RUN and removes the option.',
  references: ['https://bundler.io/man/bundle-config.1.html'],
  examples: [
    {
      bad: 'FROM ruby:3.4\nRUN bundle install --without development:test --jobs 4\n',
      fixed: 'FROM ruby:3.4\nENV BUNDLE_WITHOUT="development:test"\nRUN bundle install --jobs 4\n',
    },
    {
      bad: 'FROM ruby:3.4\nRUN bundle install --deployment\n',
      fixed: 'FROM ruby:3.4\nENV BUNDLE_DEPLOYMENT="1"\nRUN bundle install\n',
    },
    { good: 'FROM ruby:3.4\nENV BUNDLE_WITHOUT="development:test"\nRUN bundle install --jobs 4\n' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      for (const { manager, kind, command } of run.packageActions) {
        if (manager.id !== 'bundler' || kind !== 'dependencies') continue;
        for (const word of command.arguments) {
          const option = word.text.split('=')[0] ?? '';
          const setting = Object.hasOwn(settings, option) ? settings[option] : undefined;
          if (!setting) continue;
          report(word.span, `Bundler 4 refuses ${option}: set ${setting.name} instead`).fix(`Set ${setting.name}`, () =>
            useVariable(dockerfile, run, command, word),
          );
        }
      }
    }
  },
});

function useVariable(dockerfile: Dockerfile, run: RunInstruction, command: ShellCommand, word: ShellWord): Built {
  const [option = '', ...rest] = word.text.split('=');
  const setting = settings[option];
  if (!setting || run.onbuild) return new Refusal('It is the trigger of an ONBUILD.');
  const removed = removeArgument(dockerfile, command, word);
  if (removed instanceof Refusal) return removed;
  const edits: TextEdit[] = [removed];
  let value: string | undefined = '1';
  if (setting.hasValue && rest.length > 0) value = word.value?.slice(option.length + 1);
  else if (setting.hasValue) {
    const at = command.arguments.indexOf(word);
    const following = command.arguments.slice(at + 1);
    const end = following.findIndex(({ text }) => text.startsWith('-'));
    // Several groups may follow as words of their own.
    const values = following.slice(0, end === -1 ? undefined : end);
    const known = values.flatMap((one) => one.value?.split(/[\s:]+/) ?? []);
    value = values.length > 0 && values.every((one) => one.value !== undefined) ? known.join(':') : undefined;
    edits[0] = remove({ start: removed.span.start, end: values.at(-1)?.span.end ?? removed.span.end });
  }
  if (value === undefined || !/^[\w:./-]+$/.test(value)) return new Refusal('Its value depends on a variable.');
  return [insertAbove(dockerfile, run, [`ENV ${setting.name}="${value}"`]), ...edits];
}
