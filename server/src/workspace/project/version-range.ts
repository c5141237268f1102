/**
 * Which versions a project accepts, as npm, pip, Composer, Poetry, Bundler and Mix write it: alternatives of bounds.
 * Versions are compared by major and minor; what is behind those matters to nobody who chooses an image.
 */
export class VersionRange {
  private readonly alternatives: readonly (readonly Bound[])[];

  private constructor(alternatives: readonly (readonly Bound[])[]) {
    this.alternatives = alternatives;
  }

  /**
   * Reads a range: `>=18 <21`, `^20.1 || 22.x`, `~> 3.2`, `>=3.9,<4.0`, `3.12.*`, `18 - 20`. Undefined for what is none.
   */
  static read(text: string): VersionRange | undefined {
    const alternatives = text.split(/\|\|?/).map(boundsOf);
    return alternatives.every((one) => one !== undefined) ? new VersionRange(alternatives) : undefined;
  }

  allows(version: string): boolean {
    const wanted = numbersOf(version);
    return wanted !== undefined && this.alternatives.some((bounds) => bounds.every((bound) => isWithin(wanted, bound)));
  }

  /** The first of some versions that it allows. */
  choose(versions: readonly string[]): string | undefined {
    return versions.find((version) => this.allows(version));
  }
}

type Numbers = readonly [major: number, minor: number | undefined];

interface Bound {
  readonly is: '<' | '<=' | '=' | '>' | '>=' | '!=';
  readonly than: Numbers;
}

function boundsOf(text: string): readonly Bound[] | undefined {
  const plain = text.trim().replace(/^(\d\S*)\s+-\s+(\d\S*)$/, '>=$1 <=$2');
  if (/^(?:\*|latest|)$/.test(plain)) return [];
  const bounds: Bound[] = [];
  const term = /\s*(<=|>=|<|>|={1,3}|!=|\^|~>|~=|~|)\s*v?(\d+(?:\.(?:\d+|[xX*]))*)[\w.+-]*\s*(?:,|\s|$)/y;
  while (term.lastIndex < plain.length) {
    const match = term.exec(plain);
    if (!match) return undefined;
    bounds.push(...boundsOfTerm(match[1] ?? '', match[2] ?? ''));
  }
  return bounds;
}

function boundsOfTerm(operator: string, version: string): readonly Bound[] {
  const than = numbersOf(version) ?? [0, undefined];
  const [major, minor] = than;
  const parts = version.split('.').filter((part) => /^\d+$/.test(part)).length;
  switch (operator) {
    case '<':
      // Below 3.12.4 there is 3.12.3: as an image is chosen by major and minor, 3.12 is within.
      return [{ is: parts > 2 && !/\.0+$/.test(version) ? '<=' : '<', than }];
    case '<=':
      return [{ is: '<=', than }];
    case '>':
      return [{ is: parts > 2 ? '>=' : '>', than }];
    case '>=':
      return [{ is: '>=', than }];
    case '!=':
      return parts > 2 ? [] : [{ is: '!=', than }];
    case '^':
      return major === 0
        ? [{ is: '=', than }]
        : [
            { is: '>=', than },
            { is: '=', than: [major, undefined] },
          ];
    case '~>':
    case '~=':
      // The last number written may grow: `~> 3.2` is any 3.x from there on, `~> 3.2.1` any 3.2.x.
      return parts > 2
        ? [{ is: '=', than }]
        : [
            { is: '>=', than },
            { is: '=', than: [major, undefined] },
          ];
    case '~':
      return [{ is: '=', than: [major, minor] }];
    default:
      return [{ is: '=', than }];
  }
}

/** A version that is given by its major alone stands for all of them. */
function isWithin([major, minor]: Numbers, { is, than: [thanMajor, thanMinor] }: Bound): boolean {
  const order =
    major !== thanMajor || minor === undefined || thanMinor === undefined ? major - thanMajor : minor - thanMinor;
  switch (is) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** The first two numbers of a version. */
function numbersOf(version: string): Numbers | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?/.exec(version.trim());
  return match ? [Number(match[1]), match[2] === undefined ? undefined : Number(match[2])] : undefined;
}

/**
 * The release that a range comes to: the first of some that it allows. Where it allows none of them, because those that it
 * asks for are older, the last one that it names.
 */
export function releaseIn(range: string, releases: readonly string[]): string | undefined {
  const chosen = VersionRange.read(range)?.choose(releases);
  if (chosen !== undefined) return chosen;
  const named = [...range.matchAll(/(\d+)(?:\.(\d+))?/g)].at(-1);
  if (!named) return undefined;
  return releases[0]?.includes('.') ? (named[2] === undefined ? undefined : `${named[1]}.${named[2]}`) : named[1];
}
