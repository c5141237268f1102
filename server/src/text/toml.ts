/** A table of a TOML file. It has no prototype: any name may be asked for. */
export interface TomlTable {
  readonly [key: string]: TomlValue | undefined;
}

export type TomlValue = string | number | boolean | TomlTable | readonly TomlValue[];

/**
 * Reads a TOML file (toml.io, version 1.0.0) as far as settings of projects need it. Dates are texts. A line that cannot
 * be read is passed over, and what stands on others is there all the same.
 */
export function readToml(text: string): TomlTable {
  return new TomlReader(text).read();
}

/** What a path of keys leads to; undefined where something on the way is no table. */
export function tomlAt(table: TomlTable, ...path: readonly string[]): TomlValue | undefined {
  let value: TomlValue | undefined = table;
  for (const key of path) {
    if (!isTomlTable(value)) return undefined;
    value = value[key];
  }
  return value;
}

export function isTomlTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value);
}

/** The items of an array; none for anything else. */
export function tomlItems(value: TomlValue | undefined): readonly TomlValue[] {
  return Array.isArray(value) ? value : [];
}

type Writable = { [key: string]: TomlValue | Writable | undefined };

const emptyTable = (): Writable => Object.create(null) as Writable;
const bareKey = /[\w-]+/y;
const blanks = /[ \t]*/y;
/** Blanks, ends of lines and comments, as they may stand between the items of an array. */
const gap = /(?:\s|#[^\n]*)*/y;
const bareValue = /[^\s,#\]}]+/y;
const deepestNesting = 50;

class TomlReader {
  private readonly text: string;
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  read(): TomlTable {
    const root = emptyTable();
    let current = root;
    for (;;) {
      this.skip(gap);
      if (this.at >= this.text.length) return root;
      const before = this.at;
      const isHeader = this.text[this.at] === '[';
      const opened = isHeader ? this.header(root) : undefined;
      if (isHeader) current = opened ?? emptyTable();
      const isRead = isHeader ? opened !== undefined : this.pair(current);
      // What cannot be read may have swallowed lines that can.
      if (!isRead) this.at = before;
      this.nextLine();
    }
  }

  /** The table that a header opens; undefined when it cannot be read. */
  private header(root: Writable): Writable | undefined {
    const isList = this.text.startsWith('[[', this.at);
    this.at += isList ? 2 : 1;
    const path = this.key();
    if (!path || !this.text.startsWith(isList ? ']]' : ']', this.at)) return undefined;
    this.at += isList ? 2 : 1;
    const last = path.pop() ?? '';
    const parent = tableAt(root, path);
    if (!parent) return undefined;
    if (!isList) return tableAt(parent, [last]);
    const list = parent[last] ?? [];
    if (!Array.isArray(list)) return undefined;
    const table = emptyTable();
    parent[last] = [...list, table] as TomlValue;
    return table;
  }

  private pair(table: Writable): boolean {
    const path = this.key();
    if (!path || this.text[this.at] !== '=') return false;
    this.at += 1;
    const value = this.value();
    const last = path.pop();
    const parent = tableAt(table, path);
    if (value === undefined || last === undefined || !parent) return false;
    parent[last] ??= value;
    return true;
  }

  /** A key with its dots, and the blanks around it. */
  private key(): string[] | undefined {
    const path: string[] = [];
    for (;;) {
      this.skip(blanks);
      const quote = this.text[this.at];
      const part = quote === '"' || quote === "'" ? this.string() : this.take(bareKey);
      if (part === undefined) return undefined;
      path.push(part);
      this.skip(blanks);
      if (this.text[this.at] !== '.') return path;
      this.at += 1;
    }
  }

  private value(): TomlValue | undefined {
    this.skip(blanks);
    const first = this.text[this.at];
    if (first === '"' || first === "'") return this.string();
    if (first === '[' || first === '{') {
      if (this.depth >= deepestNesting) return undefined;
      this.depth += 1;
      const value = first === '[' ? this.array() : this.inlineTable();
      this.depth -= 1;
      return value;
    }
    const word = this.take(bareValue);
    if (word === undefined) return undefined;
    if (word === 'true' || word === 'false') return word === 'true';
    const number = Number(word.replaceAll('_', ''));
    return Number.isNaN(number) ? word : number;
  }

  private array(): TomlValue | undefined {
    const items: TomlValue[] = [];
    this.at += 1;
    for (;;) {
      this.skip(gap);
      if (this.text[this.at] === ']') break;
      const item = this.value();
      if (item === undefined) return undefined;
      items.push(item);
      this.skip(gap);
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== ']') return undefined;
    }
    this.at += 1;
    return items;
  }

  private inlineTable(): TomlValue | undefined {
    const table = emptyTable();
    this.at += 1;
    for (;;) {
      this.skip(gap);
      if (this.text[this.at] === '}') break;
      if (!this.pair(table)) return undefined;
      this.skip(gap);
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== '}') return undefined;
    }
    this.at += 1;
    return table as TomlTable;
  }

  /** A string in one of its four forms, without its quotes. */
  private string(): string | undefined {
    const quote = this.text[this.at] ?? '';
    const long = quote.repeat(3);
    const isLong = this.text.startsWith(long, this.at);
    const start = this.at + (isLong ? 3 : 1);
    const end = this.endOfString(start, isLong ? long : quote);
    if (end === undefined) return undefined;
    this.at = end + (isLong ? 3 : 1);
    const content = this.text.slice(start, end).replace(isLong ? /^\r?\n/ : '', '');
    return quote === '"' ? unescaped(content) : content;
  }

  private endOfString(start: number, closing: string): number | undefined {
    for (let at = start; at < this.text.length; at++) {
      if (this.text.startsWith(closing, at)) return at;
      if (this.text[at] === '\n' && closing.length === 1) return undefined;
      if (this.text[at] === '\\' && closing.startsWith('"')) at += 1;
    }
    return undefined;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text)?.[0];
    this.at += match?.length ?? 0;
    return match;
  }

  private skip(pattern: RegExp): void {
    this.take(pattern);
  }

  private nextLine(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end + 1;
  }
}

/** The table at a path, made where there is none; of a list of tables, the last one. */
function tableAt(root: Writable, path: readonly string[]): Writable | undefined {
  let table = root;
  for (const key of path) {
    table[key] ??= emptyTable();
    const found = table[key];
    const next = Array.isArray(found) ? found.at(-1) : found;
    if (typeof next !== 'object' || next === null || Array.isArray(next)) return undefined;
    table = next as Writable;
  }
  return table;
}

const escapes: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([\dA-Fa-f]{4})|\s*\n\s*|(.))/g, (_, code?: string, character?: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : character ? (escapes[character] ?? character) : '',
  );
}
