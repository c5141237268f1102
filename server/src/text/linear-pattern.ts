/** One step of a pattern: take a character that fits, assert a place, go two ways, or be done. */
type Step =
  | { readonly kind: 'take'; readonly fits: (char: string) => boolean; next: number }
  | { readonly kind: 'assert'; readonly holds: (text: string, at: number) => boolean; next: number }
  | { readonly kind: 'fork'; ways: number[] }
  | { readonly kind: 'done' };

type Node =
  | { readonly kind: 'char'; readonly fits: (char: string) => boolean }
  | { readonly kind: 'place'; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: 'row'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number };

/** Larger patterns are mistakes or malice: the time of a match is the steps times the characters. */
const mostSteps = 2000;
const deepest = 100;

/**
 * A regular expression of somebody else, such as one in a configuration or a kustomization, matched in a time that
 * grows with the text and never explodes, as Go's `regexp` does it (https://swtch.com/~rsc/regexp/regexp1.html). It
 * reads what RE2 and JavaScript share, without what needs backtracking: references back and looks around. Throws a
 * SyntaxError where a pattern is none, or is too large.
 */
export class LinearPattern {
  readonly source: string;
  private readonly steps: Step[] = [];
  private readonly start: number;
  private built = 0;

  constructor(source: string) {
    this.source = source;
    const tree = new Reader(source).read();
    this.start = this.build(tree, this.add({ kind: 'done' }));
  }

  /** Whether the pattern is found anywhere in a text, unless it is anchored. */
  test(text: string): boolean {
    const seen = new Int32Array(this.steps.length).fill(-1);
    let current: number[] = [];
    for (let at = 0; ; ) {
      if (this.reach(this.start, text, at, seen, current)) return true;
      const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
      if (at >= text.length) return false;
      const after = at + char.length;
      const next: number[] = [];
      for (const index of current) {
        const step = this.steps[index];
        if (step?.kind === 'take' && step.fits(char) && this.reach(step.next, text, after, seen, next)) return true;
      }
      current = next;
      at = after;
    }
  }

  /** Adds the steps at which the next character is taken to a list; whether the pattern is done without one. */
  private reach(from: number, text: string, at: number, seen: Int32Array, into: number[]): boolean {
    const waiting = [from];
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      const step = this.steps[index];
      if (!step || seen[index] === at) continue;
      seen[index] = at;
      if (step.kind === 'done') return true;
      if (step.kind === 'take') into.push(index);
      else if (step.kind === 'fork') waiting.push(...step.ways);
      else if (step.holds(text, at)) waiting.push(step.next);
    }
    return false;
  }

  private add(step: Step): number {
    if (this.steps.length >= mostSteps) throw tooLarge(this.source);
    return this.steps.push(step) - 1;
  }

  /** Builds the steps of a part, from its end; returns the first. */
  private build(node: Node, next: number): number {
    // Parts without steps, such as `()`, count as well: repetitions of repetitions of nothing multiply too.
    if (++this.built > 10 * mostSteps) throw tooLarge(this.source);
    switch (node.kind) {
      case 'char':
        return this.add({ kind: 'take', fits: node.fits, next });
      case 'place':
        return this.add({ kind: 'assert', holds: node.holds, next });
      case 'row':
        return node.parts.reduceRight((after, part) => this.build(part, after), next);
      case 'choice':
        return this.add({ kind: 'fork', ways: node.parts.map((part) => this.build(part, next)) });
      case 'repeat':
        return this.repeat(node.part, node.least, node.most, next);
    }
  }

  private repeat(part: Node, least: number, most: number, next: number): number {
    let first = next;
    if (most === Number.POSITIVE_INFINITY) {
      const ways: number[] = [next];
      first = this.add({ kind: 'fork', ways });
      ways.push(this.build(part, first));
    } else {
      for (let count = least; count < most; count++)
        first = this.add({ kind: 'fork', ways: [next, this.build(part, first)] });
    }
    for (let count = 0; count < least; count++) first = this.build(part, first);
    return first;
  }
}

function tooLarge(source: string): SyntaxError {
  return new SyntaxError(`The pattern is too large: ${source.slice(0, 80)}`);
}

const classes: Readonly<Record<string, RegExp>> = {
  d: /\d/,
  D: /\D/,
  w: /\w/,
  W: /\W/,
  s: /\s/,
  S: /\S/,
};
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', '0': '\0' };

const isWord = (char: string | undefined) => char !== undefined && /\w/.test(char);
const isBoundary = (text: string, at: number) => isWord(text[at - 1]) !== isWord(text[at]);

class Reader {
  private readonly chars: readonly string[];
  private readonly source: string;
  private at = 0;
  private depth = 0;

  constructor(source: string) {
    this.source = source;
    this.chars = [...source];
  }

  read(): Node {
    const tree = this.choice();
    if (this.at < this.chars.length) this.fail();
    return tree;
  }

  private fail(): never {
    throw new SyntaxError(`The pattern cannot be read: ${this.source.slice(0, 80)}`);
  }

  private takes(char: string): boolean {
    if (this.chars[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private choice(): Node {
    if (++this.depth > deepest) this.fail();
    const parts: Node[] = [];
    do {
      const row: Node[] = [];
      while (this.at < this.chars.length && this.chars[this.at] !== '|' && this.chars[this.at] !== ')')
        row.push(this.repeated());
      parts.push({ kind: 'row', parts: row });
    } while (this.takes('|'));
    this.depth--;
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'choice', parts };
  }

  private repeated(): Node {
    const part = this.single();
    const [least, most] = this.count() ?? [1, 1];
    if (least === 1 && most === 1) return part;
    // Whether it is lazy decides what is found, not whether something is.
    this.takes('?');
    if (/^[*+?]$/.test(this.chars[this.at] ?? '')) this.fail();
    return { kind: 'repeat', part, least, most };
  }

  private count(): readonly [number, number] | undefined {
    if (this.takes('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.takes('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.takes('?')) return [0, 1];
    const written = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.chars.slice(this.at, this.at + 12).join(''));
    if (!written) return undefined;
    this.at += written[0].length;
    const least = Number(written[1]);
    const most = written[2] === undefined ? least : written[3] ? Number(written[3]) : Number.POSITIVE_INFINITY;
    if (most < least) this.fail();
    return [least, most];
  }

  private single(): Node {
    const char = this.chars[this.at++];
    switch (char) {
      case '(': {
        if (this.takes('?')) {
          const opening = /^(?::|P?<[A-Za-z_]\w*>)/.exec(this.chars.slice(this.at, this.at + 80).join(''));
          if (!opening) this.fail();
          this.at += opening[0].length;
        }
        const inner = this.choice();
        if (!this.takes(')')) this.fail();
        return inner;
      }
      case '[':
        return { kind: 'char', fits: this.set() };
      case '.':
        return { kind: 'char', fits: (one) => !/[\n\r\u2028\u2029]/.test(one) };
      case '^':
        return { kind: 'place', holds: (_, at) => at === 0 };
      case '$':
        return { kind: 'place', holds: (text, at) => at === text.length };
      case '\\':
        if (this.takes('b')) return { kind: 'place', holds: isBoundary };
        if (this.takes('B')) return { kind: 'place', holds: (text, at) => !isBoundary(text, at) };
        return { kind: 'char', fits: this.escape() };
      case undefined:
      case '*':
      case '+':
      case '?':
        return this.fail();
      default:
        return { kind: 'char', fits: (one) => one === char };
    }
  }

  /** What stands behind a backslash. */
  private escape(): (char: string) => boolean {
    const char = this.chars[this.at++];
    if (char === undefined) this.fail();
    const all = Object.hasOwn(classes, char) ? classes[char] : undefined;
    if (all) return (one) => all.test(one);
    const meant = this.escaped(char);
    return (one) => one === meant;
  }

  private escaped(char: string): string {
    if (Object.hasOwn(controls, char)) return controls[char] ?? char;
    const digits = { x: 2, u: 4 }[char];
    if (digits !== undefined) {
      const code = this.chars.slice(this.at, this.at + digits).join('');
      if (code.length !== digits || !/^[\da-fA-F]+$/.test(code)) this.fail();
      this.at += digits;
      return String.fromCodePoint(Number.parseInt(code, 16));
    }
    // Other letters and digits mean something that is not read here, such as a reference back.
    return /[A-Za-z\d]/.test(char) ? this.fail() : char;
  }

  /** A set such as `[^a-z\d_]`; its `[` has been read. */
  private set(): (char: string) => boolean {
    const isNegated = this.takes('^');
    const tests: ((char: string) => boolean)[] = [];
    while (!this.takes(']')) {
      const low = this.member();
      if (typeof low !== 'string') {
        tests.push((one) => low.test(one));
        continue;
      }
      if (this.chars[this.at] === '-' && this.chars[this.at + 1] !== ']') {
        this.at++;
        const high = this.member();
        if (typeof high !== 'string' || (high.codePointAt(0) ?? 0) < (low.codePointAt(0) ?? 0)) this.fail();
        const [from, to] = [low.codePointAt(0) ?? 0, high.codePointAt(0) ?? 0];
        tests.push((one) => (one.codePointAt(0) ?? 0) >= from && (one.codePointAt(0) ?? 0) <= to);
      } else tests.push((one) => one === low);
    }
    return (char) => tests.some((fits) => fits(char)) !== isNegated;
  }

  private member(): string | RegExp {
    const char = this.chars[this.at++];
    if (char === undefined) this.fail();
    if (char !== '\\') return char;
    const next = this.chars[this.at++];
    if (next === undefined) this.fail();
    return (Object.hasOwn(classes, next) ? classes[next] : undefined) ?? this.escaped(next);
  }
}
