import path from 'node:path';
import { Tokens } from './tokens.ts';
import type { Declaration, Field, Type } from './types.ts';

/**
 * The type that a file of a package declares; undefined when it declares none. Each file declares one, in a form that a
 * program has written: an interface or an alias, and behind it a class of the same shape, which says nothing more.
 */
export function readDeclaration(id: string, source: string): Declaration | undefined {
  const form = /^export (?:interface (I\w+)(?: extends ([\w, ]+))? (?=\{)|type (I\w+) = )/m.exec(source);
  if (!form) return undefined;
  const [whole, interfaceName, extended = '', aliasName] = form;
  const ids = importedTypes(id, source.slice(0, form.index));
  ids.set(interfaceName ?? aliasName ?? '', id);
  const begin = form.index + whole.length;
  const tokens = new Tokens(source.slice(begin, endOf(source, begin)));
  try {
    return {
      id,
      description: new Tokens(
        source.slice(Math.max(0, source.lastIndexOf('\n/**', form.index)), form.index),
      ).documentation(),
      type: new TypeReader(tokens, ids).union(),
      isKind: source.includes('\n    static kind: '),
      extended: extended.split(', ').flatMap((name) => ids.get(name) ?? []),
    };
  } catch (error) {
    throw new Error(`${id} cannot be read`, { cause: error });
  }
}

/** Where the class begins that follows a type, or its other names. */
function endOf(source: string, from: number): number {
  const ends = ['\nexport declare class ', '\nexport type '].map((text) => source.indexOf(text, from));
  return Math.min(...ends.filter((end) => end !== -1), source.length);
}

/** The ids of the types that a file imports, by the names they have in it. */
function importedTypes(id: string, head: string): Map<string, string> {
  const ids = new Map<string, string>();
  for (const [, names = '', from = ''] of head.matchAll(/^import \{ ([^}]*) \} from "([^"]*)";/gm)) {
    if (from === '@kubernetes-models/base') continue;
    const imported = from.startsWith('.') ? path.posix.join(path.posix.dirname(id), from) : from;
    for (const name of names.split(', ')) ids.set(name, imported.replace(/\.js$/, ''));
  }
  return ids;
}

/** Reads types in the part of TypeScript that the packages are written in. */
class TypeReader {
  private readonly tokens: Tokens;
  private readonly ids: ReadonlyMap<string, string>;

  constructor(tokens: Tokens, ids: ReadonlyMap<string, string>) {
    this.tokens = tokens;
    this.ids = ids;
  }

  union(): Type {
    const members = [this.intersection()];
    while (this.tokens.skip('|')) members.push(this.intersection());
    const values = members.flatMap((member) => (member.is === 'enum' ? member.values : []));
    const others = members.filter((member) => member.is !== 'enum');
    if (others.some(({ is }) => is === 'anything')) return { is: 'anything' };
    const types: Type[] = values.length === 0 ? others : [{ is: 'enum', values }, ...others];
    return types.length === 1 && types[0] ? types[0] : { is: 'union', of: types };
  }

  /**
   * What stands behind the object in an intersection says which of its fields exclude each other, by repeating it with
   * some of them required. That is left to whoever serves the kind.
   */
  private intersection(): Type {
    const members = [this.single()];
    while (this.tokens.skip('&')) members.push(this.single());
    return members.find(({ is }) => is === 'object') ?? members[0] ?? { is: 'anything' };
  }

  private single(): Type {
    const { tokens } = this;
    const text = tokens.quoted();
    if (text !== undefined) return { is: 'enum', values: [text] };
    const word = tokens.take();
    if (/^\d+$/.test(word)) return { is: 'enum', values: [Number(word)] };
    switch (word) {
      case '{':
        return this.object();
      case '(':
        return this.before(')');
      case 'Array':
        tokens.expect('<');
        return { is: 'list', of: this.before('>') };
      case 'Exclude': {
        tokens.expect('<');
        const kept = this.union();
        tokens.expect(',');
        this.before('>');
        return kept;
      }
      case 'string':
      case 'number':
      case 'boolean':
        return { is: word };
      case 'any':
        return { is: 'anything' };
      default: {
        const to = this.ids.get(word);
        if (to === undefined) throw new Error(`"${word}" is no type`);
        return { is: 'reference', to };
      }
    }
  }

  private before(end: string): Type {
    const type = this.union();
    this.tokens.expect(end);
    return type;
  }

  /** An object with its fields, or a map when its keys are anybody's. */
  private object(): Type {
    const { tokens } = this;
    const fields: Field[] = [];
    let values: Type | undefined;
    while (!tokens.skip('}')) {
      const description = tokens.documentation();
      if (tokens.skip('[')) {
        while (!tokens.skip(']')) tokens.take();
        tokens.expect(':');
        values = this.before(';');
      } else {
        const name = tokens.quoted() ?? tokens.take();
        const isRequired = !tokens.skip('?');
        tokens.expect(':');
        fields.push({ name, isRequired, type: this.before(';'), description });
      }
    }
    return values && fields.length === 0 ? { is: 'map', of: values } : { is: 'object', fields };
  }
}
