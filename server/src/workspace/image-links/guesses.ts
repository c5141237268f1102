import type { ImageLink } from './link.ts';
import { type NamePattern, officialOnHub } from './name-pattern.ts';

/** What folders are called that say nothing about what is built in them. */
const insignificant = /^(?:\.?docker|\.?containers?|rootfs|build|package|images?|src|source|deploy)$/i;

/** More Dockerfiles than these of one name tell nothing. */
const most = 3;

const namesByFiles = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

/** The Dockerfiles that are called like an image, or lie in a folder that is, when nothing says how it is built. */
export function guessesFor(name: NamePattern, dockerfiles: readonly string[]): readonly ImageLink[] {
  const { lastSegment } = name;
  if (lastSegment === undefined || officialOnHub(name.reference)) return [];
  const byName = namesByFiles.get(dockerfiles) ?? named(dockerfiles);
  namesByFiles.set(dockerfiles, byName);
  const found = byName.get(lastSegment.toLowerCase()) ?? [];
  return found.length > most ? [] : found.map((dockerfile) => guess(name, dockerfile));
}

function guess({ reference }: NamePattern, dockerfile: string): ImageLink {
  const context = dockerfile.slice(0, dockerfile.lastIndexOf('/'));
  const says = 'The Dockerfile, or its folder, is called like the image';
  return {
    image: reference,
    dockerfile,
    target: undefined,
    context,
    args: new Map(),
    confidence: 'guess',
    evidence: [{ place: undefined, says }],
  };
}

/** What images may be called that a Dockerfile builds: like its folder, or like what stands before or after `Dockerfile`. */
export function namesOfFile(uri: string): readonly string[] {
  const [above = '', inner = '', file = ''] = uri.split('/').slice(-3);
  const folder = insignificant.test(inner) ? above : inner;
  const [, before, after] = /^(.*?)\.?(?:dockerfile|containerfile)(?:\.(.*))?$/i.exec(file) ?? [];
  return [before || after || folder];
}

function named(dockerfiles: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const uri of dockerfiles) {
    for (const name of namesOfFile(uri)) {
      const list = names.get(name.toLowerCase());
      if (list) list.push(uri);
      else names.set(name.toLowerCase(), [uri]);
    }
  }
  return names;
}
