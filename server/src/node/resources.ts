import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Reads what ships beside the programs, in `folder`, by its path there; undefined when there is no such file. */
export function resourcesIn(folder: string): (name: string) => Promise<Uint8Array | undefined> {
  return (name) => readFile(path.join(folder, name)).catch(() => undefined);
}
