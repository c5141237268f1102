import type { Span } from '../../text/span.ts';
import { Template } from './template.ts';
import { readTokens, type Token } from './tokens.ts';

/** What an attribute is set to, as far as it is needed. */
export type Value = Text | readonly Value[] | ReadonlyMap<string, Value> | ForEach;

export interface Text {
  readonly template: Template;
  readonly span: Span;
}

/** `[for name in list : value]`. */
export interface ForEach {
  readonly each: string;
  readonly of: Value;
  readonly value: Value;
}

export function isMap(value: Value | undefined): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isText(value: Value): value is Text {
  return 'template' in value;
}

export function isForEach(value: Value): value is ForEach {
  return 'each' in value;
}

/** `type "label" { ... }`. */
export interface Block {
  readonly type: string;
  readonly label: string;
  /** Where the label stands. */
  readonly span: Span;
  readonly body: ReadonlyMap<string, Value>;
}

/** How deep lists and maps may be nested. */
const deepest = 20;

/** The blocks of a file in HCL, and the attributes that stand in none. What is no text, list or map of such is not known. */
export function readHcl(text: string): {
  readonly blocks: readonly Block[];
  readonly attributes: ReadonlyMap<string, Value>;
} {
  return new HclReader(readTokens(text)).file();
}

/** Reads the blocks of a file, and of their attributes what a build asks for. */
class HclReader {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  /** The blocks of a file, and the attributes that stand in none. */
  file(): { readonly blocks: readonly Block[]; readonly attributes: ReadonlyMap<string, Value> } {
    const blocks: Block[] = [];
    const attributes = new Map<string, Value>();
    while (this.at < this.tokens.length) {
      const first = this.tokens[this.at++];
      const next = this.tokens[this.at];
      if (first?.kind !== 'name') continue;
      if (next?.kind === 'string' && this.tokens[this.at + 1]?.text === '{') {
        this.at += 2;
        const { text: label, start, end } = next;
        blocks.push({ type: first.text, label, span: { start, end }, body: this.body(0) });
      } else if (next?.kind === 'mark' && next.text === '=') {
        this.at++;
        attributes.set(first.text, this.value(0));
      }
    }
    return { blocks, attributes };
  }

  /** The attributes up to the closing brace. */
  private body(depth: number): ReadonlyMap<string, Value> {
    const values = new Map<string, Value>();
    while (this.at < this.tokens.length) {
      const token = this.tokens[this.at++] as Token;
      if (token.text === '}' && token.kind === 'mark') break;
      const next = this.tokens[this.at];
      if ((token.kind === 'name' || token.kind === 'string') && (next?.text === '=' || next?.text === ':')) {
        this.at++;
        values.set(token.text, this.value(depth));
      } else if (token.kind === 'mark' && token.text === '{') {
        // A block within the block, or what could not be read.
        if (depth < deepest) this.body(depth + 1);
      }
    }
    return values;
  }

  /** An expression, up to the end of its line, the next comma, or the bracket that closes what it stands in. */
  private value(depth: number): Value {
    const first = this.tokens[this.at];
    if (depth < deepest && first?.kind === 'mark' && first.text === '{') {
      this.at++;
      return this.body(depth + 1);
    }
    if (depth < deepest && first?.kind === 'mark' && first.text === '[') {
      this.at++;
      const list = this.forEach(depth + 1) ?? this.list(depth + 1);
      return this.restOfExpression() ? unknownAt(first) : list;
    }
    const isAlone = !this.restOfExpression();
    if (!first || !isAlone) return unknownAt(first);
    const template = first.kind === 'string' ? Template.read(first.text) : new Template([{ name: first.text }]);
    return { template, span: { start: first.start, end: first.end } };
  }

  /** What stands in brackets, when it makes a list of another one; undefined, and nothing is read, when it does not. */
  private forEach(depth: number): ForEach | undefined {
    let start = this.at;
    while (this.tokens[start]?.kind === 'end') start++;
    const [word, each, by] = this.tokens.slice(start, start + 3);
    if (word?.text !== 'for' || word.kind !== 'name' || each?.kind !== 'name' || by?.text !== 'in') return undefined;
    this.at = start + 3;
    const listed = this.tokens[this.at];
    const of = listed?.text === '[' ? this.bracketed(depth) : nameAt(listed);
    if (!this.toColon()) return { each: each.text, of, value: unknownAt(listed) };
    this.skip(({ kind }) => kind === 'end');
    const value = this.value(depth);
    this.skip(({ kind }) => kind === 'end');
    if (this.tokens[this.at]?.text === ']') this.at++;
    return { each: each.text, of, value };
  }

  /** Reads on to behind the next colon that stands in no brackets of its own; false when there is none in these. */
  private toColon(): boolean {
    let open = 0;
    while (this.at < this.tokens.length) {
      const { kind, text } = this.tokens[this.at++] as Token;
      if (kind !== 'mark') continue;
      if (open === 0 && text === ':') return true;
      if (/[([{]/.test(text)) open++;
      else if (/[)\]}]/.test(text) && --open < 0) return false;
    }
    return false;
  }

  private skip(isSkipped: (token: Token) => boolean): void {
    for (let token = this.tokens[this.at]; token && isSkipped(token); token = this.tokens[this.at]) this.at++;
  }

  private bracketed(depth: number): readonly Value[] {
    this.at++;
    return this.list(depth + 1);
  }

  private list(depth: number): readonly Value[] {
    const values: Value[] = [];
    while (this.at < this.tokens.length) {
      const token = this.tokens[this.at] as Token;
      if (token.kind === 'mark' && token.text === ']') {
        this.at++;
        break;
      }
      if (token.kind === 'end' || token.text === ',') this.at++;
      else {
        const before = this.at;
        values.push(this.value(depth));
        if (this.at === before) this.at++;
      }
    }
    return values;
  }

  /** Passes over an expression from its first token on; whether there was more than that one. */
  private restOfExpression(): boolean {
    const previous = this.tokens[this.at - 1];
    const isAfterList = previous?.text === ']' && previous.kind === 'mark';
    let count = isAfterList ? 1 : 0;
    for (let open = 0; this.at < this.tokens.length; this.at++, count++) {
      const { kind, text } = this.tokens[this.at] as Token;
      if (kind === 'end' && open === 0) break;
      if (kind !== 'mark') continue;
      if (open === 0 && (text === ',' || text === ']' || text === '}')) break;
      if (/[([{]/.test(text)) open++;
      else if (/[)\]}]/.test(text)) open = Math.max(0, open - 1);
    }
    return count > 1;
  }
}

function unknownAt(token: Token | undefined): Text {
  return { template: Template.unknown, span: { start: token?.start ?? 0, end: token?.end ?? 0 } };
}

function nameAt(token: Token | undefined): Text {
  return { ...unknownAt(token), template: new Template([{ name: token?.text ?? '' }]) };
}
