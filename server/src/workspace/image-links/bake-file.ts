import type { Span } from '../../text/span.ts';
import { YamlDocument } from '../../yaml/document.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { pairsOf, templateOf, writtenText } from './open-yaml.ts';
import { Template } from './template.ts';
import { readTokens, type Token } from './tokens.ts';

/** A name that a target gives to what it builds, and where it stands. */
interface Tag {
  readonly value: Template;
  readonly span: Span;
}

/** A target of a Bake file. */
export interface BakeTarget {
  /** Where its name stands. */
  readonly span: Span;
  /** Its attributes that are texts. */
  readonly texts: ReadonlyMap<string, Template>;
  readonly tags: readonly Tag[] | undefined;
  readonly inherits: readonly string[];
  readonly args: ReadonlyMap<string, string | undefined>;
  /** The names of its contexts besides the main one. */
  readonly contexts: readonly string[];
  /** What its variables are in each of the builds that its matrix makes of it; one without any when it has none. */
  readonly matrix: readonly ReadonlyMap<string, Template>[];
}

export interface BakeFile {
  readonly targets: ReadonlyMap<string, BakeTarget>;
  /** The defaults of its variables. */
  readonly variables: ReadonlyMap<string, Template>;
}

/** What an attribute is set to, as far as it is needed. */
type Value = { readonly template: Template; readonly span: Span } | readonly Value[] | ReadonlyMap<string, Value>;

/** Reads a Bake file in HCL. What is no text, list or map of such is not known. */
export function readBakeHcl(text: string): BakeFile {
  const { blocks, attributes } = new HclReader(readTokens(text)).file();
  const targets = new Map<string, BakeTarget>();
  const variables = new Map(
    [...attributes].flatMap(([name, value]) => (isText(value) ? [[name, value.template]] : [])),
  );
  for (const { type, label, span, body } of blocks) {
    if (type === 'target') targets.set(label, { span, ...targetOf(body, attributes) });
    const fallback = type === 'variable' ? body.get('default') : undefined;
    if (fallback && isText(fallback)) variables.set(label, fallback.template);
  }
  return { targets, variables };
}

/** Reads a Bake file in JSON, which is YAML, too. */
export function readBakeJson(text: string): BakeFile {
  const { root } = new YamlDocument(text);
  const variables = root.get('variable').entries.flatMap(([name, variable]) => {
    const template = templateOf(variable.get('default'));
    return template ? [[name, template] as const] : [];
  });
  const targets = root
    .get('target')
    .entries.map(
      ([name, target]) => [name, { span: target.keySpan ?? { start: 0, end: 0 }, ...jsonTarget(target) }] as const,
    );
  return { targets: new Map(targets), variables: new Map(variables) };
}

function jsonTarget(target: YamlValue): Omit<BakeTarget, 'span'> {
  const tags = target.get('tags').items.flatMap((tag) => {
    const value = templateOf(tag);
    return value && tag.span ? [{ value, span: tag.span }] : [];
  });
  return {
    texts: new Map(
      target.entries.flatMap(([key, value]) => {
        const template = templateOf(value);
        return template ? [[key, template] as const] : [];
      }),
    ),
    tags: target.get('tags').exists ? tags : undefined,
    inherits: target.get('inherits').items.flatMap((item) => writtenText(item) ?? []),
    args: pairsOf(target.get('args')),
    contexts: [...pairsOf(target.get('contexts')).keys()],
    matrix: [new Map()],
  };
}

function targetOf(body: ReadonlyMap<string, Value>, attributes: ReadonlyMap<string, Value>): Omit<BakeTarget, 'span'> {
  const tags = body.get('tags');
  const args = body.get('args');
  const contexts = body.get('contexts');
  return {
    texts: new Map([...body].flatMap(([key, value]) => (isText(value) ? [[key, value.template] as const] : []))),
    tags: tags && textsIn(tags).map(({ template, span }) => ({ value: template, span })),
    inherits: textsIn(body.get('inherits') ?? []).map(({ template }) => template.resolved),
    args: new Map(
      isMap(args) ? [...args].map(([name, value]) => [name, isText(value) ? value.template.resolved : undefined]) : [],
    ),
    contexts: isMap(contexts) ? [...contexts.keys()] : [],
    matrix: matrixOf(body.get('matrix'), attributes),
  };
}

/** More builds than these are not made of one target. */
const mostBuilds = 256;

/** The combinations of the lists of a matrix, which stand there or in an attribute of the file. */
function matrixOf(matrix: Value | undefined, attributes: ReadonlyMap<string, Value>): BakeTarget['matrix'] {
  let combinations: BakeTarget['matrix'] = [new Map()];
  for (const [name, value] of isMap(matrix) ? matrix : []) {
    const list = isText(value) ? (attributes.get(value.template.unknown[0] ?? '') ?? value) : value;
    if (!isList(list) || combinations.length * list.length > mostBuilds) continue;
    combinations = combinations.flatMap((one) => list.map((item) => new Map([...one, ...namedIn(name, item, 0)])));
  }
  return combinations;
}

/** The texts in a value by the names by which templates ask for them: `item.name`. */
function namedIn(name: string, value: Value, depth: number): readonly (readonly [string, Template])[] {
  if (isText(value)) return [[name, value.template.fixed]];
  if (!isMap(value) || depth > 3) return [];
  return [...value].flatMap(([key, one]) => namedIn(`${name}.${key}`, one, depth + 1));
}

function isMap(value: Value | undefined): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isText(value: Value): value is { readonly template: Template; readonly span: Span } {
  return 'template' in value;
}

function textsIn(value: Value): readonly { readonly template: Template; readonly span: Span }[] {
  if (isText(value)) return [value];
  return isList(value) ? value.filter(isText) : [];
}

interface Block {
  readonly type: string;
  readonly label: string;
  /** Where the label stands. */
  readonly span: Span;
  readonly body: ReadonlyMap<string, Value>;
}

/** How deep lists and maps may be nested. */
const deepest = 20;

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
      const list = this.list(depth + 1);
      return this.restOfExpression() ? unknownAt(first) : list;
    }
    const isAlone = !this.restOfExpression();
    if (!first || !isAlone) return unknownAt(first);
    const template = first.kind === 'string' ? Template.read(first.text) : new Template([{ name: first.text }]);
    return { template, span: { start: first.start, end: first.end } };
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

function unknownAt(token: Token | undefined): Value {
  const span = { start: token?.start ?? 0, end: token?.end ?? 0 };
  return { template: new Template([{ name: '' }]), span };
}
