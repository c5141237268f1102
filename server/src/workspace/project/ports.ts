import type { Fact } from './project.ts';
import { fact } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';

/** Files that are looked through for a port, and no more than that. */
const mostFiles = 12;

/**
 * The port that one of some source files listens on, by patterns whose first group is the number; undefined where none
 * says so, and where they say different things.
 */
export async function portInSources(
  folder: ProjectFolder,
  files: readonly string[],
  patterns: readonly RegExp[],
): Promise<Fact | undefined> {
  for (const file of [...new Set(files)].slice(0, mostFiles)) {
    const text = await folder.read(file);
    if (text === undefined) continue;
    for (const pattern of patterns) {
      const match = pattern.exec(text);
      const port = match ? readPort(match[1]) : undefined;
      if (match && port !== undefined) return fact(port, file, oneLine(match[0]));
    }
  }
  return undefined;
}

/** The port that a command is told, as in `next start -p 4000` or `PORT=4000 node server.js`. */
export function portInCommand(command: string): string | undefined {
  const match = /(?:^|\s)(?:PORT=|-p\s+|--port[= ])(\d{2,5})(?=\s|$)/.exec(command);
  return match ? readPort(match[1]) : undefined;
}

/** A port as it is written; undefined for a number that is none. */
export function readPort(text: string | undefined): string | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 && number < 65_536 ? String(number) : undefined;
}

/** Text from a file as part of a line for people. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
