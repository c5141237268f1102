import type { SharedHost } from '../core/host.ts';
import type { BuildContext } from './build-context.ts';
import { exactPatterns } from './ignoring/edit.ts';
import { GitIgnores } from './ignoring/gitignore.ts';
import { secretIn } from './secret-files.ts';
import { isPassedOver, mostFolders, strayIn, walkShipped } from './shipped-folders.ts';

/** What comes along with all of a build context, and is in no other clone of the repository, because Git ignores it. */
export interface MadeHere {
  /** The files and folders, by path. */
  readonly paths: readonly string[];
  /** Patterns for `.dockerignore` that leave out these and nothing else that lies there; undefined where there are none. */
  readonly patterns: readonly string[] | undefined;
}

/**
 * What Git ignores of a build context, at any depth, as far as is looked; without what no build wants and what holds
 * secrets, of which others speak. `uri` is that of the Dockerfile. Remembered until files come, go or change.
 */
export function madeHere(context: BuildContext, uri: string, host: SharedHost): Promise<MadeHere> {
  const key = [uri, context.uri('.'), context.ignoreFile?.uri, context.ignoreFile?.lines.text].join('\n');
  return host.derive(`made here ${key}`, async (asked) => {
    const ignored = GitIgnores.around(uri, asked);
    const { unwanted } = await strayIn(context, asked);
    const paths: string[] = [];
    const kept = new Set<string>();
    const isAll = await walkShipped(context.askedThrough(asked), '', mostFolders, async (path, { name, kind }) => {
      if (unwanted.includes(path) || secretIn(name) !== undefined) return false;
      if (await ignored.isIgnored(context.uri(path), kind)) {
        paths.push(path);
        return false;
      }
      kept.add(name);
      return !isPassedOver(name);
    });
    return { paths, patterns: patternsFor(paths, isAll ? kept : undefined) };
  });
}

/**
 * One pattern for all that have the same name, where nothing else there has it; `kept` are the names of what is not left
 * out, undefined where these are not all known.
 */
function patternsFor(paths: readonly string[], kept: ReadonlySet<string> | undefined): readonly string[] | undefined {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(nameOf(path), (counts.get(nameOf(path)) ?? 0) + 1);
  const patterns = exactPatterns(paths)?.map((pattern, at) => {
    const name = nameOf(paths[at] ?? '');
    const isFrequent = (counts.get(name) ?? 0) > 1;
    return isFrequent && kept && !kept.has(name) ? `**/${nameOf(pattern)}` : pattern;
  });
  return patterns && [...new Set(patterns)];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
