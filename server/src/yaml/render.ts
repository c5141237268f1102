/** A value to be written as YAML. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** How many blanks further in than its key something stands. */
export interface Indentation {
  readonly map: number;
  readonly list: number;
}

/** The lines of a map in block style, each indented by `indent` blanks, without a line break at the end. */
export function renderBlock(
  map: Readonly<Record<string, Plain>>,
  indent: number,
  inner: Indentation,
  eol: string,
): string {
  return blockLines(map, indent, inner).join(eol);
}

function blockLines(map: Readonly<Record<string, Plain>>, indent: number, inner: Indentation): string[] {
  const margin = ' '.repeat(indent);
  return Object.entries(map).flatMap(([key, value]) => {
    const name = `${margin}${renderScalar(key)}:`;
    if (Array.isArray(value) && value.length > 0) {
      return [name, ...value.flatMap((item: Plain) => listItemLines(item, indent + inner.list, inner))];
    }
    if (isPlainMap(value) && Object.keys(value).length > 0)
      return [name, ...blockLines(value, indent + inner.map, inner)];
    return [`${name} ${renderFlow(value, false)}`];
  });
}

function listItemLines(item: Plain, indent: number, inner: Indentation): string[] {
  const margin = ' '.repeat(indent);
  if (!isPlainMap(item) || Object.keys(item).length === 0) return [`${margin}- ${renderFlow(item, false)}`];
  const [first, ...rest] = blockLines(item, indent + 2, inner);
  return [`${margin}- ${(first ?? '').trimStart()}`, ...rest];
}

/** A value on one line; `quoted` writes it as JSON does. */
export function renderFlow(value: Plain, quoted: boolean): string {
  if (Array.isArray(value)) return `[${value.map((item: Plain) => renderFlow(item, quoted)).join(', ')}]`;
  if (isPlainMap(value)) {
    const name = (key: string) => (quoted ? JSON.stringify(key) : renderScalar(key));
    const entries = Object.entries(value).map(([key, inner]) => `${name(key)}: ${renderFlow(inner, quoted)}`);
    return `{${entries.join(', ')}}`;
  }
  return quoted ? JSON.stringify(value) : renderScalar(value as string | number | boolean | null);
}

/** A scalar, in double quotes when it would otherwise be read as something else. */
export function renderScalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  return isSafePlain(value) ? value : JSON.stringify(value);
}

/**
 * Whether a string can stand without quotes, in block and flow style, and is still a string to readers of YAML 1.1 and
 * 1.2. Errs on the side of quotes.
 */
function isSafePlain(text: string): boolean {
  if (!/^[A-Za-z0-9_./][A-Za-z0-9_./@+:=-]*$/.test(text)) return false;
  if (text.endsWith(':') || /:(?=[\s[\]{},]|$)/.test(text)) return false;
  return !/^(?:true|false|yes|no|on|off|y|n|null|~)$/i.test(text) && !looksLikeNumber(text);
}

function looksLikeNumber(text: string): boolean {
  return /^[-+.\d][\d_.:xobeE+-]*$/.test(text) || /^\.(?:inf|nan)$/i.test(text) || /^0x[\da-f]+$/i.test(text);
}

export function isPlainMap(value: Plain): value is Readonly<Record<string, Plain>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
