import { type Built, Refusal } from '../../core/fix.ts';
import type { NestedPreset } from '../../core/rule.ts';
import { appendCommand, insertArgument, withRightsOf } from '../../dockerfile/command-edits.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { leftoversOf } from '../../dockerfile/leftovers.ts';
import type { PackageAction } from '../../shell/package-managers/index.ts';
import type { Leftovers } from '../../shell/package-managers/manager.ts';
import { dockerfileRule } from '../define.ts';

/** What the peers call it for each package manager. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  apt: [
    'hadolint/DL3009',
    'kics/Apt Get Install Lists Were Not Deleted',
    'dockerfile-doctor/DD004',
    'droast/DF004',
    'dockerfilelint/apt-get_missing_rm',
    'dockerfile_lint/no_apt-get_clean',
  ],
  apk: [
    'hadolint/DL3019',
    'trivy/DS-0025',
    'kics/Apk Add Using Local Cache Path',
    'dockerfile-doctor/DD025',
    'droast/DF029',
    'dockerfilelint/apkadd-missing_nocache_or_updaterm',
  ],
  yum: [
    'hadolint/DL3032',
    'trivy/DS-0015',
    'kics/Yum Clean All Missing',
    'dockerfile-doctor/DD031',
    'droast/DF047',
    'dockerfile_lint/no_yum_clean_all',
  ],
  dnf: [
    'hadolint/DL3040',
    'trivy/DS-0019',
    'kics/Missing Dnf Clean All',
    'dockerfile-doctor/DD033',
    'droast/DF046',
    'dockerfile_lint/no_dnf_clean_all',
  ],
  microdnf: ['hadolint/DL3040', 'trivy/DS-0027'],
  zypper: ['hadolint/DL3036', 'trivy/DS-0020', 'kics/Missing Zypper Clean', 'dockerfile-doctor/DD034', 'droast/DF045'],
  pip: ['hadolint/DL3042', 'kics/Pip install Keeping Cached Packages', 'dockerfile-doctor/DD009', 'droast/DF030'],
  yarn: ['hadolint/DL3060', 'droast/DF055'],
  gem: ['dockerfile-doctor/DD061', 'dockerfile_lint/no_gem_clean_all'],
  rvm: ['dockerfile_lint/no_rvm_cleanup_all'],
  bundler: ['tally/ruby/leftover-bundler-cache'],
};

/** Where the peers look at the image that ships alone, as we do; elsewhere they speak of every stage. */
const stageAware: ReadonlySet<string> = new Set(['hadolint/DL3009', 'hadolint/DL3060']);

/** Managers whose leftovers people disagree about: they cost less, or there are other ways to leave them out. */
const louder: Readonly<Record<string, NestedPreset>> = {
  npm: 'strict',
  yarn: 'strict',
  bundler: 'strict',
  gem: 'all',
  rvm: 'strict',
};

export default dockerfileRule({
  id: 'clean-package-cache',
  category: 'image-size',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Leave no package cache in the image that ships',
  why: 'Package managers keep indexes and downloads that no running program needs. A later RUN that deletes them frees nothing, because they stay in the layer before: they have to go in the same RUN, or into a cache mount. Builder stages do not ship, so what they leave is heard of in the preset `all` alone.',
  lesson: 'small-images',
  aliases: Object.values(aliases).flat(),
  fix: 'safe',
  fixing:
    'Adds the option that leaves nothing, or the command that cleans up, to the same RUN. Refused when a later RUN installs from the lists that would go.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n',
      fixed: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      bad: 'FROM debian:13\nRUN apt-get update \\\n && apt-get install -y \\\n    curl \\\n    git\n',
      fixed:
        'FROM debian:13\nRUN apt-get update \\\n && apt-get install -y \\\n    curl \\\n    git \\\n && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y \\\n    curl \\\n    git\n',
      fixed:
        'FROM debian:13\nRUN apt-get update && apt-get install -y \\\n    curl \\\n    git \\\n    && rm -rf /var/lib/apt/lists/*\n',
    },
    { bad: 'FROM alpine:3.24\nRUN apk add curl\n', fixed: 'FROM alpine:3.24\nRUN apk add --no-cache curl\n' },
    {
      bad: 'FROM python:3.14-slim\nRUN pip install -r requirements.txt\n',
      fixed: 'FROM python:3.14-slim\nRUN pip install --no-cache-dir -r requirements.txt\n',
    },
    {
      bad: 'FROM fedora:44\nRUN dnf install -y git\n',
      fixed: 'FROM fedora:44\nRUN dnf install -y git && dnf clean all\n',
    },
    {
      bad: 'FROM python:3.14-slim\nRUN ["pip", "install", "flask"]\n',
      fixed: 'FROM python:3.14-slim\nRUN ["pip", "install", "--no-cache-dir", "flask"]\n',
      note: 'In the exec form each argument is a string of its own.',
    },
    {
      bad: 'FROM debian:13\nUSER app\nRUN sudo apt-get update && sudo apt-get install -y curl\n',
      fixed:
        'FROM debian:13\nUSER app\nRUN sudo apt-get update && sudo apt-get install -y curl && sudo rm -rf /var/lib/apt/lists/*\n',
      note: 'What root has written, only root may delete.',
    },
    { good: 'FROM debian:13 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM debian:13\n' },
    {
      good: 'FROM debian:13\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y curl\n',
    },
    { good: 'FROM ruby:3.4\nRUN gem install foreman\n', preset: 'all' },
    { good: 'FROM python:3.14-slim\nRUN PIP_NO_CACHE_DIR=1 pip install flask\n' },
    { good: 'FROM python:3.14-slim\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      // What a trigger runs is in whatever image is built upon this one.
      const ships = run.onbuild !== undefined || dockerfile.isShipped(run.stage);
      for (const { action, leftovers } of leftoversOf(run)) {
        const { manager, command } = action;
        const remedy = leftovers.option ? `add ${leftovers.option}` : `end the RUN with "${leftovers.command}"`;
        const place = ships ? 'the image' : 'the layer of a stage that does not ship';
        const names = aliases[manager.id] ?? [];
        report(command.span, `${manager.name} leaves ${leftovers.what} in ${place}: ${remedy}`)
          .as(...(ships ? names : names.filter((name) => !stageAware.has(name))))
          .onlyIn(ships ? (louder[manager.id] ?? 'recommended') : 'all')
          .grade(ships && louder[manager.id] === undefined ? 'warning' : 'info')
          .fix(leftovers.option ? `Add ${leftovers.option}` : `Add "${leftovers.command}"`, () =>
            clean(dockerfile, run, action, leftovers),
          );
      }
    }
  },
});

function clean(
  dockerfile: Dockerfile,
  run: RunInstruction,
  { manager, command, subcommand }: PackageAction,
  leftovers: Leftovers,
): Built {
  if (leftovers.option) {
    if (!subcommand) return new Refusal('The install command is not written out.');
    const edit = insertArgument(run, command, subcommand, leftovers.option);
    return edit instanceof Refusal ? edit : [edit];
  }
  if (command.place.substituted) return new Refusal('The command is part of another one.');
  const later = dockerfile.instructions('RUN').filter((other) => other.span.start > run.span.start);
  const dependent = later.some(({ packageActions }) => {
    const own = packageActions.filter((one) => one.manager === manager);
    return own.some(({ kind }) => kind === 'install') && !own.some(({ kind }) => kind === 'update');
  });
  if (leftovers.comesWith === 'update' && dependent)
    return new Refusal('A later RUN installs from these package lists.');
  const cleanUp = withRightsOf(run, command, leftovers.command ?? '');
  if (cleanUp instanceof Refusal) return cleanUp;
  const edit = appendCommand(dockerfile, run, cleanUp);
  return edit instanceof Refusal ? edit : [edit];
}
