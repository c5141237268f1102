import type { Fact } from './project.ts';
import { fact } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';

/** Files that are looked through, and no more than that. */
const mostFiles = 12;

/** Paths by which programs say that they are well, as those who write them call them. */
const route = /["'`](\/(?:api\/)?(?:healthz?|healthcheck|livez|readyz|-\/healthy|actuator\/health|up|ping))["'`]/;

/** The path that one of some source files answers and that is called like a question for its health; undefined where none is. */
export async function healthIn(folder: ProjectFolder, files: readonly string[]): Promise<Fact | undefined> {
  for (const file of [...new Set(files)].slice(0, mostFiles)) {
    const path = route.exec((await folder.read(file)) ?? '')?.[1];
    if (path !== undefined) return fact(path, file, `it answers "${path}"`);
  }
  return undefined;
}
