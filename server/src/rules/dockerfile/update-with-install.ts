import { type Built, Refusal } from '../../core/fix.ts';
import { appendCommand, insertCommandBefore, withRightsOf } from '../../dockerfile/command-edits.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { removeInstruction } from '../../dockerfile/edits.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { cleansUp } from '../../dockerfile/leftovers.ts';
import { type IndexUser, usageOfIndex } from '../../dockerfile/package-index.ts';
import type { PackageAction } from '../../shell/package-managers/index.ts';
import type { TextEdit } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'update-with-install',
  category: 'reproducibility',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Update the package index in the RUN that installs',
  why: 'The result of `RUN apt-get update` is a cached layer. When a package is added to the install line weeks later, the old index is used with it: the build fails because versions in it are gone from the mirrors, or installs outdated ones. Together in one RUN, both run whenever either changes.',
  lesson: 'fast-builds',
  aliases: [
    'trivy/DS-0017',
    'checkov/CKV_DOCKER_5',
    'kics/Update Instruction Alone',
    'dockerfile-doctor/DD002',
    'droast/DF028',
    'dockerfilelint/apt-get-update_require_install',
  ],
  fix: 'suggested',
  fixing:
    'Removes the RUN that only updates and puts the update before each later install of the stage, which then cleans up after it. Refused when that RUN does more than update, or when an install runs only under a condition.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN apt-get update\nRUN apt-get install -y --no-install-recommends curl\n',
      fixed:
        'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      bad: 'FROM debian:13\nRUN apt-get update\nUSER app\nRUN sudo apt-get install -y --no-install-recommends curl\n',
      fixed:
        'FROM debian:13\nUSER app\nRUN sudo apt-get update && sudo apt-get install -y --no-install-recommends curl && sudo rm -rf /var/lib/apt/lists/*\n',
    },
    {
      bad: 'FROM debian:13\nRUN apt-get update\nRUN ["apt-get", "install", "-y", "curl"]\n',
      note: 'Found, but not fixed: a list of arguments is no script.',
    },
    {
      bad: 'FROM alpine:3.24\nRUN apk update\n',
      fixed: 'FROM alpine:3.24\n',
      note: 'Nothing is installed afterwards.',
    },
    {
      bad: 'FROM debian:13 AS base\nRUN apt-get update\nFROM base\nRUN apt-get install -y curl\n',
      fixed:
        'FROM debian:13 AS base\nFROM base\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
      note: 'A stage built upon this one installs.',
    },
    {
      bad: 'FROM debian:13\nRUN apt-get update\nRUN apt-get upgrade -y\n',
      fixed: 'FROM debian:13\nRUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*\n',
    },
    { bad: 'FROM debian:13\nONBUILD RUN apt-get update\nONBUILD RUN apt-get install -y curl\n' },
    { good: 'FROM debian:13\nONBUILD RUN apt-get update\n', note: 'An image built upon this one may install.' },
    {
      good: 'FROM debian:13\nRUN apt-get update\nRUN npx playwright install --with-deps\n',
      note: 'A program that is not known may use the index.',
    },
    { good: 'FROM debian:13\nRUN apt-get update\nRUN curl -fsSL https://example.com/setup | bash -\n' },
    { good: 'FROM debian:13\nRUN apt-get update && ./setup.sh && rm -rf /var/lib/apt/lists/*\n' },
    { good: 'FROM debian:13\nRUN until apt-get install -y curl; do apt-get update; done\n' },
    { good: 'FROM debian:13\nRUN apt-get update && playwright install-deps\n' },
    { good: 'FROM debian:13\nRUN apt-get update && apt-get download curl\n' },
    { good: 'FROM debian:13\nRUN apt-get update && apt-cache search curl\n' },
    { good: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n' },
    {
      good: 'FROM debian:13\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\n',
      note: 'The index is in a cache mount, not in a layer.',
    },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      for (const action of run.packageActions) {
        const { kind, manager, command } = action;
        if (kind !== 'update' || manager.kind !== 'system' || run.mountsOver(manager.cache?.folders ?? [])) continue;
        const { atOnce, later, perhaps } = usageOfIndex(run, action);
        if (atOnce || (later.length === 0 && perhaps)) continue;
        const text = `${manager.name} ${command.operands[0]}`;
        if (later.length === 0) {
          report(command.span, `"${text}" fetches an index that nothing uses: remove it`).fix(
            'Remove the RUN that only updates',
            () => merge(dockerfile, run, action, later),
          );
          continue;
        }
        report(
          command.span,
          `"${text}" is cached apart from the install: run both in one RUN, so that a new package gets a new index`,
        ).fix('Update in the RUN that installs', () =>
          perhaps
            ? new Refusal('A command that is not understood may need the index as well.')
            : merge(dockerfile, run, action, later),
        );
      }
    }
  },
});

function merge(
  dockerfile: Dockerfile,
  run: RunInstruction,
  { command, manager }: PackageAction,
  later: readonly IndexUser[],
): Built {
  if (run.onbuild || run.script?.commands.length !== 1) return new Refusal('The RUN does more than update the index.');
  const [program] = command.words;
  if (!program || command.assignments.length > 0) return new Refusal('The update is run with variables of its own.');
  const update = dockerfile.text.slice(program.span.start, command.span.end);
  const edits: TextEdit[] = [removeInstruction(dockerfile, run)];
  // The first install of a RUN brings the index along for the others.
  const installs = later.filter((one, index) => later.findIndex((other) => other.run === one.run) === index);
  for (const install of installs) {
    const updateThere = withRightsOf(install.run, install.command, update);
    if (updateThere instanceof Refusal) return updateThere;
    const inserted = insertCommandBefore(install.command, updateThere);
    if (inserted instanceof Refusal) return inserted;
    edits.push(inserted);
    // With the update its leftovers move into this layer, where they would stay.
    const leftovers = manager.cache?.leftovers?.find(({ comesWith }) => comesWith === 'update');
    if (leftovers?.command && !cleansUp(install.run, { command: install.command, manager }, leftovers)) {
      const line = withRightsOf(install.run, install.command, leftovers.command);
      const cleanUp = line instanceof Refusal ? line : appendCommand(dockerfile, install.run, line);
      if (!(cleanUp instanceof Refusal)) edits.push(cleanUp);
    }
  }
  return edits;
}
