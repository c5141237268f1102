import { Notes } from '../core/notes.ts';
import { knownWorkingFolder } from '../image/equipment.ts';
import type { Stage } from './stage.ts';

/** What the WORKDIR instructions of a stage make of the folder it begins in. Undefined is what is not known. */
interface Folders {
  readonly first: string | undefined;
  readonly changes: readonly { readonly end: number; readonly folder: string | undefined }[];
}

/** Found once for each stage, as it is asked for each path that is copied. */
const known = new Notes<Stage, Folders>();

/**
 * The folder in which an instruction at some point of a stage works; undefined when a variable or an image that is not
 * known decides.
 */
export function workingFolderAt(stage: Stage, offset = Number.POSITIVE_INFINITY): string | undefined {
  const { first, changes } = known.get(stage) ?? foldersOf(stage);
  const last = changes.findLast(({ end }) => end <= offset);
  return last ? last.folder : first;
}

/** Goes from the bottom of the lineage up, not by calling itself: lines of stages may be long. */
function foldersOf(stage: Stage): Folders {
  const image = stage.rootImage?.reference;
  let folder = stage.isFromScratch ? '/' : image && knownWorkingFolder(image);
  let found: Folders = { first: folder, changes: [] };
  for (const one of stage.lineage.toReversed()) {
    found = known.get(one) ?? { first: folder, changes: changesIn(one, folder) };
    known.set(one, found);
    folder = found.changes.length > 0 ? found.changes.at(-1)?.folder : found.first;
  }
  return found;
}

function changesIn(stage: Stage, before: string | undefined): Folders['changes'] {
  let folder = before;
  return stage.own('WORKDIR').map(({ span, value }) => {
    const path = value && stage.expand(value).value;
    folder = path && (isAbsolute(path) ? path : folder && joinPath(folder, path));
    return { end: span.end, folder };
  });
}

/** Whether a path is absolute, on Linux or on Windows. */
export function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:)/.test(path);
}

/** An absolute path with a relative one behind it, without `.` and `..`. */
export function joinPath(base: string, relative: string): string {
  const parts: string[] = [];
  for (const part of `${base}/${relative}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
