import picomatch from 'picomatch';
import type { FolderEntry } from '../core/host.ts';

/** Whether the build does not get a file or, with all it holds, a folder. Paths are relative to the build context. */
export type Ignores = (path: string, kind: FolderEntry['kind']) => boolean;

/** Reads a `.dockerignore`. */
export function readDockerignore(text: string): Ignores {
  const find = readIgnorePatterns(text);
  return (path, kind) => find(path, kind) !== undefined;
}

/** Finds the pattern because of which the build does not get a file or folder; undefined when it does. */
export type FindIgnoring = (path: string, kind: FolderEntry['kind']) => string | undefined;

/**
 * Reads the patterns of a `.dockerignore`. The last one that matches a path, or a folder it lies in, decides
 * (docs.docker.com/build/concepts/context/#dockerignore-files).
 */
export function readIgnorePatterns(text: string): FindIgnoring {
  const patterns = text
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const negated = line.startsWith('!');
      const glob = (negated ? line.slice(1).trim() : line).replace(/^(?:\.?\/)+|\/+$/g, '');
      // Patterns are those of Go's filepath.Match and `**`: braces and parentheses stand for themselves.
      const options = { dot: true, nobrace: true, noextglob: true, nonegate: true };
      return { line, negated, glob, matches: picomatch([glob, `${glob}/**`], options) };
    });
  return (path, kind) => {
    let ignoring: string | undefined;
    for (const { line, negated, glob, matches } of patterns) {
      if (matches(path)) ignoring = negated ? undefined : line;
      // `!src/main.c` brings back the folder that holds it.
      else if (negated && kind === 'folder' && (glob.startsWith(`${path}/`) || glob.startsWith('**')))
        ignoring = undefined;
    }
    return ignoring;
  };
}
