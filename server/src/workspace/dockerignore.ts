import picomatch from 'picomatch';
import type { FolderEntry } from '../core/host.ts';

/** Whether the build does not get a file or, with all it holds, a folder. Paths are relative to the build context. */
export type Ignores = (path: string, kind: FolderEntry['kind']) => boolean;

/**
 * Reads a `.dockerignore`. The last pattern that matches a path, or a folder it lies in, decides
 * (docs.docker.com/build/concepts/context/#dockerignore-files).
 */
export function readDockerignore(text: string): Ignores {
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
      return { negated, glob, matches: picomatch([glob, `${glob}/**`], options) };
    });
  return (path, kind) => {
    let ignored = false;
    for (const { negated, glob, matches } of patterns) {
      if (matches(path)) ignored = !negated;
      // `!src/main.c` brings back the folder that holds it.
      else if (negated && kind === 'folder' && (glob.startsWith(`${path}/`) || glob.startsWith('**'))) ignored = false;
    }
    return ignored;
  };
}
