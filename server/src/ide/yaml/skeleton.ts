import type { SchemaView } from '../../yaml/schema/schema-view.ts';
import { inUsualOrder } from './common-fields.ts';

/** How a snippet is to be written. */
export interface SnippetStyle {
  /** By how many columns the lines below stand further in than the line that it begins on. */
  readonly margin: number;
  /** By how much maps are indented, and by how much the dashes of a list. */
  readonly map: number;
  readonly list: number;
  /** Whether a field is to be written that the schema itself does not ask for. */
  isWanted(path: readonly string[]): boolean;
  /** Fields at the top that are written already. */
  readonly skipped?: readonly string[];
}

/** Of more values than these the first ones are no better than none. */
const mostChoices = 20;

/** No schema asks for more than this in earnest. */
const deepest = 9;

/**
 * Writes a field with all that has to stand in it, as a snippet: a name of one's choice is tab stop 1, wherever it stands.
 * The path is that of the field, from the resource.
 */
export function fieldSnippet(path: readonly string[], view: SchemaView | undefined, style: SnippetStyle): string {
  return new Writer(style).field(path, view, style.margin, 0);
}

/** Writes all fields that an object has to have. */
export function objectSnippet(path: readonly string[], view: SchemaView, style: SnippetStyle): string {
  return new Writer(style).fields(path, view, style.margin, 0).join(`\n${' '.repeat(style.margin)}`);
}

/** Writes a text so that a snippet has it as it is. */
function escapedInSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

class Writer {
  private readonly style: SnippetStyle;
  /** The first tab stop is that of the name. */
  private stop = 1;

  constructor(style: SnippetStyle) {
    this.style = style;
  }

  field(path: readonly string[], view: SchemaView | undefined, margin: number, depth: number): string {
    const name = path.at(-1) ?? '';
    return `${escapedInSnippet(keyText(name))}:${this.value(path, view, margin, depth)}`;
  }

  fields(path: readonly string[], view: SchemaView, margin: number, depth: number): string[] {
    if (depth > deepest) return [];
    const { required } = view;
    const skipped = path.length === 0 ? (this.style.skipped ?? []) : [];
    const wanted = view.fields.filter(
      (name) => !skipped.includes(name) && (required.has(name) || this.style.isWanted([...path, name])),
    );
    return inUsualOrder(wanted).map((name) => this.field([...path, name], view.get(name), margin, depth + 1));
  }

  private value(path: readonly string[], view: SchemaView | undefined, margin: number, depth: number): string {
    const [type] = view?.types ?? [];
    if (view && type === 'object') return this.object(path, view, margin + this.style.map, depth);
    if (view && type === 'array') return this.list(path, view.member, margin + this.style.list, depth);
    return ` ${this.scalar(path, view)}`;
  }

  private object(path: readonly string[], view: SchemaView, margin: number, depth: number): string {
    const line = `\n${' '.repeat(margin)}`;
    const name = path.at(-1) ?? '';
    if (depth > 0 && (name === 'labels' || name === 'matchLabels')) return `${line}app: \${1:name}`;
    const fields = this.fields(path, view, margin, depth);
    return line + (fields.length > 0 ? fields.join(line) : this.next());
  }

  private list(path: readonly string[], member: SchemaView | undefined, margin: number, depth: number): string {
    const line = `\n${' '.repeat(margin)}- `;
    if (!member?.types.includes('object')) return `${line}${this.next()}`;
    const fields = this.fields(path, member, margin + 2, depth);
    return line + (fields.length > 0 ? fields.join(`\n${' '.repeat(margin + 2)}`) : this.next());
  }

  private scalar(path: readonly string[], view: SchemaView | undefined): string {
    const { choices = [], default: usual, types = [] } = view ?? {};
    const [only, ...others] = choices;
    if (only !== undefined && others.length === 0) return escapedInSnippet(String(only));
    if (types.includes('boolean') && types.length === 1) return this.oneOf(['true', 'false']);
    if (only !== undefined && choices.length <= mostChoices) return this.oneOf(choices.map(String));
    if (typeof usual === 'string' || typeof usual === 'number')
      return this.next(usual === '' ? '' : escapedInSnippet(String(usual)));
    if (path.at(-1) === 'name' && path.length > 1 && types.includes('string')) return '${1:name}';
    return this.next();
  }

  private oneOf(choices: readonly string[]): string {
    this.stop++;
    return `\${${this.stop}|${choices.map((one) => one.replace(/[\\$},|]/g, '\\$&')).join(',')}|}`;
  }

  private next(placeholder = ''): string {
    this.stop++;
    return placeholder === '' ? `$${this.stop}` : `\${${this.stop}:${placeholder}}`;
  }
}

function keyText(name: string): string {
  return /^[\w$][\w$./-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n|\d+)$/i.test(name)
    ? name
    : JSON.stringify(name);
}
