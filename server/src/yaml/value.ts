import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar } from 'yaml';
import { type MappedText, mapped, somewhereIn, verbatim } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import type { Origin, YamlDocument } from './document.ts';

/**
 * A value in a YAML document, or the place where one would be: asking a map for a key it does not have yields a value
 * that is missing, so that a path can be followed without a question at every step. Aliases and merge keys are
 * followed. Offsets are the document's.
 *
 * Where a map may have more keys than those written, as in a patch, what it is asked for and does not have is not
 * missing but unknown: it `exists`, and nothing can be read of it. So whoever concludes from what is missing asks
 * whether it `exists`, and whoever concludes from what is there asks for its text, number, boolean, items or `hasKey`.
 */
export class YamlValue {
  readonly document: YamlDocument;
  /** The key or index this value was asked for by; undefined at the root. */
  readonly key: string | number | undefined;
  readonly parent: YamlValue | undefined;
  /** The node as it stands in the text, an alias where there is one; undefined when the value is missing. */
  readonly written: Node | undefined;
  /** The node, aliases resolved; undefined when the value is missing. */
  readonly node: Node | undefined;
  /** The pair it is the value of, for the value of a map. */
  readonly pair: Pair<Node, Node | null> | undefined;
  /** Whether it belongs to part of an object, as a patch is, where nothing follows from what is not written. */
  readonly isPartial: boolean;

  constructor(
    document: YamlDocument,
    written: Node | undefined,
    parent: YamlValue | undefined,
    key: string | number | undefined,
    pair?: Pair<Node, Node | null>,
    isPartial = parent?.isPartial ?? false,
  ) {
    this.isPartial = isPartial;
    this.document = document;
    this.written = written;
    this.node = isAlias(written) ? document.resolve(written) : written;
    this.parent = parent;
    this.key = key;
    this.pair = pair;
  }

  /** Whether there is a value and it is not null, or may be one: what is unknown exists. */
  get exists(): boolean {
    return !isNothing(this.node) || this.isUnknown;
  }

  /**
   * Whether something stands here, or may stand here, of which is not known what it is: a text that has yet to be
   * filled in, what a map that is open does not say, or a null in a patch, which may remove what it is applied to.
   */
  get isUnknown(): boolean {
    const { node, parent, pair } = this;
    if (node === undefined && pair === undefined) {
      return parent !== undefined && (parent.isUnknown || parent.mayHave(this.key));
    }
    if (node && this.document.template?.isUnknown(node)) return true;
    return isNothing(node) ? this.isPartial && pair !== undefined : isScalar(node) && isVariable(node);
  }

  /** Whether a map of which a key is missing may have it nevertheless. */
  private mayHave(key: string | number | undefined): boolean {
    if (!isMap(this.node)) return false;
    return this.isOpen || (typeof key === 'string' && this.document.template?.mayHave(this.node, key) === true);
  }

  /** Whether it may have keys or members other than those that can be read here. */
  get isOpen(): boolean {
    if (this.isPartial || this.isUnknown) return true;
    const { node, document } = this;
    if (node && document.template?.isOpen(node)) return true;
    return this.isList && this.items.some((item) => item.isUnknown);
  }

  /** The same value as part of an object that is not all written here, with all that is in it. */
  get asPartial(): YamlValue {
    return this.isPartial ? this : new YamlValue(this.document, this.written, this.parent, this.key, this.pair, true);
  }

  /** Whether the key stands in the text, even with nothing behind it. */
  get hasKey(): boolean {
    return this.pair !== undefined;
  }

  /**
   * Whether the value, or a map or list it stands in, counts in several places: it is written elsewhere and only
   * referred to here, or written here and referred to elsewhere.
   */
  get isShared(): boolean {
    if (this.document.isComposed) return this.origin?.value.isShared ?? true;
    if (isAlias(this.written) || (this.node && this.document.isReferredTo(this.node))) return true;
    if (!this.parent) return false;
    const merged = this.pair !== undefined && isMap(this.parent.node) && !this.parent.node.items.includes(this.pair);
    return merged || this.parent.isShared;
  }

  /** Where a value of a composed document is written; undefined for what stands nowhere as it is. */
  get origin(): Origin | undefined {
    return this.node && this.document.originOf(this.node);
  }

  /**
   * Whether a template writes it only when it is asked to, while it writes another value, be it beside it or around it,
   * in any case.
   */
  isOptionalBeside(other: YamlValue): boolean {
    const { template } = this.document;
    const [at, there] = [this.start, other.start];
    return template !== undefined && at !== undefined && there !== undefined && template.isOptional(at, there);
  }

  /** Where it begins, with its key. */
  private get start(): number | undefined {
    return (this.keySpan ?? this.span)?.start;
  }

  /** Whether it comes from the same document as another value, where theirs was composed from several. */
  isWrittenWith(other: YamlValue): boolean {
    return this.origin?.value.document === other.origin?.value.document;
  }

  get isMap(): boolean {
    return isMap(this.node);
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  /** The value of a key; missing when this is no map or has no such key. */
  get(key: string): YamlValue {
    const pair = isMap(this.node) ? this.document.pairsOf(this.node).get(key) : undefined;
    return new YamlValue(this.document, pair?.value ?? undefined, this, key, pair);
  }

  /** The value at the end of a path of keys. */
  at(...path: readonly string[]): YamlValue {
    let value: YamlValue = this;
    for (const key of path) value = value.get(key);
    return value;
  }

  /** The members of a list; none when this is no list. */
  get items(): readonly YamlValue[] {
    if (!isSeq(this.node)) return [];
    const { template } = this.document;
    const items = (this.node.items as Node[]).map((item, index) => new YamlValue(this.document, item, this, index));
    return template ? items.filter(({ written }) => !written || !template.isAlternative(written)) : items;
  }

  /** The values of a map by key, merged ones included; none when this is no map. */
  get entries(): readonly (readonly [key: string, value: YamlValue])[] {
    if (!isMap(this.node)) return [];
    return [...this.document.pairsOf(this.node)].map(([key, pair]) => [
      key,
      new YamlValue(this.document, pair.value ?? undefined, this, key, pair),
    ]);
  }

  /** The text of a scalar, whatever its type; undefined for maps, lists, null and what is missing or unknown. */
  get text(): string | undefined {
    const { node } = this;
    if (!isScalar(node) || node.value === null || node.value === undefined) return undefined;
    if (this.isUnknown) return undefined;
    if (typeof node.value === 'string') return node.value;
    return node.source ?? String(node.value);
  }

  /** A string; undefined for everything else, numbers included. */
  get string(): string | undefined {
    return isScalar(this.node) && typeof this.node.value === 'string' ? this.text : undefined;
  }

  /** A number that is written as one. */
  get number(): number | undefined {
    return isScalar(this.node) && typeof this.node.value === 'number' && !this.isUnknown ? this.node.value : undefined;
  }

  /** A boolean. Kubernetes reads YAML 1.1, in which a bare `yes`, `no`, `on` and `off` are booleans too. */
  get boolean(): boolean | undefined {
    if (!isScalar(this.node) || this.isUnknown) return undefined;
    const { value, type } = this.node;
    if (typeof value === 'boolean') return value;
    if (type !== Scalar.PLAIN || typeof value !== 'string') return undefined;
    if (/^(?:yes|on|y)$/i.test(value)) return true;
    return /^(?:no|off|n)$/i.test(value) ? false : undefined;
  }

  /** Where the value is written; where an alias stands, not what it stands for. Undefined when it is missing. */
  get span(): Span | undefined {
    return this.written?.range ? { start: this.written.range[0], end: this.written.range[1] } : undefined;
  }

  /** Where its key is written. */
  get keySpan(): Span | undefined {
    const range = this.pair?.key?.range;
    return range ? { start: range[0], end: range[1] } : undefined;
  }

  /** The path from the root, for messages: `spec.containers[0].image`. */
  get path(): string {
    if (!this.parent || this.key === undefined) return '';
    const { path } = this.parent;
    if (typeof this.key === 'number') return `${path}[${this.key}]`;
    return path === '' ? this.key : `${path}.${this.key}`;
  }

  /** What a string says, with the way back to the text; undefined for everything that is no scalar. */
  get mappedText(): MappedText | undefined {
    const { text, node } = this;
    if (text === undefined || !isScalar(node) || !node.range) return undefined;
    const [start, end] = node.range;
    const source = this.document.text.slice(start, end);
    if (source === text) return verbatim(text, start);
    if (source.slice(1, -1) === text) return verbatim(text, start + 1);
    const units = node.type === Scalar.BLOCK_LITERAL ? literalUnits(source, start, text) : undefined;
    return units ? mapped(text, units, start) : somewhereIn(text, { start, end });
  }
}

/** Whether there is no node, or one that stands for nothing. */
function isNothing(node: Node | undefined): boolean {
  return node === undefined || (isScalar(node) && node.value === null);
}

/** Whether a text names a variable that is put in before anybody reads it; a script with variables in it is known. */
function isVariable({ value }: Scalar): boolean {
  return typeof value === 'string' && value.includes('${') && /^[^\s$]*\$\{[^}\s]*\}\S*$/.test(value);
}

/** The source spans of the units of a literal block scalar: its lines without their indentation. */
function literalUnits(source: string, start: number, text: string): Span[] | undefined {
  const header = source.indexOf('\n') + 1;
  const indent = /^(?:[ \t]*\r?\n)*( *)/.exec(source.slice(header))?.[1]?.length ?? 0;
  const units: Span[] = [];
  let at = header;
  let read = '';
  while (at < source.length && read.length < text.length) {
    const feed = source.indexOf('\n', at);
    const next = feed === -1 ? source.length : feed + 1;
    const line = source.slice(at, next).replace(/\r\n$/, '\n');
    const skipped = Math.min(indent, line.trimEnd().length === 0 ? Math.max(0, line.length - 1) : indent);
    for (let unit = skipped; unit < line.length; unit++)
      units.push({ start: start + at + unit, end: start + at + unit + 1 });
    read += line.slice(skipped);
    at = next;
  }
  return read.startsWith(text) ? units.slice(0, text.length) : undefined;
}
