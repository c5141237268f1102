/** What stands behind a key, as far as that can be told without parsing: a text, a map or list, or something else. */
export type Skimmed = string | SkimmedMap | typeof opaque;

/** A value that only a parser can read. */
export const opaque: unique symbol = Symbol('opaque');

/** The maps of a document, by key; what stands in lists is left out. */
export class SkimmedMap {
  readonly entries = new Map<string, { readonly value: Skimmed; readonly at: number }>();
  /** Whether a list stands in its place. */
  isList = false;

  /** The value at the end of a path; undefined when there is none, `opaque` when only a parser can tell. */
  at(...path: readonly string[]): Skimmed | undefined {
    let value: Skimmed | undefined = this;
    for (const key of path) {
      if (value === opaque) return opaque;
      value = value instanceof SkimmedMap ? value.entries.get(key)?.value : undefined;
    }
    return value;
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }
}

/** A line with a key of an ordinary form, and what stands behind it. */
const keyLine = /^("[^"\\]*"|'[^']*'|[A-Za-z0-9_.$/-]+)[ ]*:(?:[ ]+(.*))?$/;

/**
 * Reads the maps of a YAML document line by line, about twenty times as fast as a parser does. It knows block style as
 * nearly everybody writes it; undefined for a document that holds anything else, which a parser has to read.
 */
export function skim(text: string): SkimmedMap | undefined {
  if (/\{\{|\t|^<<|\$patch/m.test(text)) return undefined;
  const root = new SkimmedMap();
  const open: { indent: number; map: SkimmedMap }[] = [{ indent: -1, map: root }];
  // The indentation of a list or a scalar of several lines that is being passed over.
  let list = Number.POSITIVE_INFINITY;
  let scalar = Number.POSITIVE_INFINITY;
  let at = 0;
  for (const written of text.split('\n')) {
    const start = at;
    at += written.length + 1;
    const line = written.trimEnd();
    const content = line.trimStart();
    const indent = line.length - content.length;
    if (content === '' || indent > scalar) continue;
    const isItem = content.startsWith('-') && (content.length === 1 || content[1] === ' ');
    if (indent > list || (indent === list && isItem)) continue;
    if (content.startsWith('#')) continue;
    scalar = Number.POSITIVE_INFINITY;
    list = Number.POSITIVE_INFINITY;
    if (indent === 0 && /^(?:---|\.\.\.)$/.test(content)) continue;
    if (isItem) {
      const holder = open.findLast((one) => one.indent <= indent)?.map;
      if (!holder || holder.entries.size > 0) return undefined;
      holder.isList = true;
      list = indent;
      continue;
    }
    const match = keyLine.exec(content);
    if (!match) return undefined;
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const key = unquoted(match[1] ?? '');
    const behind = match[2] ?? '';
    const parent = open.at(-1)?.map;
    if (!parent || parent.isList || parent.has(key)) return undefined;
    const place = start + line.length - behind.length;
    if (behind === '' || behind.startsWith('#')) {
      const map = new SkimmedMap();
      parent.entries.set(key, { value: map, at: start + indent });
      open.push({ indent, map });
      continue;
    }
    if (/^[|>]/.test(behind)) scalar = indent;
    const value = skimValue(behind);
    if (value === undefined) return undefined;
    parent.entries.set(key, { value, at: place });
  }
  return root;
}

/** What stands behind a key on its line; undefined where it goes on, or begins something, that only a parser can read. */
function skimValue(behind: string): Skimmed | undefined {
  const first = behind[0] ?? '';
  if (first === '|' || first === '>') return opaque;
  if (first === '"') return quoted(behind, /^"([^"\\]*)"[ ]*(?:#.*)?$/, /^"(?:[^"\\]|\\.)*"[ ]*(?:#.*)?$/);
  if (first === "'") return quoted(behind, /^'([^']*)'[ ]*(?:#.*)?$/, /^'(?:[^']|'')*'[ ]*(?:#.*)?$/);
  if ('&*!@`%?'.includes(first)) return undefined;
  if (first === '{' || first === '[') return flowOf(behind.replace(/[ ]+#.*$/, '').trimEnd());
  const text = behind.replace(/[ ]+#.*$/, '');
  return /^(?:null|~)$/i.test(text) ? opaque : text;
}

/** A map or list in flow style that ends on its line: a map of plain texts is read, others are left to a parser. */
function flowOf(flow: string): Skimmed | undefined {
  const isMap = /^\{[^{}[\]"'&*!|>%@`#:,]*(?:: [^{}[\]"'&*!|>%@`#:,]+,?[^{}[\]"'&*!|>%@`#:,]*)*\}$/.test(flow);
  if (!isMap) return /[}\]]$/.test(flow) ? opaque : undefined;
  const map = new SkimmedMap();
  for (const pair of flow.slice(1, -1).split(',')) {
    if (pair.trim() === '') continue;
    const [, key, text] = /^\s*([A-Za-z0-9_.$/-]+): +(\S.*?)\s*$/.exec(pair) ?? [];
    if (key === undefined || text === undefined || map.has(key) || /^(?:null|~)$/i.test(text)) return opaque;
    map.entries.set(key, { value: text, at: 0 });
  }
  return map;
}

function quoted(behind: string, plain: RegExp, escaped: RegExp): Skimmed | undefined {
  const match = plain.exec(behind);
  if (match) return match[1] ?? '';
  return escaped.test(behind) ? opaque : undefined;
}

function unquoted(key: string): string {
  return /^["']/.test(key) ? key.slice(1, -1) : key;
}
