import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { BuildContext } from '../../workspace/build-context.ts';
import { BuildContexts } from '../../workspace/build-contexts.ts';
import type { WorkedOn } from '../spot.ts';

/** The build contexts of a Dockerfile, or the likeliest where nothing is known of them. */
export async function contextsOf(dockerfile: Dockerfile, { file, around }: WorkedOn): Promise<readonly BuildContext[]> {
  const { all, candidates } = await BuildContexts.of(dockerfile, { uri: file.uri, host: around.host });
  return all.length > 0 ? all : candidates.slice(0, 1);
}

/** The folder of a build context from the workspace on, with a slash at its end: `api/`, or `./` for the workspace itself. */
export function nameOfContext(context: BuildContext, { file, around }: WorkedOn): string {
  const root = around.host.rootOf(file.uri).replace(/\/+$/, '');
  const folder = context.uri('.').replace(/\/+$/, '');
  if (!folder.startsWith(`${root}/`)) return folder === root ? './' : `${folder.slice(folder.lastIndexOf('/') + 1)}/`;
  return `${decodeURIComponent(folder.slice(root.length + 1))}/`;
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
