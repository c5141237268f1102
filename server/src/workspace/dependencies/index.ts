import { type FixContext, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { PackageAction } from '../../shell/package-managers/index.ts';
import { BuildContexts } from '../build-contexts.ts';
import { planCargo, planGo, planGradle, planMaven, planNuget } from './compiled.ts';
import { planNode } from './node.ts';
import type { DependencyPlan, Planner } from './plan.ts';
import { planPip, planPipenv, planPoetry, planUv, requirementFiles } from './python.ts';
import { planBundler, planComposer, planMix } from './scripted.ts';

export type { DependencyPlan } from './plan.ts';

const planners: Readonly<Record<string, Planner>> = {
  npm: planNode,
  pnpm: planNode,
  yarn: planNode,
  bun: planNode,
  pip: planPip,
  pipenv: planPipenv,
  poetry: planPoetry,
  uv: planUv,
  maven: planMaven,
  gradle: planGradle,
  go: planGo,
  cargo: planCargo,
  bundler: planBundler,
  composer: planComposer,
  nuget: planNuget,
  mix: planMix,
};

/** Whether it is known how to install dependencies before the sources are there. */
export function canPlan({ manager }: PackageAction): boolean {
  return Object.hasOwn(planners, manager.id);
}

/**
 * How to install the dependencies of the project in a folder of the build context before its sources are there; why
 * not, when the project's own files say that the sources are needed.
 */
export async function planDependencies(
  action: PackageAction,
  path: string,
  dockerfile: Dockerfile,
  context: FixContext,
): Promise<DependencyPlan | Refusal> {
  const { project, id, name } = action.manager;
  const planner = planners[id];
  if (!project || !planner) return new Refusal(`How ${name} installs without the sources is not known.`);
  const elsewhere = action.command.arguments.find(({ text }) =>
    project.elsewhere?.some((option) => text === option || text.startsWith(`${option}=`)),
  );
  if (elsewhere) return new Refusal(`With ${elsewhere.text} the project lies in another folder.`);
  const wanted = id === 'pip' ? requirementFiles(action).map(firstSegment) : project.manifests;
  const contexts = await BuildContexts.of(dockerfile, context);
  const isReadable = contexts.candidates.length > 0;
  const build = await contexts.likeliest(async (candidate) => {
    return ((await candidate.folder(path))?.matching(wanted).length ?? 0) > 0;
  });
  if (isReadable && build === undefined) {
    return new Refusal(
      `There is no ${wanted[0] ?? project.manifests[0]} in the build context, as far as it can be seen.`,
    );
  }
  const plan = await planner(action, project, await build?.folder(path));
  return !(plan instanceof Refusal) && plan.files.length === 0 ? new Refusal('No file lists the dependencies.') : plan;
}

function firstSegment(path: string): string {
  return path.slice(0, path.indexOf('/') + 1) || path;
}
