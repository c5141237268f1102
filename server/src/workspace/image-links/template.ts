/** A part of a text that is filled in later. */
export interface Variable {
  /** What stands in the braces, as written: `TAG`, `env.IMAGE`, `.Values.image.tag`. */
  readonly name: string;
  /** What it is when nobody says otherwise. */
  readonly fallback?: Template | undefined;
}

/** What variables are known to be. */
export type Lookup = (name: string) => Template | undefined;

/** How far variables are followed from one to the next, and how long what they yield may be. */
const deepest = 8;
const longest = 2_000;

/** What stands for a part that is not known. It is in no image reference, and in no path that names a file. */
export const unknownPart = '*';

/** A text with variables in it, as build definitions write names and paths. */
export class Template {
  readonly parts: readonly (string | Variable)[];
  /** Whether it is, as the value of a variable, what nobody can say otherwise. */
  readonly isFixed: boolean;

  constructor(parts: readonly (string | Variable)[], isFixed = false) {
    this.parts = parts;
    this.isFixed = isFixed;
  }

  /**
   * Reads `$NAME`, `${NAME}`, `${NAME:-default}`, `$(NAME)`, `${{ name }}` and `{{ name }}`. What stands between the
   * brackets of something longer, as of a command, is its name.
   */
  static read(text: string): Template {
    if (text.length > longest) return new Template([{ name: '' }]);
    const parts: (string | Variable)[] = [];
    let literal = '';
    for (let at = 0; at < text.length; ) {
      const found = text[at] === '$' || text[at] === '{' || text[at] === '`' ? variableAt(text, at) : undefined;
      if (found) {
        if (literal) parts.push(literal);
        literal = '';
        parts.push(found.variable);
        at = found.end;
      } else literal += text[at++];
    }
    if (literal) parts.push(literal);
    return new Template(parts);
  }

  /** A text of which nothing is known. */
  static readonly unknown = new Template([{ name: '' }]);

  static literal(text: string): Template {
    return new Template(text === '' ? [] : [text]);
  }

  /** The text with what variables are when nobody says otherwise; `*` for what is not known. */
  get resolved(): string {
    return this.parts
      .map((part) => (typeof part === 'string' ? part : (part.fallback?.resolved ?? unknownPart)))
      .join('');
  }

  /** The text with `*` for all that may be filled in with something else. */
  get open(): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : unknownPart)).join('');
  }

  /** The names of the variables of which nothing is known. */
  get unknown(): readonly string[] {
    return this.parts.flatMap((part) => {
      if (typeof part === 'string') return [];
      return part.fallback ? part.fallback.unknown : [part.name];
    });
  }

  /** The same with what is known of its variables. */
  fill(lookup: Lookup, depth = 0): Template {
    if (this.parts.every((part) => typeof part === 'string')) return this;
    const parts: (string | Variable)[] = [];
    let length = 0;
    for (const part of this.parts) {
      if (typeof part === 'string') {
        parts.push(part);
        continue;
      }
      const known = depth < deepest && length < longest ? lookup(part.name) : undefined;
      const value = (known ?? part.fallback)?.fill(lookup, depth + 1);
      length += value?.resolved.length ?? 0;
      if (value && known?.isFixed) parts.push(...value.parts);
      else parts.push(value ? { name: part.name, fallback: value } : part);
    }
    return new Template(parts);
  }

  /** The same as the value of a variable that nobody can set otherwise. */
  get fixed(): Template {
    return new Template(this.parts, true);
  }

  /** Both, one behind the other. */
  with(other: Template): Template {
    return new Template([...this.parts, ...other.parts]);
  }
}

/** The variable that begins at an offset, and where it ends; undefined when none does. */
function variableAt(text: string, at: number): { readonly variable: Variable; readonly end: number } | undefined {
  const rest = text.slice(at);
  const braces = /^\$?\{\{/.exec(rest)?.[0];
  if (braces) {
    const close = text.indexOf('}}', at);
    if (close === -1) return undefined;
    return {
      variable: {
        name: text
          .slice(at + braces.length, close)
          .trim()
          .replace(/^-\s|\s-$/g, '')
          .trim(),
      },
      end: close + 2,
    };
  }
  if (rest.startsWith('`')) {
    const close = text.indexOf('`', at + 1);
    return close === -1 ? undefined : { variable: { name: text.slice(at + 1, close) }, end: close + 1 };
  }
  if (/^\$[({]/.test(rest)) return bracketed(text, at);
  const name = /^\$+([A-Za-z_]\w*|[@*#?0-9<^])/.exec(rest);
  return name ? { variable: { name: name[1] ?? '' }, end: at + name[0].length } : undefined;
}

function bracketed(text: string, at: number) {
  const [open, close] = text[at + 1] === '{' ? ['{', '}'] : ['(', ')'];
  let depth = 0;
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === open) depth++;
    else if (text[end] === close && --depth === 0) {
      const inner = text.slice(at + 2, end);
      // `:-` and `-` give a default; `:=` assigns it as well (POSIX, "Parameter Expansion").
      const [, name, fallback] = /^([A-Za-z_]\w*):?[-=](.*)$/s.exec(inner) ?? [];
      const variable =
        open === '{' && name !== undefined
          ? { name, fallback: Template.read(fallback ?? '') }
          : { name: /^[A-Za-z_]\w*:\?/.exec(inner) ? inner.slice(0, inner.indexOf(':')) : inner.trim() };
      return { variable, end: end + 1 };
    }
  }
  return undefined;
}
