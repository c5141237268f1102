import { forEachChild, type SyntaxNode } from 'unbash';
import { type MappedText, sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

/** What a stretch of a script is, for its colour. */
export type ShellTokenKind =
  | 'command'
  | 'option'
  | 'keyword'
  | 'operator'
  | 'string'
  | 'variable'
  | 'comment'
  | 'plain';

/** A stretch of a script. Where several hold a place, the last of them counts. */
export interface ShellToken {
  readonly span: Span;
  readonly kind: ShellTokenKind;
}

/** The same, its places counted from the beginning of the script. */
interface Found {
  readonly start: number;
  readonly end: number;
  readonly kind: ShellTokenKind;
}

/** What was read from syntax before, as scripts that stay as they are are asked again with every key. */
const known = new WeakMap<SyntaxNode, readonly Found[]>();

/** What the stretches of a script are, given as its syntax; what is `plain` takes back what was said of a larger one. */
export function shellTokens(syntax: SyntaxNode, source: MappedText): readonly ShellToken[] {
  let found = known.get(syntax);
  if (!found) {
    found = new Highlighter(source.text).highlight(syntax);
    known.set(syntax, found);
  }
  return found.map(({ start, end, kind }) => ({ span: sourceSpan(source, start, end), kind }));
}

/**
 * What stands between the words of a script: comments, reserved words and operators (Bash manual, "Reserved Words" and
 * "Definitions").
 */
const betweenWords =
  /#[^\n]*|\b(?:if|then|elif|else|fi|for|in|do|done|while|until|case|esac|select|function|time|coproc)\b|[;&|(){}!<>=+*/%?:,-]+|\[\[|\]\]/g;

class Highlighter {
  private readonly text: string;
  private readonly found: Found[] = [];
  /** Where words and the like stand, in the order of the text. */
  private readonly words: { readonly pos: number; readonly end: number }[] = [];

  constructor(text: string) {
    this.text = text;
  }

  highlight(syntax: SyntaxNode): readonly Found[] {
    this.visit(syntax);
    let at = 0;
    for (const { pos, end } of this.words.sort((one, other) => one.pos - other.pos)) {
      if (pos > at) this.between(at, pos);
      at = Math.max(at, end);
    }
    this.between(at, this.text.length);
    return this.found;
  }

  private visit(node: SyntaxNode): void {
    switch (node.type) {
      case 'Command':
        if (node.name) this.add(node.name, 'command');
        for (const word of node.suffix) if (word.type === 'Word' && /^-/.test(word.text)) this.add(word, 'option');
        break;
      case 'Function':
        this.add(node.name, 'command');
        break;
      case 'Assignment':
        this.words.push({ pos: node.pos, end: node.pos + node.name.length });
        this.mark(node.pos, node.pos + node.name.length, 'variable');
        break;
      case 'For':
      case 'Select':
        this.visitAll(node);
        this.mark(node.name.pos, node.name.end, 'variable');
        return;
      case 'HereDoc':
        if (node.delimiter) this.word(node.delimiter, 'operator');
        if (node.closing) this.word(node.closing, 'operator');
        this.word(node.body, 'string');
        break;
      case 'Word':
      case 'ArithmeticWord':
        this.words.push(node);
        if (node.type === 'ArithmeticWord' && node.parts === undefined && /^[A-Za-z_]\w*$/.test(node.value))
          this.add(node, 'variable');
        break;
      case 'SingleQuoted':
      case 'DoubleQuoted':
      case 'AnsiCQuoted':
      case 'LocaleString':
        this.add(node, 'string');
        break;
      case 'SimpleExpansion':
        this.add(node, 'variable');
        return;
      case 'ParameterExpansion':
        this.mark(node.pos, node.parameterEnd, 'variable');
        if (node.operation) this.mark(node.operation.pos, node.operation.operatorEnd, 'operator');
        this.mark(node.end - 1, node.end, 'variable');
        break;
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        this.visitScript(node.pos, node.end, node.script);
        return;
      case 'ArithmeticCommandExpansion':
        this.visitScript(node.pos, node.end, node.script);
        return;
      default:
    }
    this.visitAll(node);
  }

  private visitAll(node: SyntaxNode): void {
    forEachChild(node, (child) => this.visit(child));
  }

  /** A script within a word, which owns all that stands between its own words. */
  private visitScript(pos: number, end: number, script: SyntaxNode | undefined): void {
    // A script in backquotes with escapes owns its text: positions in it lead nowhere in ours.
    if (script?.type !== 'Script' || script.source !== undefined) {
      this.mark(pos, end, 'string');
      return;
    }
    this.mark(pos, end, 'plain');
    const inner = new Highlighter(this.text);
    inner.words.push({ pos: 0, end: pos }, { pos: end, end: this.text.length });
    for (const one of inner.highlight(script)) this.found.push(one);
    this.mark(pos, script.pos, 'operator');
    this.mark(end - 1, end, 'operator');
  }

  private between(from: number, to: number): void {
    // Nearly always, there is a blank.
    if (to - from === 1 && this.text.charCodeAt(from) <= 32) return;
    for (const match of this.text.slice(from, to).matchAll(betweenWords)) {
      const [token] = match;
      const kind = token.startsWith('#') ? 'comment' : /^\w/.test(token) ? 'keyword' : 'operator';
      this.mark(from + match.index, from + match.index + token.length, kind);
    }
  }

  /** What is one piece, in which nothing stands between words. */
  private word(node: { readonly pos: number; readonly end: number }, kind: ShellTokenKind): void {
    this.words.push(node);
    this.add(node, kind);
  }

  private add({ pos, end }: { readonly pos: number; readonly end: number }, kind: ShellTokenKind): void {
    this.mark(pos, end, kind);
  }

  private mark(start: number, end: number, kind: ShellTokenKind): void {
    if (start < end) this.found.push({ start, end, kind });
  }
}
