/**
 * The parts of an image reference, `[registry/]repository[:tag][@digest]`, as the OCI distribution specification and
 * Docker's reference grammar have it. Each part has its zero-based UTF-16 offset in the reference.
 */
export interface ImageReference {
  /** As written. */
  readonly text: string;
  /** The registry's host, with its port; undefined when none is named, which means Docker Hub. */
  readonly registry: string | undefined;
  /** The path within the registry: `library/node`, `team/app`; as written, so `node` is not `library/node`. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** `sha256:...` */
  readonly digest: string | undefined;
  /** Where registry and repository end: a tag is inserted here when there is none. */
  readonly nameEnd: number;
}

/** Reads an image reference. Never fails: what is no valid reference yields the parts that can be told apart. */
export function readImageReference(text: string): ImageReference {
  const at = text.indexOf('@');
  const beforeDigest = at === -1 ? text : text.slice(0, at);
  const slash = beforeDigest.lastIndexOf('/');
  const colon = beforeDigest.indexOf(':', slash + 1);
  const nameEnd = colon === -1 ? beforeDigest.length : colon;
  const name = beforeDigest.slice(0, nameEnd);
  const firstSlash = name.indexOf('/');
  const host = firstSlash === -1 ? '' : name.slice(0, firstSlash);
  const isRegistry = /[.:]/.test(host) || host === 'localhost' || /[A-Z]/.test(host);
  return {
    text,
    registry: isRegistry ? host : undefined,
    repository: isRegistry ? name.slice(firstSlash + 1) : name,
    tag: colon === -1 ? undefined : beforeDigest.slice(colon + 1),
    digest: at === -1 ? undefined : text.slice(at + 1),
    nameEnd,
  };
}

/**
 * The name of a Docker official image, such as `node` for `node:24`, `library/node` and `docker.io/library/node`;
 * undefined for all other images.
 */
export function officialName(image: ImageReference): string | undefined {
  if (image.registry !== undefined && !dockerHubHosts.has(image.registry)) return undefined;
  const name = image.repository.startsWith('library/') ? image.repository.slice('library/'.length) : image.repository;
  return name.includes('/') || name === '' ? undefined : name;
}

/** Registry and repository in one form, so that `node`, `library/node` and `docker.io/node` are equal. */
export function canonicalName(image: ImageReference): string {
  const official = officialName(image);
  if (official !== undefined) return `docker.io/library/${official}`;
  const registry = image.registry === undefined || dockerHubHosts.has(image.registry) ? 'docker.io' : image.registry;
  return `${registry}/${image.repository}`;
}

const dockerHubHosts: ReadonlySet<string> = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);

/**
 * Whether a text can be an image reference at all, by the grammar of github.com/distribution/reference (v0.6), which
 * all builders use.
 */
export function isValidReference(text: string): boolean {
  const { registry, repository, tag, digest } = readImageReference(text);
  // What looks like a registry only because of its capitals is a repository, which may have none.
  const isHost =
    registry === undefined ||
    /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::\d+)?$/.test(registry);
  const isPath = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*$/.test(repository);
  const isTag = tag === undefined || /^\w[\w.-]{0,127}$/.test(tag);
  return isHost && isPath && isTag && (digest === undefined || isDigest(digest));
}

/** Whether a text is a digest that tools can check: of the algorithms of github.com/opencontainers/go-digest (v1.0). */
function isDigest(text: string): boolean {
  const [, algorithm = '', hash = ''] = /^([^:]+):([0-9a-f]+)$/.exec(text) ?? [];
  return digestLengths.get(algorithm) === hash.length;
}

/** How many hexadecimal digits a digest has, by its algorithm. */
const digestLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/** What keeps a text from being an image reference, in a few words. */
export function whyInvalid(text: string): string {
  if (text === '') return 'it is empty';
  if (/^[a-z]+:\/\//i.test(text)) return 'leave the protocol out';
  const name = text.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  if (/[A-Z]/.test(name.replace(/^[^/]*[.:][^/]*\//, ''))) return 'names are in lower case';
  if (/:[^/]*:/.test(text.replace(/@.*$/, '').replace(/^.*\//, ''))) return 'there are two colons';
  const [, algorithm, hash] = /@([^:]*):?(.*)$/.exec(text) ?? [];
  if (algorithm !== undefined && hash !== undefined) return whyNoDigest(algorithm, hash);
  if (/[:/]$/.test(text)) return 'something is missing at the end';
  return 'it may hold only letters, digits and single separators';
}

function whyNoDigest(algorithm: string, hash: string): string {
  const length = digestLengths.get(algorithm);
  if (length === undefined) return `digests are of sha256, sha384 or sha512, not of "${algorithm}"`;
  if (/[^0-9a-f]/.test(hash)) return 'a digest has only the digits 0 to 9 and a to f';
  return `the digest has ${hash.length} digits of ${length}`;
}
