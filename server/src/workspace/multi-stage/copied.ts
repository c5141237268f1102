import { Refusal } from '../../core/fix.ts';
import { type CopyInstruction, isRemote } from '../../dockerfile/instructions/copy.ts';
import type { BuildContext } from '../build-context.ts';
import { baseName, belongsToSystem, resolvePath } from './paths.ts';

/** A file or folder that instructions put into the image, besides those of packages and of the base image. */
export interface Item {
  readonly path: string;
  /** Where in the build context it comes from; undefined for what a command made. */
  readonly source: string | undefined;
}

/** What a COPY or ADD puts where, with relative paths counted from a folder; refused when that cannot be told. */
export async function copiedItems(
  copy: CopyInstruction,
  folder: string,
  project: BuildContext | undefined,
): Promise<readonly Item[] | Refusal> {
  if (copy.from) {
    return new Refusal('Files come from another image: whether they are needed at run time is not known.');
  }
  if (copy.flag('parents')) return new Refusal('COPY --parents decides itself where files go.');
  if (copy.keyword === 'ADD' && copy.sources.some(({ text }) => isRemote(text) || archive.test(text))) {
    return new Refusal('ADD downloads or unpacks files: which ones is not known.');
  }
  const { destination } = copy;
  const piece = destination && { text: destination.source.text, start: destination.span.start };
  const written = piece && copy.stage.scope.expand(piece, copy.span.start).value;
  if (written === undefined) return new Refusal('A variable that only the build knows decides where files go.');
  const target = resolvePath(folder, written);
  const { heredocs } = copy;
  const sources = copy.sources.map(({ text }) => text);
  if (belongsToSystem(target)) return amongSystemFiles(target, sources, heredocs.length > 0, project);
  const isFolder = /(?:\/|^\.{1,2})$/.test(written) || sources.length + heredocs.length > 1;
  const items: Item[] = heredocs.length > 0 ? [{ path: target, source: undefined }] : [];
  for (const source of sources) {
    // A folder's content goes into the target; a file goes into a target that is a folder, or becomes the target.
    const goesInto = isFolder && !isPattern(source) && (await isFile(source, project));
    items.push({ path: goesInto ? `${target}/${baseName(source)}` : target, source });
  }
  return items;
}

/** In a folder of the distribution each file has to be known by its name. */
async function amongSystemFiles(
  folder: string,
  sources: readonly string[],
  hasHeredocs: boolean,
  project: BuildContext | undefined,
): Promise<readonly Item[] | Refusal> {
  for (const source of sources) {
    if (isPattern(source) || !(await isFile(source, project))) {
      return new Refusal(`Files are copied into ${folder}, among those of the system: which ones is not known.`);
    }
  }
  if (hasHeredocs) return new Refusal(`Files are written into ${folder}, among those of the system.`);
  const prefix = folder === '/' ? '' : folder;
  return sources.map((source) => ({ path: `${prefix}/${baseName(source)}`, source }));
}

/** Whether a source is a file; one with an ending is taken for a file where the build context cannot be read. */
async function isFile(source: string, project: BuildContext | undefined): Promise<boolean> {
  return project ? (await project.list(source)) === undefined : /[^./]\.[A-Za-z0-9]+$/.test(source);
}

function isPattern(source: string): boolean {
  return /[*?[$]/.test(source);
}

/** Files that ADD unpacks. */
const archive = /\.(?:tar(?:\.\w+)?|tgz|tbz2?|txz)$/;
