/** Whether a path matches, which is relative to the build context, with `/` between its parts and none around them. */
export type PathMatcher = (path: string) => boolean;

/**
 * Reads one pattern of a `.dockerignore`, cleaned, without `!`. Undefined when it is malformed, so that no build reads it.
 *
 * Patterns are those of Go's `filepath.Match` and `**`. What the builder matches with is a regular expression that it
 * makes of them character by character (github.com/moby/patternmatcher, `Pattern.compile`, v0.6), and so do we: its
 * oddities are what decides. `**` in front is the end of any path, at the end it is whatever comes behind, wildcards
 * count within brackets as well, and beside another wildcard `|` and `{2}` mean what they mean in an expression.
 */
export function readPathPattern(pattern: string): PathMatcher | undefined {
  if (!isWellFormed(pattern)) return undefined;
  const characters = [...pattern];
  let kind: 'exact' | 'prefix' | 'suffix' | 'expression' = 'exact';
  let expression = '';
  for (let at = 0; at < characters.length; ) {
    const isFirst = at === 0;
    const character = characters[at++] as string;
    if (character === '*' && characters[at] === '*') {
      at++;
      if (characters[at] === '/') at++;
      if (at < characters.length) expression += folders;
      else if (kind !== 'exact') expression += '.*';
      kind = isFirst ? 'suffix' : at === characters.length && kind === 'exact' ? 'prefix' : 'expression';
    } else if (character === '*' || character === '?') {
      expression += character === '*' ? '[^/]*' : '[^/]';
      kind = 'expression';
    } else if (character === '\\') {
      expression += `\\${characters[at++] ?? ''}`;
      kind = 'expression';
    } else if (character === '[' || character === ']') {
      expression += character;
      kind = 'expression';
    } else expression += '.+()$'.includes(character) ? `\\${character}` : character;
  }
  if (kind === 'exact') return (path) => path === pattern;
  if (kind === 'prefix') return prefixed(pattern.slice(0, -2));
  if (kind === 'suffix') return suffixed(pattern.slice(2));
  const ways = new ExpressionReader(expression).read()?.map(following);
  return ways && ((path) => ways.some((matches) => matches(path)));
}

function prefixed(prefix: string): PathMatcher {
  return (path) => path.startsWith(prefix);
}

/** `**` and `/name` mean the name anywhere, at the top as well. */
function suffixed(suffix: string): PathMatcher {
  return (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1));
}

/**
 * Whether the builder takes a pattern, which it asks `filepath.Match` about: brackets are closed and hold something. Go
 * looks no further than to the first wildcard for any number of characters that stands behind something else, or to the
 * second where the path it tries, `.`, matches so far. Nothing ends with `\`.
 */
function isWellFormed(pattern: string): boolean {
  const start = pattern.search(/[^*]|$/);
  const end = endOfChunk(pattern, start);
  const first = pattern.slice(start, end);
  if (!isWellFormedChunk(first) || /(?:^|[^\\])(?:\\\\)*\\$/.test(pattern)) return false;
  if (end === pattern.length || first === '' || readPathPattern(first)?.('.') !== true) return true;
  const next = end + pattern.slice(end).search(/[^*]|$/);
  return isWellFormedChunk(pattern.slice(next, endOfChunk(pattern, next)));
}

/** Where a `*` stands that is neither escaped nor in brackets, or else the end. */
function endOfChunk(pattern: string, start: number): number {
  let isInSet = false;
  for (let at = start; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (character === '[') isInSet = true;
    else if (character === ']') isInSet = false;
    else if (character === '*' && !isInSet) return at;
  }
  return pattern.length;
}

function isWellFormedChunk(chunk: string): boolean {
  let at = 0;
  /** Passes over one character of a class, behind which there has to be another. */
  const passes = (): boolean => {
    if (at >= chunk.length || chunk[at] === '-' || chunk[at] === ']') return false;
    if (chunk[at] === '\\') at++;
    at += (chunk.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    return at < chunk.length;
  };
  while (at < chunk.length) {
    const character = chunk[at++];
    if (character === '\\' && at++ === chunk.length) return false;
    if (character !== '[') continue;
    if (chunk[at] === '^') at++;
    for (let count = 0; chunk[at] !== ']' || count === 0; count++) {
      if (!passes()) return false;
      if (chunk[at] !== '-') continue;
      at++;
      if (!passes()) return false;
    }
    at++;
  }
  return true;
}

/** What `**` and the slash behind it become: any folders, or none. */
const folders = '(.*/)?';

/** Whether a character, by its code point, is one of a set. */
type Test = (code: number) => boolean;

/** A part of an expression: one character, one or none, any number, any folders, or the beginning of the path. */
type Step =
  | { readonly kind: 'one' | 'maybe' | 'many'; readonly test: Test }
  | { readonly kind: 'folders' }
  | { readonly kind: 'start' };

/** Go repeats nothing more often, and no pattern that somebody wrote is longer. */
const mostRepeated = 1000;
const mostSteps = 20_000;

const slash = 0x2f;
const anything: Step = { kind: 'many', test: () => true };
const isNoLineFeed: Test = (code) => code !== 0x0a;

/** Characters that are written with a letter behind `\` in Go's regular expressions (pkg.go.dev/regexp/syntax). */
const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
const sets: Readonly<Record<string, RegExp>> = {
  d: /[0-9]/,
  D: /[^0-9]/,
  s: /[\t\n\f\r ]/,
  S: /[^\t\n\f\r ]/,
  w: /[0-9A-Za-z_]/,
  W: /[^0-9A-Za-z_]/,
};

/** Reads the expressions that patterns become, as Go does. */
class ExpressionReader {
  private readonly characters: readonly string[];
  private at = 0;

  constructor(expression: string) {
    this.characters = [...expression];
  }

  /**
   * The ways in which it matches a path from its beginning to its end. Undefined when it is malformed, or holds what
   * nobody writes in a pattern, such as `\p`.
   */
  read(): readonly (readonly Step[])[] | undefined {
    const ways: Step[][] = [[]];
    // The beginning of the path is the same, however often it is asked for.
    this.at += this.repetition()?.[0].length ?? 0;
    while (this.at < this.characters.length) {
      const steps = ways.at(-1) as Step[];
      const character = this.characters[this.at++] as string;
      if (character === '(') {
        this.at += folders.length - 1;
        steps.push({ kind: 'folders' });
      } else if (character === '|') {
        // Only the first way is held at the beginning, and only the last one at the end.
        steps.push(anything);
        ways.push([anything]);
      } else if (character === '^') {
        steps.push({ kind: 'start' });
        this.at += this.repetition()?.[0].length ?? 0;
      } else {
        const test = character === '.' ? isNoLineFeed : character === '[' ? this.set() : this.single(character);
        if (!test) return undefined;
        const repeated = this.repeated(test);
        if (!repeated) return undefined;
        for (const step of repeated) steps.push(step);
      }
      if (steps.length > mostSteps || this.repetition()) return undefined;
    }
    return ways;
  }

  /** A character as often as it is said behind it. */
  private repeated(test: Test): readonly Step[] | undefined {
    if (this.passes('*')) return [{ kind: 'many', test }];
    const repetition = this.repetition();
    if (!repetition) return [{ kind: 'one', test }];
    this.at += repetition[0].length;
    const least = Number(repetition[1]);
    const most = repetition[2] === undefined ? least : repetition[3] === undefined ? undefined : Number(repetition[3]);
    if (least > mostRepeated || (most ?? 0) > mostRepeated || (most !== undefined && most < least)) return undefined;
    const needed = new Array<Step>(least).fill({ kind: 'one', test });
    const others =
      most === undefined
        ? [{ kind: 'many' as const, test }]
        : new Array<Step>(most - least).fill({ kind: 'maybe', test });
    return [...needed, ...others];
  }

  private repetition(): RegExpExecArray | null {
    if (this.characters[this.at] !== '{') return null;
    return /^\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\}/.exec(this.characters.slice(this.at, this.at + 24).join(''));
  }

  private passes(character: string): boolean {
    const isThere = this.characters[this.at] === character;
    if (isThere) this.at++;
    return isThere;
  }

  private single(character: string): Test | undefined {
    const read = character === '\\' ? this.escaped() : codeOf(character);
    return typeof read === 'number' ? (code) => code === read : read;
  }

  /** What stands behind `\`: a character or a set of characters. */
  private escaped(): number | Test | undefined {
    const character = this.characters[this.at++] ?? '';
    const set = sets[character];
    if (set) return (code) => set.test(String.fromCodePoint(code));
    if (/[A-Za-z0-9]/.test(character)) return controls[character];
    return codeOf(character) < 0x80 ? codeOf(character) : undefined;
  }

  /** The characters in brackets, of which the first is passed over. */
  private set(): Test | undefined {
    const isNegated = this.passes('^');
    const tests: Test[] = [];
    for (let isFirst = true; isFirst || this.characters[this.at] !== ']'; isFirst = false) {
      const next = this.characters.slice(this.at, this.at + 2).join('');
      if (next === '' || next === '[:') return undefined;
      const low = this.inSet();
      if (typeof low === 'function') tests.push(low);
      if (low === undefined) return undefined;
      if (typeof low !== 'number') continue;
      const isRange = this.characters[this.at] === '-' && ![undefined, ']'].includes(this.characters[this.at + 1]);
      if (isRange) this.at++;
      const high = isRange ? this.inSet() : low;
      if (typeof high !== 'number' || high < low) return undefined;
      tests.push((code) => low <= code && code <= high);
    }
    this.at++;
    return (code) => tests.some((test) => test(code)) !== isNegated;
  }

  private inSet(): number | Test | undefined {
    const character = this.characters[this.at++] ?? '';
    return character === '\\' ? this.escaped() : codeOf(character);
  }
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** Follows all ways through the steps at once, so that no pattern takes long, however many wildcards it has. */
function following(steps: readonly Step[]): PathMatcher {
  const end = steps.length;
  return (path) => {
    let states = new Set<number>();
    enter(0, steps, states, true);
    for (const character of path) {
      const code = codeOf(character);
      const next = new Set<number>();
      for (const state of states) {
        // Beyond the end are the states within folders.
        const step = steps[state > end ? state - end - 1 : state];
        if ((step?.kind === 'one' || step?.kind === 'maybe') && step.test(code)) enter(state + 1, steps, next, false);
        else if (step?.kind === 'many' && step.test(code)) enter(state, steps, next, false);
        else if (step?.kind === 'folders' && isNoLineFeed(code)) {
          const at = state > end ? state - end - 1 : state;
          next.add(at + end + 1);
          if (code === slash) enter(at + 1, steps, next, false);
        }
      }
      if (next.size === 0) return false;
      states = next;
    }
    return states.has(end);
  };
}

/** Adds a state, and those that are reached from it without a character. */
function enter(state: number, steps: readonly Step[], states: Set<number>, isAtStart: boolean): void {
  for (let at = state; !states.has(at); at++) {
    states.add(at);
    const kind = steps[at]?.kind;
    const isPassed = kind === 'many' || kind === 'maybe' || kind === 'folders' || (kind === 'start' && isAtStart);
    if (!isPassed) return;
  }
}
