import { absolutePath } from '../../dockerfile/file-origins.ts';
import { copiesToOwnFolder } from '../../dockerfile/independence.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { workingFolderAt } from '../../dockerfile/working-folder.ts';
import { isWithin, resolvePath } from '../multi-stage/paths.ts';
import type { LeftBehind } from './following.ts';

/**
 * How many of the instructions above others, from the first on, these may need the results of: up to the last RUN, and the
 * last COPY or ADD that is not sure to be of no use to them.
 */
export function neededAbove(
  above: readonly Instruction[],
  moved: readonly Instruction[],
  leftBehind: LeftBehind,
  text: string,
): number {
  const last = above.findLastIndex((one) => {
    if (one.keyword === 'RUN') return true;
    return one instanceof CopyInstruction && !isOfNoUse(one, moved, leftBehind, text);
  });
  return last + 1;
}

/** Files in a folder of their own, that nothing speaks of and nothing works in or around. */
function isOfNoUse(
  copy: CopyInstruction,
  moved: readonly Instruction[],
  leftBehind: LeftBehind,
  text: string,
): boolean {
  const { expandedDestination: destination, stage, span } = copy;
  const folder = destination === undefined ? undefined : absolutePath(destination, stage, span.start);
  if (folder === undefined || !copiesToOwnFolder(copy)) return false;
  const touched = [...leftBehind.items, ...leftBehind.writesBelow, ...leftBehind.worksIn];
  if (touched.some((path) => isWithin(path, folder) || isWithin(folder, path))) return false;
  const first = moved[0];
  const works = first && workingFolderAt(stage, first.span.start);
  if (works === undefined || isWithin(folder, resolvePath('/', works))) return false;
  return moved.every((one) => {
    const said = text.slice(one.span.start, one.span.end);
    const [top = ''] = folder.slice(1).split('/');
    // Where a variable stands for a path, that may be one of these.
    return !said.includes(top) && ![...said.matchAll(/\$\{?(\w+)/g)].some(([, name = '']) => namesPath(one, name));
  });
}

function namesPath(at: Instruction, name: string): boolean {
  const value = at.stage.scope.find(name, at.span.start)?.value;
  return value === undefined ? false : at.stage.scope.expand(value.piece, value.span.start).text.includes('/');
}
