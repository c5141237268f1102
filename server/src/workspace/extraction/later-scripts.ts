import { Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { originsOf } from '../../dockerfile/file-origins.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { workingFolderAt } from '../../dockerfile/working-folder.ts';
import type { ShellCommand } from '../../shell/command.ts';
import type { BuildContext } from '../build-context.ts';
import { resolvePath } from '../multi-stage/paths.ts';
import { readFrom } from './bundles.ts';

const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', '.', 'source']);

/** The texts of the scripts that commands run and the build context brings; refused when one of them cannot be read. */
export async function scriptTexts(
  commands: readonly ShellCommand[],
  dockerfile: Dockerfile,
  stage: Stage,
  context: BuildContext | undefined,
): Promise<readonly string[] | Refusal> {
  const folder = workingFolderAt(stage) ?? '/';
  const offset = Number.POSITIVE_INFINITY;
  const texts: string[] = [];
  for (const command of commands) {
    const written = shells.has(command.name) ? command.operands[0] : command.words[0]?.value;
    if (written === undefined) continue;
    const path =
      written.includes('/') || shells.has(command.name) ? resolvePath(folder, written) : `/usr/local/bin/${written}`;
    if (originsOf(dockerfile, stage, path).length === 0) continue;
    const text = await readFrom(path, { dockerfile, stage, offset, context });
    if (text !== undefined) texts.push(text);
    // A folder that is copied whole has it or not; what is named is there.
    else if (/\.sh$|entrypoint/.test(path))
      return new Refusal(`The script ${path} cannot be read, so what it calls is not known.`);
  }
  return texts;
}
