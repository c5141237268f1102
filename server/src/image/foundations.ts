import { type ImageReference, officialName } from './reference.ts';

export type DebianSuite = 'bullseye' | 'bookworm' | 'trixie';

/** The distribution that an image stands on. */
export interface Foundation {
  readonly distribution: 'debian' | 'ubuntu' | 'alpine';
  /** The suite of Debian and Ubuntu, the version of Alpine: `bookworm`, `noble`, `3.22`. */
  readonly release: string;
  /** Whether it is just this release; otherwise it may be an earlier one, with an older libc. */
  readonly isExact: boolean;
}

/** The newest releases that the data below knows. A program built on an older one runs on them, as libc is concerned. */
const newestDebian = 'trixie';
const newestAlpine = '3.24';

/**
 * The Debian suite of tags that name none, by minor version: from the library files of
 * github.com/docker-library/official-images, commit of 2026-08-11, and for versions no longer listed there from the
 * suite that was the default during all of their time: bookworm from June 2023, trixie from August 2025.
 */
function defaultSuite(name: string, version: string): DebianSuite | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  switch (name) {
    case 'golang':
      if (major !== 1) return undefined;
      return minor >= 26 && minor <= 27 ? 'trixie' : minor >= 21 && minor <= 22 ? 'bookworm' : undefined;
    case 'rust':
      if (major !== 1) return undefined;
      return minor >= 91 && minor <= 98 ? 'trixie' : minor >= 72 && minor <= 87 ? 'bookworm' : undefined;
    case 'gcc':
      return major >= 14 && major <= 16 ? 'trixie' : major >= 12 && major <= 13 ? 'bookworm' : undefined;
    case 'python':
      return major === 3 && minor >= 10 && minor <= 14 ? 'trixie' : undefined;
    case 'node':
      if (major === 26) return 'trixie';
      return major === 22 || major === 24 ? 'bookworm' : undefined;
    default:
      return undefined;
  }
}

/** The last version of each image whose default suite is at most `newestDebian`, from the same source. */
const lastKnownVersion: Readonly<Record<string, readonly [number, number]>> = {
  golang: [1, 27],
  rust: [1, 98],
  gcc: [16, 99],
  python: [3, 15],
  node: [26, 99],
};

/** Numbers of Debian and Ubuntu releases, and their suites. */
const suiteOfNumber: Readonly<Record<string, string>> = {
  '11': 'bullseye',
  '12': 'bookworm',
  '13': 'trixie',
  '22.04': 'jammy',
  '24.04': 'noble',
  '26.04': 'resolute',
};
const debianSuites: ReadonlySet<string> = new Set(['bullseye', 'bookworm', 'trixie']);
const ubuntuSuites: ReadonlySet<string> = new Set(['jammy', 'noble', 'resolute']);

/** The distribution of an official image, as far as its tag and the tables here tell. */
export function foundationOf(image: ImageReference): Foundation | undefined {
  const name = officialName(image);
  const tag = image.tag ?? '';
  if (name === undefined || tag === '') return undefined;
  if (name === 'alpine') return alpine(tag);
  if (name === 'debian' || name === 'ubuntu') return plain(name, tag.replace(/-slim$|-\d{8}(?:-slim)?$/, ''));
  if (!Object.hasOwn(lastKnownVersion, name)) return undefined;
  const parts = tag.split('-');
  const alpinePart = parts.find((part) => part.startsWith('alpine'));
  if (alpinePart !== undefined) return alpine(alpinePart.slice('alpine'.length));
  const suite = parts.find((part) => debianSuites.has(part));
  if (suite !== undefined) return { distribution: 'debian', release: suite, isExact: true };
  // Any other word, such as the name of an older suite, may change what the tag stands on.
  const version = /^\d+(?:\.\d+)*$/.exec(parts[0] ?? '')?.[0];
  if (version === undefined || parts.some((part, index) => index > 0 && part !== 'slim')) return undefined;
  const known = defaultSuite(name, version);
  if (known) return { distribution: 'debian', release: known, isExact: true };
  return isOlder(version, lastKnownVersion[name] ?? [0, 0])
    ? { distribution: 'debian', release: newestDebian, isExact: false }
    : undefined;
}

function isOlder(version: string, [lastMajor, lastMinor]: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < lastMajor || (major === lastMajor && minor <= lastMinor);
}

function alpine(version: string): Foundation | undefined {
  const release = /^3\.\d+/.exec(version)?.[0];
  if (release !== undefined) return { distribution: 'alpine', release, isExact: true };
  return version === '' ? { distribution: 'alpine', release: newestAlpine, isExact: false } : undefined;
}

function plain(name: 'debian' | 'ubuntu', tag: string): Foundation | undefined {
  const number = name === 'debian' ? tag.split('.')[0] : tag;
  const suite = suiteOfNumber[number ?? ''] ?? tag;
  const isKnown = name === 'debian' ? debianSuites.has(suite) : ubuntuSuites.has(suite);
  return isKnown ? { distribution: name, release: suite, isExact: true } : undefined;
}

/** The smallest image of a distribution that still has its package manager and a shell. */
export function smallestImage({ distribution, release }: Foundation): string {
  switch (distribution) {
    case 'debian':
      return `debian:${release}-slim`;
    case 'ubuntu':
      return `ubuntu:${release}`;
    case 'alpine':
      return `alpine:${release}`;
  }
}
