import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { BuildContext } from '../../workspace/build-context.ts';
import { ImageLinks } from '../../workspace/image-links/image-links.ts';
import type { WorkedOn } from '../spot.ts';

/**
 * The build contexts of a Dockerfile: those that other files of the workspace build it in or, where none says so, the
 * nearest folder in which everything is that it copies, or else its own.
 */
export async function contextsOf(dockerfile: Dockerfile, { file, around }: WorkedOn): Promise<readonly BuildContext[]> {
  const build = { uri: file.uri, host: around.host };
  const links = (await ImageLinks.around(file.uri, around.host)).imagesOf(file.uri);
  const folders = [...new Set(links.flatMap(({ context }) => context ?? []))];
  if (folders.length > 0) return Promise.all(folders.map((folder) => BuildContext.in(folder, build)));
  const nearest = await BuildContext.around(dockerfile, build);
  return [nearest ?? (await BuildContext.in(file.uri.slice(0, file.uri.lastIndexOf('/')), build))];
}

/** No more files than this are listed for one pattern. */
const mostFiles = 50;

/** The URIs of the files that a source of COPY names in a context: one file, or all that match a pattern. */
export async function filesFor(source: string, context: BuildContext): Promise<readonly string[]> {
  if (!/[*?[]/.test(source)) return (await context.kindOf(source)) === 'file' ? [context.uri(source)] : [];
  const folder = source.slice(0, source.lastIndexOf('/') + 1);
  const entries = (await context.matching(source)) ?? [];
  return entries
    .filter(({ kind }) => kind === 'file')
    .slice(0, mostFiles)
    .map(({ name }) => context.uri(folder + name));
}
