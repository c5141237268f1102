import {
  type Alias,
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import type { Span } from '../text/span.ts';
import { eachNode } from './each-node.ts';
import { describeProblems, duplicateKeys, joinQuotedLines, type YamlProblem } from './problems.ts';
import { Template } from './template.ts';
import { maskTemplate, placeholder } from './template-mask.ts';
import { YamlValue } from './value.ts';

/** A comment, from its `#` to the end of its line. */
export interface YamlComment {
  readonly span: Span;
  /** Without the `#` and the space around. */
  readonly text: string;
}

/** Where a node of a composed document comes from. */
export interface Origin {
  /** The value in the document it was written in. */
  readonly value: YamlValue;
  /** Where that document begins in the text of the composed one. */
  readonly start: number;
}

/**
 * A tree made from the nodes of several documents, as a build makes it from a base and its patches. Its text is that of
 * all of them, one behind the other, and its nodes have their places there. It holds no aliases and no merge keys.
 */
export interface Composition {
  readonly text: string;
  readonly root: Node;
  /** What is not in it was made by the build and stands nowhere as it is. */
  readonly origins: ReadonlyMap<Node, Origin>;
}

/** One YAML document with the places of everything in it. Parsing never fails. */
export class YamlDocument {
  readonly text: string;
  /**
   * What is wrong with it. In a template the branches of a condition may write the same key, and only one of them
   * counts.
   */
  readonly problems: readonly YamlProblem[];
  readonly root: YamlValue;
  /** Whether it was composed from other documents, in which its values are to be edited. */
  readonly isComposed: boolean;
  /** What is not known of it, when there are actions of a Go template in it. */
  readonly template: Template | undefined;
  /** The text that was parsed: where there are actions, with placeholders for them, and as long. */
  private readonly parsed: string;
  private readonly syntax: Document<Node>;
  private readonly origins: ReadonlyMap<Node, Origin> | undefined;
  private readonly keys = new Map<YAMLMap, ReadonlyMap<string, Pair<Node, Node | null>>>();
  private knownAliases: readonly Alias[] | undefined;
  private anchored: ReadonlyMap<string, readonly Node[]> | undefined;
  private referredTo: ReadonlySet<Node> | undefined;

  constructor(source: string | Composition) {
    this.isComposed = typeof source !== 'string';
    if (typeof source === 'string') {
      const masked = source.includes('{{') ? maskTemplate(source) : undefined;
      this.text = source;
      this.parsed = masked?.text ?? source;
      const parsed = parseLeniently(this.parsed);
      this.syntax = parsed as Document<Node>;
      this.template = masked && new Template(masked, source, parsed);
      this.problems = [
        ...describeProblems(parsed.errors, source),
        ...(this.template?.isTemplate ? [] : duplicateKeys(parsed.contents)),
        ...this.danglingAliases(),
      ];
    } else {
      this.text = source.text;
      this.parsed = source.text;
      this.syntax = new Document<Node>(source.root);
      this.origins = source.origins;
      this.problems = [];
    }
    this.root = new YamlValue(this, this.syntax.contents ?? undefined, undefined, undefined);
  }

  /** The comments, in the order of the text. A `#` inside a scalar is none. */
  get comments(): readonly YamlComment[] {
    if (!this.parsed.includes('#')) return [];
    const scalars = this.scalarSpans('#');
    const comments: YamlComment[] = [];
    let scalar = 0;
    for (const match of this.parsed.matchAll(/(?:^|[ \t])(#.*)/gm)) {
      const end = match.index + match[0].length;
      const start = end - (match[1] ?? '').length;
      const written = this.text.slice(start, end);
      while ((scalars[scalar]?.end ?? Number.POSITIVE_INFINITY) <= start) scalar++;
      const around = scalars[scalar];
      if (around && around.start < start) continue;
      comments.push({ span: { start, end: start + written.trimEnd().length }, text: written.slice(1).trim() });
    }
    return comments;
  }

  /**
   * The scalars that go over several lines, in the order of the text, from the line on which they begin: a comment
   * inside one is none.
   */
  get longScalars(): readonly Span[] {
    return this.scalarSpans('\n');
  }

  /** The document as plain values; undefined when its aliases multiply beyond reason or lead nowhere. */
  toPlain(): unknown {
    try {
      return this.syntax.toJS({ maxAliasCount: 100 });
    } catch {
      return undefined;
    }
  }

  /** The pairs of a map by key, its own before those it merges in with `<<`, to a depth that makes sense. */
  pairsOf(map: YAMLMap, depth = 0): ReadonlyMap<string, Pair<Node, Node | null>> {
    const known = this.keys.get(map);
    if (known) return known;
    const pairs = new Map<string, Pair<Node, Node | null>>();
    // Set before the merges are followed, so that a map that merges itself ends the walk.
    this.keys.set(map, pairs);
    const merged: Node[] = [];
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      const name = this.keyName(pair);
      if (this.template && (name.includes(placeholder) || this.template.isAlternative(pair.key))) continue;
      if (name === '<<') {
        if (pair.value) merged.push(pair.value);
      } else if (!pairs.has(name)) {
        pairs.set(name, pair);
      }
    }
    for (const value of depth < deepestMerge ? merged : []) {
      for (const source of this.mergedMaps(value)) {
        for (const [name, pair] of this.pairsOf(source, depth + 1)) if (!pairs.has(name)) pairs.set(name, pair);
      }
    }
    return pairs;
  }

  /** The aliases, in the order of the text. */
  get aliases(): readonly Alias[] {
    this.knownAliases ??= this.findAliases();
    return this.knownAliases;
  }

  private findAliases(): readonly Alias[] {
    const aliases: Alias[] = [];
    if (!/(?:^|[\s[{,:])\*\S/.test(this.parsed)) return aliases;
    eachNode(this.syntax.contents, (node) => {
      if (isAlias(node)) aliases.push(node);
    });
    return aliases;
  }

  /** Where a node of a composed document is written; undefined for what stands nowhere as it is. */
  originOf(node: Node): Origin | undefined {
    return this.origins?.get(node);
  }

  /** The node an alias stands for: the last one before it that bears its anchor; undefined when there is none. */
  resolve(alias: Alias): Node | undefined {
    this.anchored ??= this.findAnchors();
    const at = alias.range?.[0] ?? 0;
    const found = this.anchored.get(alias.source)?.findLast((node) => (node.range?.[0] ?? 0) < at);
    return found && isAlias(found) ? undefined : found;
  }

  /** Whether an alias somewhere stands for this very node. */
  isReferredTo(node: Node): boolean {
    this.referredTo ??= this.findReferredTo();
    return this.referredTo.has(node);
  }

  /** The same of anything in a node, the node itself included. */
  holdsReferredTo(node: Node): boolean {
    let found = false;
    visit(node, {
      Value: (_, inner) => {
        if (!this.isReferredTo(inner)) return undefined;
        found = true;
        return visit.BREAK;
      },
    });
    return found;
  }

  /**
   * A key as a string. While somebody types a key, the parser takes it and the one on the next line for one key of
   * two lines; the last line is the key that the value belongs to. The keys of a composed document are as they are
   * read; what a build makes stands where no key is.
   */
  private keyName(pair: Pair<Node, Node | null>): string {
    if (this.isComposed) return 'value' in pair.key ? String(pair.key.value) : '';
    const range = pair.key?.range;
    if (!range) return '';
    const source = this.parsed.slice(range[0], range[1]);
    const lastLine = source.slice(source.lastIndexOf('\n') + 1).trim();
    if (lastLine.length < source.length) return lastLine;
    return 'value' in pair.key ? String(pair.key.value) : source;
  }

  private danglingAliases(): YamlProblem[] {
    if (!/(?:^|[\s[,])\*\w/.test(this.parsed)) return [];
    return this.aliases.flatMap((alias): YamlProblem[] => {
      if (!alias.range || this.isAnchored(alias)) return [];
      const span = { start: alias.range[0], end: alias.range[1] };
      return [{ span, message: `There is no "&${alias.source}" above that this could stand for` }];
    });
  }

  private isAnchored(alias: Alias): boolean {
    this.anchored ??= this.findAnchors();
    return this.anchored.get(alias.source)?.some((node) => (node.range?.[0] ?? 0) < (alias.range?.[0] ?? 0)) ?? false;
  }

  private findReferredTo(): Set<Node> {
    return new Set(this.aliases.flatMap((alias) => this.resolve(alias) ?? []));
  }

  /** What `<<` merges in: a map, or the maps of a list (YAML 1.1, "Merge Key Language-Independent Type"). */
  private mergedMaps(value: Node): YAMLMap[] {
    const resolved = (node: Node) => (isAlias(node) ? this.resolve(node) : node);
    const node = resolved(value);
    const maps = isSeq(node) ? (node.items as Node[]).map(resolved) : [node];
    return maps.filter((one) => isMap(one));
  }

  private findAnchors(): Map<string, Node[]> {
    const anchored = new Map<string, Node[]>();
    eachNode(this.syntax.contents, (node) => {
      const name = isAlias(node) ? undefined : node.anchor;
      if (name === undefined) return;
      const sameName = anchored.get(name);
      if (sameName) sameName.push(node);
      else anchored.set(name, [node]);
    });
    return anchored;
  }

  /** The spans of all scalars in whose text something stands, in the order of the text. */
  private scalarSpans(holding: string): Span[] {
    const spans: Span[] = [];
    const { text } = this;
    eachNode(this.syntax.contents, (node) => {
      if (!isScalar(node) || !node.range) return;
      const [start, end] = node.range;
      if (text.slice(start, end).includes(holding)) spans.push({ start, end });
    });
    return spans.sort((a, b) => a.start - b.start);
  }
}

/** How many merge keys are followed from one map to the next; more of them could exhaust the stack. */
const deepestMerge = 100;

/** How often a text is mended and read again before it is taken as it is. */
const mostRepairs = 20;

/** Reads a document as Kubernetes would: with a lone CR as a line break, and with quoted lines indented as it prints them. */
function parseLeniently(text: string): Document.Parsed {
  const options = { prettyErrors: false, logLevel: 'silent', version: '1.2', uniqueKeys: false } as const;
  let current = text.replace(/\r(?!\n)/g, '\n');
  let syntax = parseDocument(current, options);
  for (let repairs = 0; repairs < mostRepairs && syntax.errors.length > 0; repairs++) {
    const mended = joinQuotedLines(syntax.errors, current);
    if (mended === undefined) break;
    current = mended;
    syntax = parseDocument(current, options);
  }
  return syntax;
}
