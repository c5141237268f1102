import { isJson } from '../text/json.ts';
import { type MappedText, mapped } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import { dropped, withoutDropped } from './lines.ts';
import { type Piece, spanOf, trim } from './words.ts';

/** A string of a JSON array. */
export interface JsonString {
  /** What the string says, with the way back to the file. */
  readonly content: MappedText;
  /** With its quotes. */
  readonly span: Span;
}

/** The exec form of an instruction: `["executable", "argument"]`. */
export interface JsonArray {
  readonly items: readonly JsonString[];
  readonly span: Span;
}

/** Why a text that begins like a JSON array is no array of strings. */
export interface JsonProblem {
  readonly message: string;
  readonly span: Span;
  /** Whether builders refuse it, as they do a valid array of other things; all else they take for the shell form. */
  readonly isRefused: boolean;
}

/** What is wrong, before it is known what builders make of it. */
type Complaint = Pick<JsonProblem, 'message' | 'span'>;

/** Reads an exec form: an array, what is wrong with it, or undefined for a text that does not begin like one. */
export function readJsonArray(of: Piece): JsonArray | JsonProblem | undefined {
  const piece = trim(of);
  if (piece.text[0] !== '[') return undefined;
  const read = new JsonReader(piece).read();
  if (isJsonArray(read)) return read;
  return { ...read, isRefused: isJson(withoutDropped(piece.text)) };
}

export function isJsonArray(read: JsonArray | Complaint | undefined): read is JsonArray {
  return read !== undefined && 'items' in read;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class JsonReader {
  private readonly piece: Piece;
  private at = 1;

  constructor(piece: Piece) {
    this.piece = piece;
  }

  read(): JsonArray | Complaint {
    const items: JsonString[] = [];
    this.skipBlank();
    if (this.peek() === ']') this.at++;
    else {
      for (;;) {
        const item = this.readString();
        if ('message' in item) return item;
        items.push(item);
        this.skipBlank();
        const next = this.peek();
        if (next === ',') this.at++;
        else if (next === ']') break;
        else return this.problem(next === '' ? 'the array is not closed: "]" is missing' : 'a comma is missing here');
        this.skipBlank();
      }
      this.at++;
    }
    this.skipBlank();
    if (this.at < this.piece.text.length) return this.problem('nothing may follow the closing bracket');
    return { items, span: spanOf(this.piece) };
  }

  private readString(): JsonString | Complaint {
    this.skipBlank();
    const start = this.at;
    const first = this.peek();
    if (first === "'") return this.problem('JSON strings take double quotes');
    if (first === ']') return this.problem('the comma before the closing bracket must go');
    if (first === '') return this.problem('the array is not closed: "]" is missing');
    if (first !== '"') return this.problem('only strings in double quotes may stand here');
    this.at++;
    const chars: string[] = [];
    const units: Span[] = [];
    for (;;) {
      const from = this.piece.start + this.at;
      const char = this.piece.text[this.at];
      if (char === undefined || char === '\n' || char === '\r') {
        return { message: 'the string is not closed', span: { start: this.piece.start + start, end: from } };
      }
      this.at++;
      if (char === dropped) continue;
      if (char === '"') break;
      const value = char === '\\' ? this.readEscape() : char;
      if (value === undefined) {
        const span = { start: from, end: Math.min(from + 2, this.piece.start + this.piece.text.length) };
        return { message: 'a backslash must be written twice in JSON', span };
      }
      chars.push(value);
      units.push({ start: from, end: this.piece.start + this.at });
    }
    const span = { start: this.piece.start + start, end: this.piece.start + this.at };
    return { content: mapped(chars.join(''), units, span.start + 1), span };
  }

  private readEscape(): string | undefined {
    const kind = this.piece.text[this.at] ?? '';
    if (kind === 'u') {
      const digits = this.piece.text.slice(this.at + 1, this.at + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) return undefined;
      this.at += 5;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    this.at++;
    return Object.hasOwn(escapes, kind) ? escapes[kind] : undefined;
  }

  private skipBlank(): void {
    while (/[\s\0]/.test(this.peek())) this.at++;
  }

  private peek(): string {
    return this.piece.text[this.at] ?? '';
  }

  private problem(message: string): Complaint {
    const at = this.piece.start + this.at;
    return { message, span: { start: at, end: Math.min(at + 1, spanOf(this.piece).end) } };
  }
}
