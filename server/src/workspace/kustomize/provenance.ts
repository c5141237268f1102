import { isMap, isScalar, isSeq, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Span } from '../../text/span.ts';
import { type Origin, YamlDocument } from '../../yaml/document.ts';
import { eachNode } from '../../yaml/each-node.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { isKustomizationName } from './locations.ts';
import type { NodePair } from './nodes.ts';
import type { SourceDocument } from './sources.ts';

/** A document that is copied from: one of a file, or a text that stands in one, as an inline patch does. */
export interface Part {
  readonly source: SourceDocument;
  readonly document: YamlDocument;
  /** Where its text begins in that of the source. */
  readonly offset: number;
  /** For a text whose letters have no places of their own: where all of it is written in the source. */
  readonly whole?: Span;
}

/** A source in the text of a composed document. */
export interface Segment {
  readonly source: SourceDocument;
  /** Where it begins in that text. */
  readonly start: number;
}

interface Written {
  readonly source: SourceDocument;
  /** The value it is a copy of and where that value's document begins in the source; undefined for what was made. */
  readonly origin?: Origin;
}

/** How many nodes one document may become, so that aliases of aliases come to an end. */
const mostNodes = 200_000;

/** The whole of a document of a file. */
export function wholeOf(source: SourceDocument): Part {
  return { source, document: source.document, offset: 0 };
}

/**
 * Knows of every node of a build where it is written. Nodes are copies, so that a source may be used many times; until
 * they are composed their ranges count in their source.
 */
export class Provenance {
  private readonly written = new Map<Node, Written>();
  private readonly order = new Map<SourceDocument, number>();
  private left = 0;
  private isLazy = false;

  /**
   * A copy of a value with aliases and merge keys resolved; undefined when they multiply beyond reason. What is in maps
   * and lists is copied when it is asked for: most of what a build passes on nobody looks into.
   */
  copy(value: YamlValue, part: Part): Node | undefined {
    this.isLazy = part.document.aliases.length === 0;
    this.left = mostNodes;
    const node = this.copyOf(value, part);
    return this.left > 0 ? node : undefined;
  }

  /** A copy of a value with its key, for a map. */
  copyPair(value: YamlValue, part: Part): NodePair | undefined {
    const node = this.copy(value, part);
    const key = value.pair && this.copyKey(value, part);
    return node && key ? new Pair(key, node) : undefined;
  }

  /** A scalar that the build makes, in the place of something that is written. */
  make(content: string | number | boolean, at: Node, type: Scalar.Type = Scalar.PLAIN): Scalar {
    const scalar = new Scalar(content);
    scalar.type = type;
    this.placeLike(scalar, at);
    return scalar;
  }

  /** A copy of a node that is in use already. */
  duplicate(node: Node): Node {
    const copied = node.clone() as Node;
    const originals = nodesOf(node);
    nodesOf(copied).forEach((inner, index) => {
      const written = this.written.get(originals[index] as Node);
      if (written) this.written.set(inner, written);
    });
    return copied;
  }

  /** An empty map that the build makes, in the place of something that is written. */
  makeMap(at: Node): YAMLMap {
    const map = new YAMLMap();
    this.placeLike(map, at);
    return map;
  }

  /** A pair with a key that the build makes. */
  makePair(key: string, value: Node, at: Node = value): NodePair {
    return new Pair<Node, Node | null>(this.make(key, at), value);
  }

  /**
   * Composes a document of a resource. Its base comes first, then what was patched into it, then the kustomizations
   * that names and numbers are from. The nodes are moved to their places in it, so they can be composed only once.
   */
  compose(root: Node): { readonly document: YamlDocument; readonly segments: readonly Segment[] } {
    const nodes = nodesOf(root);
    const base = this.written.get(root)?.source;
    const sources = [...new Set(nodes.flatMap((node) => this.written.get(node)?.source ?? []))];
    const rank = (source: SourceDocument) =>
      source === base ? -1 : (this.order.get(source) ?? 0) + (isKustomizationName(source.uri) ? this.order.size : 0);
    sources.sort((a, b) => rank(a) - rank(b));
    const starts = new Map<SourceDocument, number>();
    let text = '';
    for (const source of sources) {
      starts.set(source, text.length);
      text += source.document.text;
      // A line break between two sources belongs to the first: nothing is read over their border.
      if (!text.endsWith('\n')) text += '\n';
    }
    const origins = new Map<Node, Origin>();
    for (const node of nodes) {
      const written = this.written.get(node);
      const start = written && starts.get(written.source);
      if (!written || start === undefined) continue;
      const [from, to] = node.range ?? [0, 0];
      node.range = [from + start, to + start, to + start];
      if (written.origin) origins.set(node, { value: written.origin.value, start: written.origin.start + start });
    }
    const segments = sources.map((source) => ({ source, start: starts.get(source) ?? 0 }));
    return { document: new YamlDocument({ text, root, origins }), segments };
  }

  private copyOf(value: YamlValue, part: Part): Node {
    const { node } = value;
    if (!this.isLazy) this.left--;
    const copied = this.left > 0 ? this.copyContents(value, node, part) : new Scalar(null);
    const range = value.span ?? rangeOf(node) ?? value.keySpan ?? { start: 0, end: 0 };
    this.place(copied, range, part, value);
    return copied;
  }

  private copyContents(value: YamlValue, node: Node | undefined, part: Part): Node {
    if (isMap(node)) {
      const map = new YAMLMap();
      if (node.flow) map.flow = true;
      this.fill(map, () => value.entries.map(([, one]) => new Pair(this.copyKey(one, part), this.copyOf(one, part))));
      return map;
    }
    if (isSeq(node)) {
      const list = new YAMLSeq();
      if (node.flow) list.flow = true;
      this.fill(list, () => value.items.map((item) => this.copyOf(item, part)));
      return list;
    }
    const scalar = new Scalar(isScalar(node) ? node.value : null);
    if (isScalar(node)) {
      if (node.type) scalar.type = node.type;
      if (node.source !== undefined) scalar.source = node.source;
    }
    return scalar;
  }

  /** Gives a map or list its contents, at once or when they are asked for. */
  private fill<Content>(collection: { items: Content[] }, make: () => Content[]): void {
    if (!this.isLazy) {
      collection.items = make();
      return;
    }
    const settle = (of: object, items: Content[]) =>
      Object.defineProperty(of, 'items', { value: items, writable: true, configurable: true, enumerable: true });
    Object.defineProperty(collection, 'items', {
      configurable: true,
      enumerable: true,
      get() {
        const items = make();
        settle(this, items);
        return items;
      },
      set(items: Content[]) {
        settle(this, items);
      },
    });
  }

  private copyKey(value: YamlValue, part: Part): Node {
    const key = new Scalar(value.key);
    this.place(key, value.keySpan ?? { start: 0, end: 0 }, part);
    return key;
  }

  private place(node: Node, range: Span, { source, offset, whole }: Part, value?: YamlValue): void {
    const { start, end } = whole ?? { start: range.start + offset, end: range.end + offset };
    node.range = [start, end, end];
    if (!this.order.has(source)) this.order.set(source, this.order.size);
    this.written.set(node, value && !whole ? { source, origin: { value, start: offset } } : { source });
  }

  private placeLike(node: Node, at: Node): void {
    const written = this.written.get(at);
    node.range = at.range ? [...at.range] : [0, 0, 0];
    if (written) this.written.set(node, { source: written.source });
  }
}

function rangeOf(node: Node | undefined): Span | undefined {
  return node?.range ? { start: node.range[0], end: node.range[1] } : undefined;
}

function nodesOf(root: Node): Node[] {
  const nodes: Node[] = [];
  eachNode(root, (node) => nodes.push(node));
  return nodes;
}
