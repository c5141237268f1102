/** What one word of an install command asks for. */
export interface PackageRequest {
  /** The name without a version; for what comes from elsewhere, the word as it stands. */
  readonly name: string;
  /**
   * Where it comes from: the manager's index, a file or an address of one, a repository of sources, or a list of
   * packages that has no version of its own.
   */
  readonly origin: 'index' | 'file' | 'repository' | 'group';
  /** What is asked for: one version, a range, a commit or a branch. */
  readonly version?: string | undefined;
  /** A name that moves from one version to the next, such as `latest`. */
  readonly tag?: string | undefined;
}

/** A package of the index, with the version that stands behind the first of these marks. */
export function fromIndex(word: string, marks: RegExp): PackageRequest {
  const mark = marks.exec(word);
  if (!mark) return { name: word, origin: 'index' };
  const version = word.slice(mark.index + mark[0].length);
  return { name: word.slice(0, mark.index), origin: 'index', version: version === '' ? undefined : version };
}

/** Something that is no package of the index. */
export function fromElsewhere(word: string, origin: 'file' | 'repository' | 'group', version?: string): PackageRequest {
  return { name: word, origin, version };
}

/** Whether the same request gives the same package tomorrow, as far as the request decides. */
export function isPinned({ origin, version }: PackageRequest): boolean {
  return origin === 'file' || origin === 'group' || version !== undefined;
}
