import { Notes } from '../core/notes.ts';
import { globMatcher } from '../text/globs.ts';
import type { Dockerfile } from './dockerfile.ts';
import { CopyInstruction, isRemote } from './instructions/copy.ts';
import type { Heredoc } from './lines.ts';
import type { Stage } from './stage.ts';
import { isAbsolute, joinPath, workingFolderAt } from './working-folder.ts';

/** Where a file of an image may come from. */
export interface FileOrigin {
  /** The COPY or ADD that brings it. */
  readonly by: CopyInstruction;
  /** Its path in the build context; undefined for one that stands in the Dockerfile itself. */
  readonly path: string | undefined;
  /** The here-document it is. */
  readonly heredoc: Heredoc | undefined;
}

/** How many stages a file is followed through. */
const furthest = 10;

/**
 * What may have brought a file to a path, as it is before an offset in a stage: the last one first. Whether the build
 * context has such a file is not known here. Files of other stages are followed to where these have them from.
 */
export function originsOf(
  dockerfile: Dockerfile,
  stage: Stage,
  path: string,
  offset = Number.POSITIVE_INFINITY,
  depth = 0,
): readonly FileOrigin[] {
  return stage.lineage.flatMap((one) => {
    const end = one === stage ? offset : Number.POSITIVE_INFINITY;
    return copiesOf(one).flatMap((copy) => {
      // Most go elsewhere, and nothing more is asked of them.
      if (copy.span.end > end || !reaches(path, copy)) return [];
      const from = copy.from && dockerfile.stageReferredTo(copy.from.text, one);
      if (copy.from && (!from || depth >= furthest)) return [];
      const brought = broughtTo(path, copy);
      if (!from) return brought;
      return brought.flatMap((origin) =>
        origin.path === undefined ? [] : originsOf(dockerfile, from, joinPath('/', origin.path), undefined, depth + 1),
      );
    });
  });
}

/** An absolute path, as an instruction at an offset means it; undefined when that is not known. */
export function absolutePath(path: string, stage: Stage, offset?: number): string | undefined {
  if (isAbsolute(path)) return joinPath('/', path);
  const folder = workingFolderAt(stage, offset);
  return folder === undefined ? undefined : joinPath(folder, path);
}

/** Whether instructions of a stage, or of one that it is built upon, copy to a path or to a folder above it. */
export function isCopiedTo(path: string, stage: Stage): boolean {
  return stage.lineage.some((one) => copiesOf(one).some((copy) => reaches(path, copy)));
}

/** The COPY and ADD instructions of stages, the last one first: found once. */
const copies = new Notes<Stage, readonly CopyInstruction[]>();

function copiesOf(stage: Stage): readonly CopyInstruction[] {
  const known = copies.get(stage);
  if (known) return known;
  const found = stage.instructions.filter((one) => one instanceof CopyInstruction).toReversed();
  copies.set(stage, found);
  return found;
}

/** Whether an instruction copies to a path, or to a folder above it. */
function reaches(path: string, copy: CopyInstruction): boolean {
  const target = targetOf(copy);
  return target !== undefined && (path === target || target === '/' || path.startsWith(`${target}/`));
}

/** Where COPY instructions copy to: found once, as the same files are looked for in many places. */
const targets = new Notes<CopyInstruction, { readonly path: string | undefined }>();

function targetOf(copy: CopyInstruction): string | undefined {
  const known = targets.get(copy);
  if (known) return known.path;
  const { expandedDestination: destination, stage, span } = copy;
  const path = destination === undefined ? undefined : absolutePath(destination, stage, span.start);
  targets.set(copy, { path });
  return path;
}

/** The sources of a COPY or ADD that a file at an absolute path may be. */
function broughtTo(path: string, copy: CopyInstruction): readonly FileOrigin[] {
  const target = targetOf(copy);
  if (target === undefined || !reaches(path, copy)) return [];
  const { expandedDestination: destination = '', expandedSources: sources, heredocs, sourceCount } = copy;
  const isFolder = /(?:^|\/)\.{0,2}$/.test(destination) || sourceCount > 1;
  const files = heredocs.flatMap((heredoc): readonly FileOrigin[] => {
    const place = isFolder ? joinPath(target, heredoc.name) : target;
    return place === path ? [{ by: copy, path: undefined, heredoc }] : [];
  });
  const copied = sources.filter((source) => !isRemote(source)).flatMap((source) => sourcesFor(path, source, target));
  return [...files, ...copied.map((one): FileOrigin => ({ by: copy, path: one, heredoc: undefined }))];
}

/** What a source may be, a file or a folder, for a file to be at a path when it is copied to a target. */
function sourcesFor(path: string, source: string, target: string): readonly string[] {
  const plain = source.replace(/^(?:\.?\/)+|\/+$/g, '').replace(/^\.$/, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  const below =
    target === '/' ? path.slice(1) : path.startsWith(`${target}/`) ? path.slice(target.length + 1) : undefined;
  if (/[*?[]/.test(plain)) {
    const slash = plain.lastIndexOf('/');
    const isMatch = below === name && globMatcher(plain.slice(slash + 1), { dot: true })(name);
    return isMatch ? [plain.slice(0, slash + 1) + name] : [];
  }
  if (path === target) return plain === '' ? [] : [plain];
  if (below === undefined) return [];
  const inFolder = plain === '' ? below : `${plain}/${below}`;
  return below === name && plain.slice(plain.lastIndexOf('/') + 1) === name ? [plain, inFolder] : [inFolder];
}
