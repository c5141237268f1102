import { type Span, span } from '../text/span.ts';
import { type Token, tokensOf } from './tokens.ts';

/** `.name` behind something; its span is that of the name, which is empty where it is yet to be typed. */
export interface Field {
  readonly name: string;
  readonly span: Span;
}

/** What a path starts from: the dot, a variable (`$` by the name of nothing), or what stands in parentheses. */
export type Base =
  | { readonly kind: 'dot' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline };

export interface PathOperand {
  readonly kind: 'path';
  readonly base: Base;
  readonly fields: readonly Field[];
  readonly span: Span;
}

/** A text; its span leaves out the quotes. */
export interface TextOperand {
  readonly kind: 'text';
  readonly value: string;
  readonly span: Span;
}

/** The name of a function, or a literal. */
export interface WordOperand {
  readonly kind: 'word' | 'literal';
  readonly name: string;
  readonly span: Span;
}

export type Operand = PathOperand | TextOperand | WordOperand;

/** A function or method with its arguments, or a single operand. */
export interface Command {
  readonly operands: readonly Operand[];
}

export interface Pipeline {
  /** The variables that it is assigned to: one, or the key and the element of a `range`. Without their `$`. */
  readonly variables: readonly string[];
  readonly isDeclaration: boolean;
  readonly commands: readonly Command[];
}

const keywords = ['if', 'else', 'end', 'range', 'with', 'define', 'block', 'template', 'break', 'continue'] as const;
export type Keyword = (typeof keywords)[number];

/** An action, read. What does not fit the grammar is left out, so that half an action has what is typed of it. */
export interface Expression {
  readonly span: Span;
  readonly keyword: Keyword | undefined;
  /** What follows `else` where another condition does. */
  readonly elseKeyword: 'if' | 'with' | undefined;
  /** The template that `define`, `block` and `template` name. */
  readonly name: TextOperand | undefined;
  readonly pipeline: Pipeline | undefined;
}

/** Parentheses are followed no deeper: more of them could exhaust the stack. */
const deepest = 100;

/** Reads the action that stands at a span, with its braces; `end` is behind its text where it has none yet. */
export function readExpression(text: string, { start, end }: Span): Expression {
  const closes = text.startsWith('}}', end - 2) && end - 2 >= start + 2;
  const tokens = tokensOf(text, span(start + 2, closes ? end - 2 : end));
  return new Reader(tokens).expression({ start, end });
}

class Reader {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  expression(whole: Span): Expression {
    const keyword = this.keyword(keywords);
    const elseKeyword = keyword === 'else' ? this.keyword(['if', 'with'] as const) : undefined;
    const isNamed = keyword === 'define' || keyword === 'block' || keyword === 'template';
    const first = isNamed && this.tokens[this.at]?.kind === 'string' ? this.operand(0) : undefined;
    const name = first?.kind === 'text' ? first : undefined;
    const pipeline = this.at < this.tokens.length ? this.pipeline(0) : undefined;
    return { span: whole, keyword, elseKeyword, name, pipeline };
  }

  private keyword<Word extends string>(words: readonly Word[]): Word | undefined {
    const next = this.tokens[this.at];
    const found = next?.kind === 'word' ? words.find((word) => word === next.text) : undefined;
    if (found !== undefined) this.at++;
    return found;
  }

  private pipeline(depth: number): Pipeline {
    const { variables, isDeclaration } = this.variables();
    const commands: Command[] = [];
    let operands: Operand[] = [];
    while (this.at < this.tokens.length && !this.isSign(')')) {
      if (this.isSign('|')) {
        this.at++;
        commands.push({ operands });
        operands = [];
        continue;
      }
      const operand = this.operand(depth);
      if (operand) operands.push(operand);
    }
    commands.push({ operands });
    return { variables, isDeclaration, commands };
  }

  /** `$x :=`, `$x =` or `$key, $element :=` at the beginning of a pipeline. */
  private variables(): Pick<Pipeline, 'variables' | 'isDeclaration'> {
    const names: string[] = [];
    for (let at = this.at; this.tokens[at]?.kind === 'variable'; at += 2) {
      names.push((this.tokens[at] as Token).text.slice(1));
      const sign = this.tokens[at + 1]?.text;
      if (sign === ',') continue;
      if (sign !== ':=' && sign !== '=') break;
      this.at = at + 2;
      return { variables: names, isDeclaration: sign === ':=' };
    }
    return { variables: [], isDeclaration: false };
  }

  private operand(depth: number): Operand | undefined {
    const token = this.tokens[this.at] as Token;
    this.at++;
    const { kind, text } = token;
    if (kind === 'string') return textOf(token);
    if (kind === 'number') return { kind: 'literal', name: text, span: token.span };
    if (kind === 'word') {
      const isLiteral = text === 'true' || text === 'false' || text === 'nil';
      return { kind: isLiteral ? 'literal' : 'word', name: text, span: token.span };
    }
    if (kind === 'variable') return this.path({ kind: 'variable', name: text.slice(1) }, token, []);
    if (kind === 'dot') return this.path({ kind: 'dot' }, token, []);
    if (kind === 'field') return this.path({ kind: 'dot' }, token, [fieldOf(token)]);
    if (text !== '(' || depth >= deepest) return undefined;
    const pipeline = this.pipeline(depth + 1);
    const last = this.isSign(')') ? (this.tokens[this.at++] as Token) : (this.tokens[this.at - 1] as Token);
    return this.path({ kind: 'pipeline', pipeline }, { ...token, span: span(token.span.start, last.span.end) }, []);
  }

  private path(base: Base, first: Token, fields: Field[]): PathOperand {
    let { end } = first.span;
    for (let next = this.tokens[this.at]; next?.isAttached; next = this.tokens[this.at]) {
      if (next.kind !== 'field' && next.kind !== 'dot') break;
      if (fields.length === 0 && base.kind === 'dot') break;
      fields.push(fieldOf(next));
      end = next.span.end;
      this.at++;
    }
    return { kind: 'path', base, fields, span: span(first.span.start, end) };
  }

  private isSign(sign: string): boolean {
    const next = this.tokens[this.at];
    return next?.kind === 'sign' && next.text === sign;
  }
}

function fieldOf({ text, span: { start, end } }: Token): Field {
  return { name: text.slice(1), span: span(start + 1, end) };
}

function textOf({ text, span: { start, end } }: Token): TextOperand {
  const [quote] = text;
  const isClosed = text.length > 1 && text.endsWith(quote ?? '');
  const inner = text.slice(1, isClosed ? -1 : undefined);
  const value = quote === '`' ? inner : inner.replace(/\\(.)/g, '$1');
  return { kind: 'text', value, span: span(start + 1, isClosed ? end - 1 : end) };
}
