import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { originsOf } from '../../dockerfile/file-origins.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { workingFolderAt } from '../../dockerfile/working-folder.ts';
import type { BuildContext } from '../build-context.ts';
import { scriptsIn } from '../extraction/bundles.ts';
import { resolvePath } from '../multi-stage/paths.ts';

/** The project that a stage builds, as far as the build gets its files. */
export interface StageProject {
  /** The text of one of its files that the stage has as well; undefined where there is no such file. */
  read(name: string): Promise<string | undefined>;
  /** The names of the programs that the stage, and those below it, have called. */
  readonly programs: ReadonlySet<string>;
}

/** The project in the working directory of a stage. */
export function projectOf(dockerfile: Dockerfile, stage: Stage, context: BuildContext): StageProject {
  const place = resolvePath('/', workingFolderAt(stage) ?? '/');
  const commands = stage.lineage.flatMap((one) => one.own('RUN').flatMap((run) => run.commands));
  const find = (name: string) =>
    originsOf(dockerfile, stage, resolvePath(place, name)).flatMap(({ path }) => path ?? []);
  return {
    programs: new Set(commands.map(({ name }) => name)),
    async read(name) {
      for (const path of find(name)) {
        const text = await context.read(path);
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}

/** The command of the development server of a Node.js project, in words; undefined where package.json has no such script. */
export async function developmentCommand(project: StageProject): Promise<readonly string[] | undefined> {
  const scripts = scriptsIn(await project.read('package.json'));
  const manager = managerOfNode(project);
  return scripts?.dev && manager ? [manager, 'run', 'dev'] : undefined;
}

function managerOfNode({ programs }: StageProject): string | undefined {
  return ['pnpm', 'yarn', 'bun', 'npm'].find((name) => programs.has(name));
}
