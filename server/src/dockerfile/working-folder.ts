import { knownWorkingFolder } from '../image/equipment.ts';
import type { Stage } from './stage.ts';

/**
 * The folder in which an instruction at some point of a stage works; undefined when a variable or an image that is not
 * known decides.
 */
export function workingFolderAt(stage: Stage, offset = Number.POSITIVE_INFINITY): string | undefined {
  const image = stage.rootImage?.reference;
  let folder = stage.isFromScratch ? '/' : image && knownWorkingFolder(image);
  for (const one of stage.lineage.toReversed()) {
    for (const { span, value } of one.own('WORKDIR')) {
      if (one === stage && span.end > offset) return folder;
      const path = value && one.expand(value).value;
      folder = path && (isAbsolute(path) ? path : folder && joinPath(folder, path));
    }
  }
  return folder;
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
