import type { Named } from '../../dockerfile/occurrences/index.ts';
import { ImageLinks } from '../../workspace/image-links/image-links.ts';
import type { WorkedOn } from '../spot.ts';

/**
 * What other files of the workspace say of a name in a Dockerfile: that they set an argument, or build a stage. As a
 * doubt about changing it; undefined when they say nothing.
 */
export async function mentionedOutside(
  { kind, name, stage }: Named,
  { file, around }: WorkedOn,
): Promise<string | undefined> {
  if (kind !== 'ARG' && kind !== 'stage') return undefined;
  const links = (await ImageLinks.around(file.uri, around.host)).imagesOf(file.uri);
  const meaning = links.filter(({ args, target }) => (stage ? target?.toLowerCase() === stage.name : args.has(name)));
  const places = meaning.flatMap(({ evidence }) => evidence.flatMap(({ place }) => place ?? []));
  const names = [
    ...new Set(places.map(({ file: { uri } }) => decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)))),
  ];
  if (names.length === 0) return undefined;
  return stage
    ? `${listed(names)} builds the stage under its old name, and stays as it is`
    : `${listed(names)} sets the argument under its old name, and stays as it is`;
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and others` : names.join(', ');
}
