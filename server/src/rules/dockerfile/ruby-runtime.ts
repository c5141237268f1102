import { Refusal } from '../../core/fix.ts';
import { insertBelow } from '../../dockerfile/edits.ts';
import { isForProduction } from '../../dockerfile/purpose.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { officialName } from '../../image/reference.ts';
import { plainPackageName } from '../../shell/build-tools.ts';
import { dockerfileRule } from '../define.ts';

const notPreloaded = 'tally/ruby/jemalloc-installed-but-not-preloaded';
const withoutYjit = 'tally/ruby/yjit-not-enabled-on-supported-runtime';

export default dockerfileRule({
  id: 'ruby-runtime',
  category: 'reliability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Switch on what makes Ruby servers faster and smaller',
  why: 'jemalloc keeps the memory of long-running Ruby processes from growing, but only when it is loaded: installing the library alone changes nothing. YJIT, the compiler that Ruby brings, saves servers a good part of their processor time and is off unless asked for; Rails 7.2 asks for it, so that is a matter of the preset `all`.',
  aliases: [notPreloaded, withoutYjit],
  fix: 'suggested',
  fixing:
    'Sets `RUBY_YJIT_ENABLE`. Where the library of jemalloc lies depends on the distribution, so there is no fix for that.',
  references: ['https://docs.ruby-lang.org/en/3.4/yjit/yjit_md.html'],
  examples: [
    {
      bad: 'FROM ruby:3.4\nRUN apt-get update && apt-get install -y --no-install-recommends libjemalloc2 && rm -rf /var/lib/apt/lists/*\nCMD ["bin/rails", "server"]\n',
    },
    {
      bad: 'FROM ruby:3.4\nCMD ["bundle", "exec", "puma"]\n',
      fixed: 'FROM ruby:3.4\nENV RUBY_YJIT_ENABLE="1"\nCMD ["bundle", "exec", "puma"]\n',
      preset: 'all',
    },
    {
      good: 'FROM ruby:3.4\nENV LD_PRELOAD=libjemalloc.so.2 RUBY_YJIT_ENABLE=1\nRUN apt-get update && apt-get install -y --no-install-recommends libjemalloc2 && rm -rf /var/lib/apt/lists/*\nCMD ["bin/rails", "server"]\n',
      preset: 'all',
    },
    { good: 'FROM ruby:3.4\nCMD ["ruby", "task.rb"]\n', preset: 'all' },
  ],
  check({ dockerfile, report }) {
    const stage = dockerfile.finalStage;
    const image = stage.rootImage?.reference;
    if (!image || officialName(image) !== 'ruby' || !isForProduction(dockerfile, stage)) return;
    const isSet = (name: string) => stage.scope.find(name, Number.POSITIVE_INFINITY) !== undefined;
    for (const run of stage.own('RUN')) {
      const installs = run.packageActions.filter(
        ({ kind, manager }) => kind === 'install' && manager.kind === 'system',
      );
      const jemalloc = installs
        .flatMap(({ packages }) => packages)
        .find(({ value }) => /^(?:lib)?jemalloc\d?$/.test(plainPackageName(value ?? '')));
      if (!jemalloc || isSet('LD_PRELOAD') || isSet('MALLOC_CONF') || startsThroughScript(stage)) continue;
      report(jemalloc.span, `${jemalloc.text} is installed but not loaded: set LD_PRELOAD to its library`).as(
        notPreloaded,
      );
    }
    const from = stage.from;
    const version = /^(\d+)\.(\d+)/.exec(image.tag ?? '');
    const hasYjit =
      version !== null && (Number(version[1]) > 3 || (Number(version[1]) === 3 && Number(version[2]) >= 3));
    if (!from?.image || !hasYjit || !startsServer(stage) || isSet('RUBY_YJIT_ENABLE') || isSet('RUBYOPT')) return;
    report(from.image.span, `${image.text} has YJIT, but it is off: set RUBY_YJIT_ENABLE=1`)
      .as(withoutYjit)
      .onlyIn('all')
      .grade('hint')
      .fix('Set RUBY_YJIT_ENABLE', () =>
        stage.parent
          ? new Refusal('Another stage is built upon the Ruby image.')
          : [insertBelow(dockerfile, from, ['ENV RUBY_YJIT_ENABLE="1"'])],
      );
  },
});

/** The words with which the stage's image starts. */
function startWords(stage: Stage): readonly string[] {
  return [stage.last('ENTRYPOINT'), stage.last('CMD')].flatMap((one) => {
    const form = one?.form;
    const commands = form?.script?.commands ?? (form?.kind === 'exec' && form.command ? [form.command] : []);
    return commands.flatMap(({ allWords }) => allWords.map(({ value = '' }) => value.replace(/^.*\//, '')));
  });
}

function startsServer(stage: Stage): boolean {
  const words = startWords(stage);
  return (
    words.some((word) => /^(?:rails|puma|unicorn|thrust|rackup|falcon|thin|sidekiq)$/.test(word)) &&
    !words.includes('--yjit')
  );
}

/** Whether a script starts the program, which may load whatever it wants, as Rails' own entry point does. */
function startsThroughScript(stage: Stage): boolean {
  return startWords(stage).some((word) => /entrypoint|\.sh$/.test(word));
}
