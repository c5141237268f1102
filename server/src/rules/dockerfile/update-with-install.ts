import { type Built, Refusal } from '../../core/fix.ts';
import { appendCommand, insertCommandBefore, withRightsOf } from '../../dockerfile/command-edits.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { removeInstruction } from '../../dockerfile/edits.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { cleansUp } from '../../dockerfile/leftovers.ts';
import type { PackageAction, PackageManager } from '../../shell/package-managers/index.ts';
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
  aliases: ['trivy/DS-0017', 'checkov/CKV_DOCKER_5'],
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
    { good: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n' },
    {
      good: 'FROM debian:13\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\n',
      note: 'The index is in a cache mount, not in a layer.',
    },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      for (const action of run.packageActions) {
        if (action.kind !== 'update' || action.manager.kind !== 'system' || isUsedAtOnce(run, action)) continue;
        const installs = laterInstalls(run, action.manager);
        const text = `${action.manager.name} ${action.command.operands[0]}`;
        const advice =
          installs.length > 0
            ? `"${text}" is cached apart from the install: run both in one RUN, so that a new package gets a new index`
            : `"${text}" fetches an index that nothing uses: remove it`;
        report(action.command.span, advice).fix(
          installs.length > 0 ? 'Update in the RUN that installs' : 'Remove the RUN that only updates',
          () => merge(dockerfile, run, action, installs),
        );
      }
    }
  },
});

/** An install, and the RUN it stands in. */
interface Install {
  readonly run: RunInstruction;
  readonly action: PackageAction;
}

/** Whether the same RUN installs or upgrades with the index, or keeps it in a mount. */
function isUsedAtOnce(run: RunInstruction, { manager }: PackageAction): boolean {
  const uses = run.packageActions.some(
    (other) => other.manager === manager && ['install', 'upgrade'].includes(other.kind),
  );
  return uses || run.mountsOver(manager.cache?.folders ?? []);
}

/** The installs of later RUN instructions of the stage that bring no update of their own. */
function laterInstalls(run: RunInstruction, manager: PackageManager): readonly Install[] {
  const later = run.stage.own('RUN').filter((other) => other.span.start > run.span.start);
  const firstWithUpdate = later.findIndex((other) =>
    other.packageActions.some((one) => one.manager === manager && one.kind === 'update'),
  );
  const upTo = firstWithUpdate === -1 ? later : later.slice(0, firstWithUpdate);
  return upTo.flatMap((other) => {
    const action = other.packageActions.find((one) => one.manager === manager && one.kind === 'install');
    return action ? [{ run: other, action }] : [];
  });
}

function merge(
  dockerfile: Dockerfile,
  run: RunInstruction,
  { command, manager }: PackageAction,
  installs: readonly Install[],
): Built {
  if (run.onbuild || run.script?.commands.length !== 1) return new Refusal('The RUN does more than update the index.');
  const [program] = command.words;
  if (!program || command.assignments.length > 0) return new Refusal('The update is run with variables of its own.');
  const update = dockerfile.text.slice(program.span.start, command.span.end);
  const edits: TextEdit[] = [removeInstruction(dockerfile, run)];
  for (const install of installs) {
    const updateThere = withRightsOf(install.run, install.action.command, update);
    if (updateThere instanceof Refusal) return updateThere;
    const inserted = insertCommandBefore(install.action.command, updateThere);
    if (inserted instanceof Refusal) return inserted;
    edits.push(inserted);
    // With the update its leftovers move into this layer, where they would stay.
    const leftovers = manager.cache?.leftovers;
    if (leftovers?.command && leftovers.comesWith === 'update' && !cleansUp(install.run, manager)) {
      const line = withRightsOf(install.run, install.action.command, leftovers.command);
      const cleanUp = line instanceof Refusal ? line : appendCommand(dockerfile, install.run, line);
      if (!(cleanUp instanceof Refusal)) edits.push(cleanUp);
    }
  }
  return edits;
}
