import type { WrittenPath } from '../../image/written-paths.ts';
import type { Stage } from '../stage.ts';
import { joinPath, workingFolderAt } from '../working-folder.ts';
import type { RuntimeImage, StartLine } from './runtime-image.ts';

/**
 * The folders that an image writes to as it starts, where it starts what its base image does and configures it as little: a
 * path that a file of the stage may have changed is left out. Empty where nothing is known.
 */
export function writtenPathsOf(image: RuntimeImage): readonly WrittenPath[] {
  const { base, stage, entrypoint, command } = image;
  if (!base || stage?.isWindows || entrypoint?.by) return [];
  if (command?.by && !isSame(command.value, base.command)) return [];
  return base.writtenPaths.filter(({ toldBy }) => !stage || !isChanged(toldBy, stage));
}

function isSame({ arguments: words, form }: StartLine, others: readonly string[] | undefined): boolean {
  return form === 'exec' && words.length === others?.length && words.every((word, at) => word === others[at]);
}

/** Whether one of two paths, without slashes at their ends, is the other or lies in it. */
export function doPathsMeet(one: string, other: string): boolean {
  return isWithin(one, other) || isWithin(other, one);
}

/** Whether a path, without a slash at its end, is a folder or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}

/** Whether instructions of a stage may put or change something at a path. */
function isChanged(path: string, stage: Stage): boolean {
  const folder = path.slice(0, path.lastIndexOf('/'));
  return stage.lineage.some((one) => {
    const copied = [...one.own('COPY'), ...one.own('ADD')].some((copy) => {
      const destination = copy.expandedDestination;
      const from = destination?.startsWith('/') ? '/' : workingFolderAt(one, copy.span.start);
      if (destination === undefined || from === undefined) return true;
      return doPathsMeet(joinPath(from, destination), path);
    });
    return copied || one.own('RUN').some((run) => run.arguments.text.includes(folder === '/etc' ? path : folder));
  });
}
