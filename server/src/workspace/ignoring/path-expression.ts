import type { PathMatcher } from './path-pattern.ts';

/** What `**` and the slash behind it become: any folders, or none. */
export const folders = '(.*/)?';

/**
 * Reads the expression that a pattern becomes, which matches from the beginning of a path to its end. Undefined when it
 * is malformed.
 */
export function readPathExpression(expression: string): PathMatcher | undefined {
  const ways = new ExpressionReader(expression).read()?.map(following);
  return ways && ((path) => ways.some((matches) => matches(path)));
}

/** Whether a character, by its code point, is one of a set. */
type Test = (code: number) => boolean;

interface Atom {
  readonly test: Test;
  /** The character, when only one will do. */
  readonly text?: string;
}

/** A part of an expression: one character, one or none, any number, any folders, or the beginning of the path. */
type Step =
  | ({ readonly kind: 'one' | 'maybe' | 'many' } & Atom)
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
        const atom = this.atom(character);
        const repeated = atom && this.repeated(atom);
        if (!repeated) return undefined;
        for (const step of repeated) steps.push(step);
      }
      if (steps.length > mostSteps || this.repetition()) return undefined;
    }
    return ways;
  }

  /** A character as often as it is said behind it. */
  private repeated(atom: Atom): readonly Step[] | undefined {
    const { test } = atom;
    if (this.passes('*')) return [{ kind: 'many', test }];
    const repetition = this.repetition();
    if (!repetition) return [{ kind: 'one', ...atom }];
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

  private atom(character: string): Atom | undefined {
    const read = character === '.' ? isNoLineFeed : character === '[' ? this.set() : this.single(character);
    if (typeof read !== 'number') return read && { test: read };
    return { test: (code) => code === read, text: String.fromCodePoint(read) };
  }

  private single(character: string): number | Test | undefined {
    return character === '\\' ? this.escaped() : codeOf(character);
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
  const needed = longestText(steps);
  return (path) => {
    if (!path.includes(needed)) return false;
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

/** The longest text that has to be in whatever matches, by which nearly all paths are told apart. */
function longestText(steps: readonly Step[]): string {
  let [longest, current] = ['', ''];
  for (const step of steps) {
    current = step.kind === 'one' && step.text !== undefined ? current + step.text : '';
    if (current.length > longest.length) longest = current;
  }
  return longest;
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
