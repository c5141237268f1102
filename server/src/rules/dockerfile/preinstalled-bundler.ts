import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { removeStep } from '../../dockerfile/script-edits.ts';
import { officialName } from '../../image/reference.ts';
import type { PackageAction } from '../../shell/package-managers/index.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'preinstalled-bundler',
  category: 'build-speed',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Use the Bundler that the Ruby image brings',
  why: 'The official Ruby images come with Bundler. `gem install bundler` puts the newest one beside it, so the build takes longer and another Bundler is used than the one that the image was tested with. Since Bundler 2.3 it switches by itself to the version that `Gemfile.lock` names.',
  aliases: ['tally/ruby/redundant-bundler-install'],
  fix: 'suggested',
  fixing: 'Removes the command when it installs nothing else.',
  references: ['https://bundler.io/blog/2022/01/23/bundler-v2-3.html'],
  examples: [
    {
      bad: 'FROM ruby:3.4\nRUN gem install bundler && bundle install\n',
      fixed: 'FROM ruby:3.4\nRUN bundle install\n',
    },
    { good: 'FROM ruby:3.4\nRUN gem install bundler:2.6.9 && bundle install\n' },
    { good: 'FROM debian:13\nRUN gem install bundler && bundle install\n' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      const image = run.stage.rootImage?.reference;
      if (!image || officialName(image) !== 'ruby') continue;
      for (const action of run.packageActions) {
        if (action.manager.id !== 'gem' || action.kind !== 'install' || action.command.has('-v', '--version')) continue;
        const bundler = action.packages.find(({ value }) => value === 'bundler');
        if (!bundler) continue;
        report(bundler.span, `${image.text} brings Bundler already: use that one`).fix('Remove the command', () =>
          withoutInstall(dockerfile, run, action),
        );
      }
    }
  },
});

function withoutInstall(dockerfile: Dockerfile, run: RunInstruction, { command, packages }: PackageAction): Built {
  const step = run.script?.steps.find((one) => one.command === command);
  if (!step || packages.length > 1) return new Refusal('The command installs more than Bundler.');
  const edit = removeStep(dockerfile, run, step);
  return edit instanceof Refusal ? edit : [edit];
}
