import { type Built, Refusal } from '../../core/fix.ts';
import { insertArgument, refusalToEdit } from '../../dockerfile/command-edits.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertAbove } from '../../dockerfile/edits.ts';
import { isSwitchedOn, mayBeConfigured } from '../../dockerfile/environment.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { PackageAction } from '../../shell/package-managers/index.ts';
import { replace } from '../../text/edit.ts';
import { BuildContexts } from '../../workspace/build-contexts.ts';
import { dockerfileRule } from '../define.ts';

/** How a package manager is told to take exactly what its lock file lists, and to fail when that does not fit. */
interface Manner {
  readonly locks: readonly string[];
  /** The options with which it does so already, or with which the lock file is left out on purpose. */
  readonly settled: readonly string[];
  /** The subcommand, option or environment variable that does so. */
  readonly instead: { readonly subcommand: string } | { readonly option: string } | { readonly variable: string };
  /** Environment variables with which it does so already. */
  readonly variables: readonly string[];
}

/** As the managers' own documentation has it: npm 11, Yarn 1 (later ones call the option --immutable), pnpm 10, Bun 1.3. */
const manners: Readonly<Record<string, Manner>> = {
  npm: {
    locks: ['package-lock.json', 'npm-shrinkwrap.json'],
    settled: ['-g', '--global', '--no-package-lock', '--package-lock-only'],
    instead: { subcommand: 'ci' },
    variables: [],
  },
  yarn: {
    locks: ['yarn.lock'],
    settled: ['--frozen-lockfile', '--immutable', '--pure-lockfile', '--no-lockfile'],
    instead: { option: '--frozen-lockfile' },
    variables: ['CI', 'YARN_ENABLE_IMMUTABLE_INSTALLS'],
  },
  pnpm: {
    locks: ['pnpm-lock.yaml'],
    settled: ['--frozen-lockfile', '--no-lockfile', '--lockfile-only', '-g', '--global', '--no-frozen-lockfile'],
    instead: { option: '--frozen-lockfile' },
    variables: ['CI'],
  },
  bun: {
    locks: ['bun.lock', 'bun.lockb'],
    settled: ['--frozen-lockfile', '--no-save', '-g', '--global'],
    instead: { option: '--frozen-lockfile' },
    variables: [],
  },
  bundler: {
    locks: ['Gemfile.lock'],
    settled: ['--frozen', '--deployment', '--local'],
    // Deployment mode would also move the gems to vendor/bundle.
    instead: { variable: 'BUNDLE_FROZEN' },
    variables: ['BUNDLE_FROZEN', 'BUNDLE_DEPLOYMENT'],
  },
};

const bundlerAlias = 'tally/ruby/missing-bundle-deployment';
const npmAliases = ['dockerfile-doctor/DD010', 'droast/DF031'];

export default dockerfileRule({
  id: 'install-from-lock-file',
  category: 'reproducibility',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Install exactly what the lock file lists',
  why: '`npm install` takes the lock file for advice: where package.json asks for something else, it resolves anew and changes the lock file inside the image, where nobody sees it. `npm ci` installs what is locked or fails, and is faster because it resolves nothing. Yarn, pnpm and Bun do the same with `--frozen-lockfile`, Bundler with `BUNDLE_FROZEN`; they are a matter of the preset `strict`, because their defaults depend on version and environment.',
  lesson: 'supply',
  aliases: [...npmAliases, bundlerAlias],
  fix: 'suggested',
  fixing:
    'Writes `npm ci`, adds the option, or sets the variable above the RUN. Refused when a pattern such as `package*.json` is copied and there is no lock file beside the Dockerfile, and for Yarn 2 and later, which call the option `--immutable`.',
  references: ['https://docs.npmjs.com/cli/v11/commands/npm-ci'],
  examples: [
    {
      bad: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm install --omit=dev\n',
      fixed: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\n',
    },
    {
      bad: 'FROM node:24\nWORKDIR /app\nCOPY package*.json ./\nRUN npm i\n',
      fixed: 'FROM node:24\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n',
      files: { 'package.json': '{}', 'package-lock.json': '{}' },
      preset: 'strict',
      note: 'A pattern may match a lock file, so this is for `strict`.',
    },
    {
      bad: 'FROM node:24\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn\n',
      fixed: 'FROM node:24\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn --frozen-lockfile\n',
      preset: 'strict',
    },
    {
      bad: 'FROM ruby:3.4\nWORKDIR /app\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\n',
      fixed: 'FROM ruby:3.4\nWORKDIR /app\nCOPY Gemfile Gemfile.lock ./\nENV BUNDLE_FROZEN="1"\nRUN bundle install\n',
      preset: 'strict',
    },
    { good: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\n' },
    { good: 'FROM node:24\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\n', note: 'There is no lock file.' },
    { good: 'FROM node:24\nCOPY package*.json ./\nRUN npm install -g pnpm@10 && npm install --no-package-lock\n' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      for (const action of run.packageActions) {
        const manner = manners[action.manager.id];
        if (!manner || !ignoresLock(run, action, manner)) continue;
        const lock = copiedLock(run, manner);
        const word = action.subcommand ?? action.command.words[0];
        if (!lock || !word) continue;
        const isLoud = action.manager.id === 'npm' && lock.pattern === undefined;
        const advice = adviceOf(manner);
        const written = [action.command.name, action.subcommand?.value].join(' ').trim();
        report(word.span, `"${written}" may install other versions than ${lock.name} lists: ${advice}`)
          .as(...(action.manager.id === 'bundler' ? [bundlerAlias] : npmAliases))
          .onlyIn(isLoud ? 'recommended' : 'strict')
          .grade(isLoud ? 'warning' : 'info')
          .fix('Install from the lock file', async (context) => {
            if (lock.pattern !== undefined) {
              const files = (await BuildContexts.of(dockerfile, context)).certain;
              const matching = await files?.matching(lock.pattern);
              if (!matching?.some(({ name }) => manner.locks.includes(name)))
                return new Refusal('The pattern matches no lock file.');
            }
            return useLock(dockerfile, run, action, manner);
          });
      }
    }
  },
});

function adviceOf({ instead }: Manner): string {
  if ('subcommand' in instead) return `use npm ${instead.subcommand}`;
  return 'option' in instead ? `add ${instead.option}` : `set ${instead.variable}`;
}

/** What `bundle config` is given to keep to the lock file. */
const bundlerSetting = /^(?:frozen|deployment)$/;

/** Whether an install of the project's dependencies takes the lock file for no more than advice. */
function ignoresLock(run: RunInstruction, { kind, subcommand, command }: PackageAction, manner: Manner): boolean {
  if (kind !== 'dependencies' || !/^(?:install|i|add)?$/.test(subcommand?.value ?? '')) return false;
  if (command.has(...manner.settled) || command.wrappers.includes('xargs')) return false;
  if (command.arguments.some(({ value }) => value === undefined)) return false;
  if (mayBeConfigured(run, command, bundlerSetting)) return false;
  return manner.variables.every((name) => !isSwitchedOn(run, command, name));
}

/** A lock file that the stage has, as far as the file tells. */
interface CopiedLock {
  readonly name: string;
  /** The pattern that may match it; undefined when it is copied by name. */
  readonly pattern: string | undefined;
}

/** The lock file that an earlier COPY of the stage brings. */
function copiedLock(run: RunInstruction, { locks }: Manner): CopiedLock | undefined {
  const copies = run.stage.lineage
    .flatMap((stage) => [...stage.own('COPY'), ...stage.own('ADD')].sort((a, b) => a.span.start - b.span.start))
    .filter(({ span }) => span.start < run.span.start);
  const sources = copies.filter((copy) => copy.readsContext).flatMap((copy) => copy.sources.map(({ text }) => text));
  const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const certain = locks.find((lock) => sources.some((source) => nameOf(source) === lock));
  if (certain !== undefined) return { name: certain, pattern: undefined };
  const pattern = sources.find((source) => locks.some((lock) => isMatch(lock, nameOf(source))));
  const name = locks.find((lock) => pattern !== undefined && isMatch(lock, nameOf(pattern)));
  return name === undefined ? undefined : { name, pattern };
}

/** Whether a pattern that says more than `*` matches a name. */
function isMatch(name: string, pattern: string): boolean {
  const [before = '', after] = pattern.split('*');
  return before !== '' && after !== undefined && name.startsWith(before) && name.endsWith(after);
}

function useLock(
  dockerfile: Dockerfile,
  run: RunInstruction,
  { command, subcommand }: PackageAction,
  { instead }: Manner,
): Built {
  if ('subcommand' in instead) {
    const refusal = refusalToEdit(command);
    return (
      refusal ??
      (subcommand ? [replace(subcommand.span, instead.subcommand)] : new Refusal('The command is not written out.'))
    );
  }
  if ('variable' in instead) {
    return run.onbuild
      ? new Refusal('It is the trigger of an ONBUILD.')
      : [insertAbove(dockerfile, run, [`ENV ${instead.variable}="1"`])];
  }
  const behind = subcommand ?? command.words[0];
  if (!behind) return new Refusal('The command is not written out.');
  if (command.name === 'yarn' && isLaterYarn(run)) return new Refusal('Yarn 2 and later call the option --immutable.');
  const edit = insertArgument(run, command, behind, instead.option);
  return edit instanceof Refusal ? edit : [edit];
}

/** Whether something in the stage speaks of Yarn 2 or later. */
function isLaterYarn(run: RunInstruction): boolean {
  return run.stage.instructions.some((one) => {
    if (one instanceof CopyInstruction) return one.sources.some(({ text }) => /\.yarn(?:rc\.yml|\/|$)/.test(text));
    return one instanceof RunInstruction && one.commands.some(({ name }) => name === 'corepack');
  });
}
