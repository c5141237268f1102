import type { Span } from '../../text/span.ts';
import { YamlDocument } from '../../yaml/document.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { isForEach, isList, isMap, isText, readHcl, type Text, type Value } from './hcl.ts';
import { pairsOf, templateOf, writtenText } from './open-yaml.ts';
import type { Template } from './template.ts';

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

/** Reads a Bake file in HCL. What is no text, list or map of such is not known. */
export function readBakeHcl(text: string): BakeFile {
  const { blocks, attributes } = readHcl(text);
  const targets = new Map<string, BakeTarget>();
  const lists = new Map(attributes);
  const variables = new Map(
    [...attributes].flatMap(([name, value]) => (isText(value) ? [[name, value.template]] : [])),
  );
  for (const { type, label, body } of blocks) {
    const fallback = type === 'variable' ? body.get('default') : undefined;
    if (fallback && isText(fallback)) variables.set(label, fallback.template);
    else if (fallback) lists.set(label, fallback);
  }
  for (const { type, label, span, body } of blocks) {
    if (type === 'target') targets.set(label, { span, ...targetOf(body, lists) });
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

function targetOf(body: ReadonlyMap<string, Value>, lists: ReadonlyMap<string, Value>): Omit<BakeTarget, 'span'> {
  const tags = body.get('tags');
  const args = body.get('args');
  const contexts = body.get('contexts');
  return {
    texts: new Map([...body].flatMap(([key, value]) => (isText(value) ? [[key, value.template] as const] : []))),
    tags: tags && textsIn(tags, lists).map(({ template, span }) => ({ value: template, span })),
    inherits: textsIn(body.get('inherits') ?? [], lists).map(({ template }) => template.resolved),
    args: new Map(
      isMap(args) ? [...args].map(([name, value]) => [name, isText(value) ? value.template.resolved : undefined]) : [],
    ),
    contexts: isMap(contexts) ? [...contexts.keys()] : [],
    matrix: matrixOf(body.get('matrix'), lists),
  };
}

/** More builds than these are not made of one target. */
const mostBuilds = 256;

/** The combinations of the lists of a matrix, which stand there, or in an attribute or variable of the file. */
function matrixOf(matrix: Value | undefined, lists: ReadonlyMap<string, Value>): BakeTarget['matrix'] {
  let combinations: BakeTarget['matrix'] = [new Map()];
  for (const [name, value] of isMap(matrix) ? matrix : []) {
    const list = named(value, lists);
    if (!isList(list) || combinations.length * list.length > mostBuilds) continue;
    combinations = combinations.flatMap((one) => list.map((item) => new Map([...one, ...namedIn(name, item, 0)])));
  }
  return combinations;
}

/** A value, or what it names. */
function named(value: Value, lists: ReadonlyMap<string, Value>): Value {
  return isText(value) ? (lists.get(value.template.unknown[0] ?? '') ?? value) : value;
}

/** The texts in a value by the names by which templates ask for them: `item.name`. */
function namedIn(name: string, value: Value, depth: number): readonly (readonly [string, Template])[] {
  if (isText(value)) return [[name, value.template.fixed]];
  if (!isMap(value) || depth > 3) return [];
  return [...value].flatMap(([key, one]) => namedIn(`${name}.${key}`, one, depth + 1));
}

/** The texts of a value; where it is made of a list that is not known, the one text that all are alike. */
function textsIn(value: Value, lists: ReadonlyMap<string, Value>): readonly Text[] {
  if (isText(value)) return [value];
  if (isList(value)) return value.filter(isText);
  if (!isForEach(value)) return [];
  const { each, of, value: made } = value;
  const list = named(of, lists);
  if (!isText(made)) return [];
  if (!isList(list) || list.length > mostBuilds) return [made];
  return list.map((item) => {
    const values = new Map(namedIn(each, item, 0));
    return { template: made.template.fill((name) => values.get(name)), span: made.span };
  });
}
