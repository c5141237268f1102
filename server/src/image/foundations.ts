import { canonicalName, type ImageReference, officialName } from './reference.ts';

type DebianSuite = 'bullseye' | 'bookworm' | 'trixie';

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

/** Alpine in whatever release, taken for the newest that is known. */
export const anyAlpine: Foundation = { distribution: 'alpine', release: newestAlpine, isExact: false };

/** Versions of an image from one on, and the Debian suite of those of their tags that name none. */
interface SuiteLine {
  readonly from: string;
  readonly suite: DebianSuite;
  /** Whether the suite changed while these versions were kept up, so that tags of single releases may have an older one. */
  readonly moved?: boolean;
}

/**
 * The suites of all minor versions (major ones of Node.js and GCC), each as of its last build, up to the newest version
 * that is known: from the history of the library files in github.com/docker-library/official-images to 2026-08-21.
 */
const suites: Readonly<Record<string, { readonly until: string; readonly lines: readonly SuiteLine[] }>> = {
  gcc: {
    until: '16',
    lines: [
      { from: '9', suite: 'bullseye', moved: true },
      { from: '12', suite: 'bookworm', moved: true },
      { from: '13', suite: 'bookworm' },
      { from: '14', suite: 'trixie', moved: true },
      { from: '16', suite: 'trixie' },
    ],
  },
  golang: {
    until: '1.27',
    lines: [
      { from: '1.17', suite: 'bullseye' },
      { from: '1.19', suite: 'bookworm', moved: true },
      { from: '1.21', suite: 'bookworm' },
      { from: '1.24', suite: 'trixie', moved: true },
      { from: '1.25', suite: 'trixie' },
    ],
  },
  node: {
    until: '26',
    lines: [
      { from: '18', suite: 'bookworm', moved: true },
      { from: '19', suite: 'bullseye' },
      { from: '20', suite: 'bookworm', moved: true },
      { from: '21', suite: 'bookworm' },
      { from: '26', suite: 'trixie' },
    ],
  },
  php: {
    until: '8.5',
    lines: [
      { from: '7.3', suite: 'bullseye', moved: true },
      { from: '8.1', suite: 'trixie', moved: true },
      { from: '8.5', suite: 'trixie' },
    ],
  },
  python: {
    until: '3.14',
    lines: [
      { from: '3.8', suite: 'bookworm', moved: true },
      { from: '3.9', suite: 'trixie', moved: true },
      { from: '3.14', suite: 'trixie' },
    ],
  },
  ruby: {
    until: '4.0',
    lines: [
      { from: '2.6', suite: 'bullseye', moved: true },
      { from: '3.1', suite: 'bookworm', moved: true },
      { from: '3.2', suite: 'trixie', moved: true },
      { from: '4.0', suite: 'trixie' },
    ],
  },
  rust: {
    until: '1.98',
    lines: [
      { from: '1.55', suite: 'bullseye' },
      { from: '1.72', suite: 'bookworm' },
      { from: '1.89', suite: 'trixie', moved: true },
      { from: '1.90', suite: 'trixie' },
    ],
  },
};

/** The suite of a version's tag that names none; one that is not known exactly is taken for the newest it may be. */
function defaultFoundation(name: string, version: string): Foundation | undefined {
  const { until, lines } = suites[name] ?? { until: '0', lines: [] };
  const depth = until.split('.').length;
  const numbers = version.split('.');
  const line = numbers.slice(0, depth).join('.');
  if (numbers.length < depth || compare(line, until) > 0) return undefined;
  const known = lines.findLast(({ from }) => compare(from, line) <= 0);
  if (!known || (known.moved && numbers.length > depth)) {
    return { distribution: 'debian', release: newestDebian, isExact: false };
  }
  return { distribution: 'debian', release: known.suite, isExact: true };
}

function compare(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  return (a?.[0] ?? 0) - (b?.[0] ?? 0) || (a?.[1] ?? 0) - (b?.[1] ?? 0);
}

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
  if (canonicalName(image) === 'docker.io/hexpm/elixir') return ofHexpm(tag);
  if (name === undefined || tag === '') return undefined;
  if (name === 'elixir') return ofElixir(tag);
  if (name === 'alpine') return alpine(tag);
  if (name === 'debian' || name === 'ubuntu') return plain(name, tag.replace(/-slim$|-\d{8}(?:-slim)?$/, ''));
  if (!Object.hasOwn(suites, name)) return undefined;
  const parts = tag.split('-');
  const alpinePart = parts.find((part) => part.startsWith('alpine'));
  if (alpinePart !== undefined) return alpine(alpinePart.slice('alpine'.length));
  const suite = parts.find((part) => debianSuites.has(part));
  if (suite !== undefined) return { distribution: 'debian', release: suite, isExact: true };
  // Any other word, such as the name of an older suite, may change what the tag stands on.
  const version = /^\d+(?:\.\d+)*$/.exec(parts[0] ?? '')?.[0];
  const isPlain = parts.every(
    (part, index) => index === 0 || part === 'slim' || (name === 'php' && isPhpVariant(part)),
  );
  return version !== undefined && isPlain ? defaultFoundation(name, version) : undefined;
}

/** The images that Hex builds say it all: `1.18.4-erlang-27.3.4-debian-bookworm-20250630-slim` (github.com/hexpm/bob). */
function ofHexpm(tag: string): Foundation | undefined {
  const [, distribution, release = ''] =
    /-erlang-[\d.]+-(debian|ubuntu|alpine)-([a-z]+|3\.\d+)(?=[-.])/.exec(`${tag}-`) ?? [];
  if (distribution === 'alpine') return alpine(release);
  return distribution === 'debian' || distribution === 'ubuntu' ? plain(distribution, release) : undefined;
}

/**
 * Elixir's image stands on Erlang's, whose version decides: 26 and later stand on bookworm or a later release, and
 * Elixir took those from 1.16 on (github.com/erlang/docker-erlang-otp and erlef/docker-elixir, August 2026).
 */
function ofElixir(tag: string): Foundation | undefined {
  const [, minor, otp = '26', variant] = /^1\.(\d+)(?:\.\d+)?(?:-otp-(\d+))?(?:-(slim|alpine))?$/.exec(tag) ?? [];
  if (minor === undefined || Number(minor) < 16 || Number(minor) > 20 || Number(otp) < 26) return undefined;
  return variant === 'alpine' ? alpine('') : { distribution: 'debian', release: newestDebian, isExact: false };
}

/** What PHP's tags say of the server that comes with it, on the same distribution. */
function isPhpVariant(part: string): boolean {
  return part === 'cli' || part === 'fpm' || part === 'apache' || part === 'zts';
}

function alpine(version: string): Foundation | undefined {
  const release = /^3\.\d+/.exec(version)?.[0];
  if (release !== undefined) return { distribution: 'alpine', release, isExact: true };
  return version === '' ? anyAlpine : undefined;
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
