import { type DependencyInstall, dependencyInstalls } from '../../dockerfile/dependency-installs.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { copiesToOwnFolder, installsOnly, setsUpSystem } from '../../dockerfile/independence.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { KeyValueInstruction } from '../../dockerfile/instructions/key-value.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { moveAbove } from '../../dockerfile/moves.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { usesOfVariable } from '../../dockerfile/variable-uses.ts';
import { copyDependenciesFirst } from '../dependencies/copy-first.ts';
import { canPlan } from '../dependencies/index.ts';
import { copyProposals } from './copy-proposals.ts';
import type { Proposal } from './proposal.ts';

/**
 * All that could be done for a Dockerfile so that less is built again, as far as it is safe by what its instructions say.
 * LABEL, EXPOSE and their like are left where they are, as BuildKit builds nothing again for them; so is what only says
 * how a step is carried out, as cache mounts do.
 */
export function proposalsFor(dockerfile: Dockerfile): readonly Proposal[] {
  return [
    ...dependenciesFirst(dockerfile),
    ...dockerfile.stages.flatMap((stage) => [
      ...systemFirst(dockerfile, stage),
      ...lateArguments(dockerfile, stage),
      ...copyProposals(dockerfile, stage),
    ]),
  ];
}

function dependenciesFirst(dockerfile: Dockerfile): readonly Proposal[] {
  return dependencyInstalls(dockerfile)
    .filter(({ action }) => canPlan(action))
    .map((install) => dependencyFilesFirst(dockerfile, install));
}

/** To copy what an install needs before it, and the rest after it. */
export function dependencyFilesFirst(dockerfile: Dockerfile, install: DependencyInstall): Proposal {
  return {
    title: 'Copy the dependency files first',
    at: [install.copy, install.run],
    step: install.run,
    build: (context) => copyDependenciesFirst(dockerfile, install, context),
  };
}

/** What has no say in how RUN is carried out, or in where it is. */
const silent: ReadonlySet<string> = new Set([
  'LABEL',
  'EXPOSE',
  'CMD',
  'ENTRYPOINT',
  'HEALTHCHECK',
  'STOPSIGNAL',
  'VOLUME',
  'WORKDIR',
]);

/** Installs of system packages that stand below files of the project, though they read none. */
function systemFirst(dockerfile: Dockerfile, stage: Stage): readonly Proposal[] {
  return stage.own('RUN').flatMap((run): readonly Proposal[] => {
    if (!setsUpSystem(run)) return [];
    const above = stage.instructions.slice(0, stage.instructions.indexOf(run));
    const passed: Instruction[] = [];
    for (const one of above.toReversed()) {
      const isCopy = one instanceof CopyInstruction && !one.onbuild && copiesToOwnFolder(one);
      if (!isCopy && !silent.has(one.keyword)) break;
      passed.push(one);
    }
    const first = passed.findLast((one) => one instanceof CopyInstruction);
    if (!first) return [];
    return [
      {
        title: 'Install system packages before files are copied',
        at: [run, first],
        step: run,
        build: () => moveAbove(dockerfile, run, first),
      },
    ];
  });
}

/** What arguments are called that say which build it is: each has another value. */
const perBuild =
  /^(?:(?:GIT|CI|SOURCE|VCS|BUILD|APP|IMAGE)_)?(?:COMMIT(?:_(?:SHA|HASH|ID))?|SHA|REVISION|VCS_REF|GIT_REF|BUILD_(?:DATE|NUMBER|ID|TIME|TIMESTAMP)|TIMESTAMP|CREATED)$/;

/** Arguments that differ with each build and stand above installs that do not ask for them. */
function lateArguments(dockerfile: Dockerfile, stage: Stage): readonly Proposal[] {
  return stage.own('ARG').flatMap((argument): readonly Proposal[] => {
    const [pair, ...others] = argument instanceof KeyValueInstruction ? argument.pairs : [];
    const name = pair?.key.text ?? '';
    if (others.length > 0 || argument.onbuild || !perBuild.test(name)) return [];
    const uses = new Set(usesOfVariable(dockerfile, name, stage));
    const below = stage.instructions.slice(stage.instructions.indexOf(argument) + 1);
    // Whatever may look at its environment, as builds do, is left below it.
    const asks = below.find(
      (one) => uses.has(one) || (one instanceof RunInstruction && !installsOnly(one)) || one.keyword === 'ONBUILD',
    );
    const passed = below.slice(0, asks ? below.indexOf(asks) : 0);
    const step = passed.find((one) => one instanceof RunInstruction);
    if (!asks || !(step instanceof RunInstruction)) return [];
    return [
      {
        title: `Declare ${name} where it is used`,
        at: [argument, step],
        step,
        changing: new Set([name]),
        build: () => moveAbove(dockerfile, argument, asks),
      },
    ];
  });
}
