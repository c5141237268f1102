import { type Document, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Span } from '../text/span.ts';
import { lastFrom, TemplateBranches } from './template-branches.ts';
import { type MaskedTemplate, placeholder, type TemplateHole } from './template-mask.ts';

/** A pair of a map or a member of a list in block style, into or behind which something may be written. */
interface Place {
  readonly start: number;
  readonly column: number;
  readonly owner: YAMLMap | YAMLSeq;
  readonly value: Node | null;
  /** The place in whose value it stands. */
  readonly around: Place | undefined;
}

/**
 * What is not known of a document that holds the actions of a Go template, as a Helm chart's do: into which maps and
 * lists they write, and which values.
 */
export class Template {
  /** Whether actions stand where there would be no YAML, so that this becomes YAML only when they are carried out. */
  readonly isTemplate: boolean;
  /** Whether it says where everything stands. */
  readonly isReadable: boolean;
  private readonly masked: MaskedTemplate;
  private readonly openNodes = new Set<Node>();
  private readonly unknownNodes = new Set<Node>();
  /** In the order of the text. */
  private readonly places: readonly Place[];
  private readonly branches: TemplateBranches;
  /** Members of lists that are written again in another block. */
  private readonly repeated = new Set<Node>();
  private hasBareActions = false;

  constructor(masked: MaskedTemplate, source: string, syntax: Document.Parsed) {
    this.masked = masked;
    this.isReadable = masked.isReadable;
    this.branches = new TemplateBranches(masked, source);
    const root = syntax.contents ?? undefined;
    this.places = root ? this.survey(root).sort((a, b) => a.start - b.start) : [];
    this.isTemplate = masked.actionLines.length > 0 || this.hasBareActions;
    for (const hole of masked.holes) this.mark(hole, root);
  }

  /** Whether a map may have further keys, or a list further members. */
  isOpen(node: Node): boolean {
    return this.openNodes.has(node);
  }

  /** Whether the actions write a value, or part of it. */
  isUnknown(node: Node): boolean {
    return this.unknownNodes.has(node);
  }

  /**
   * Whether a key or a member of a list is written only where something else is not: then it is not known whether it is
   * there.
   */
  isAlternative(part: Node | null): boolean {
    return part !== null && (this.branches.isAlternative(part.range?.[0] ?? 0) || this.repeated.has(part));
  }

  /** Whether a map has a key in such a branch alone. */
  mayHave(map: YAMLMap, name: string): boolean {
    if (!this.branches.hasAlternatives) return false;
    return (map.items as Pair<Node, Node | null>[]).some(
      ({ key }) => isScalar(key) && key.value === name && this.isAlternative(key),
    );
  }

  /** Whether what stands at a place is written only under a condition that does not hold for another place. */
  isOptional(offset: number, beside: number): boolean {
    return this.branches.isOptional(offset, beside);
  }

  /** Whether an action stands in a stretch of the text, or the stretch in an action. */
  touches({ start, end }: Span): boolean {
    return this.masked.actions.some(({ span }) => span.start < end && start < span.end);
  }

  /** Whether lines of actions begin in a stretch of the text. */
  hasActionLines({ start, end }: Span): boolean {
    return this.masked.actionLines.some((line) => start <= line && line < end);
  }

  /** Whether the first thing behind an offset is what an action writes on a line of its own. */
  writesBehind(offset: number): boolean {
    const hole = this.masked.holes.find(({ start }) => start >= offset);
    return hole !== undefined && this.masked.text.slice(offset, hole.start).trim() === '';
  }

  /** Looks at every node for what the placeholders leave open, and gathers the places that holes may belong to. */
  private survey(root: Node): Place[] {
    const places: Place[] = [];
    const waiting: { readonly node: Node; readonly around: Place | undefined }[] = [{ node: root, around: undefined }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { node, around } = next;
      if (isScalar(node)) this.surveyScalar(node);
      if (isMap(node)) this.surveyKeys(node);
      if (isSeq(node)) this.surveyMembers(node);
      if (!isMap(node) && !isSeq(node)) continue;
      for (const part of node.items as (Pair<Node, Node | null> | Node)[]) {
        const value = 'key' in part ? part.value : part;
        const start = ('key' in part ? part.key : part).range?.[0] ?? 0;
        const place = node.flow ? around : this.placeOf(node, start, value, around);
        if (place && place !== around) places.push(place);
        if (value) waiting.push({ node: value, around: place });
      }
    }
    return places;
  }

  /** A pair stands where its key begins, a member of a list where its dash is. */
  private placeOf(owner: YAMLMap | YAMLSeq, start: number, value: Node | null, around: Place | undefined): Place {
    const { text } = this.masked;
    const at = isSeq(owner) ? text.lastIndexOf('-', start - 1) : start;
    return { start: at, column: at - (text.lastIndexOf('\n', at - 1) + 1), owner, value, around };
  }

  private surveyScalar(node: Scalar): void {
    if (!hasPlaceholder(node)) return;
    this.unknownNodes.add(node);
    if (node.type === Scalar.PLAIN && String(node.value).startsWith(placeholder)) this.hasBareActions = true;
  }

  /** A key that is not known may be any; of what is written for a key more than once, not all can be true. */
  private surveyKeys(map: YAMLMap): void {
    const written = new Map<unknown, Node | null>();
    for (const { key, value } of map.items as Pair<Node, Node | null>[]) {
      if (hasPlaceholder(key)) {
        this.openNodes.add(map);
        this.hasBareActions = true;
      }
      const name = isScalar(key) ? key.value : undefined;
      // An API version that is chosen by what the cluster serves is right for it.
      if (name === 'apiVersion' && value && this.branches.asksCluster(key.range?.[0] ?? 0))
        this.unknownNodes.add(value);
      const first = written.get(name);
      if (first && isScalar(first) && !(isScalar(value) && value.value === first.value)) this.unknownNodes.add(first);
      if (!written.has(name)) written.set(name, value);
    }
  }

  /** Of members by one name that are written in different blocks, only the first is read. */
  private surveyMembers(list: YAMLSeq): void {
    const named = new Map<string, number>();
    let choices: Node[] = [];
    for (const member of list.items as Node[]) {
      const at = member.range?.[0] ?? 0;
      const name = nameOf(member);
      const earlier = name === undefined ? undefined : named.get(name);
      if (earlier !== undefined && this.branches.areApart(earlier, at)) this.repeated.add(member);
      if (name !== undefined && earlier === undefined) named.set(name, at);
      choices = this.isAlternative(member) ? [...choices, member] : [member];
      if (this.goesOnOutside(member)) for (const choice of choices) this.openNodes.add(choice);
      if (isFilledInMember(member) || this.isAlternative(member)) this.openNodes.add(list);
    }
  }

  /**
   * Whether a member of a list begins in a branch, as others do in the branches before, and goes on behind the block: what
   * stands there belongs to whichever of them is written.
   */
  private goesOnOutside(member: Node): boolean {
    if (!isMap(member) || !this.branches.isAlternative(member.range?.[0] ?? 0)) return false;
    return (member.items as Pair<Node, Node | null>[]).some(
      ({ key }) => !this.branches.isAlternative(key.range?.[0] ?? 0),
    );
  }

  /** Finds out into what a hole writes, and marks that as not known. */
  private mark({ start, column }: TemplateHole, root: Node | undefined): void {
    let place = lastFrom(this.places, start - 1);
    if (column === undefined) {
      if (place && (isNull(place.value) || isBlockScalar(place.value))) this.markUnread(place);
      for (; place; place = place.around) this.openNodes.add(place.owner);
      if (root) this.openNodes.add(root);
      return;
    }
    while (place && place.column > column) place = place.around;
    if (place && place.column < column) {
      this.markUnread(place);
      // Behind a text on its own line nothing further in makes sense: then it is rather the map that goes on.
      const goesOn = isScalar(place.value) && !isNull(place.value) && !isBlockScalar(place.value);
      this.openNodes.add(goesOn ? place.owner : (place.value ?? place.owner));
      return;
    }
    if (!place && root) this.openNodes.add(root);
    // What stands at one column may be a list and the key it belongs to.
    for (; place && place.column === column; place = place.around) {
      if (isNull(place.value)) this.markUnread(place);
      this.openNodes.add(place.owner);
    }
  }

  /** Marks what a place holds as not known when it is nothing, or a text that goes on. */
  private markUnread({ value }: Place): void {
    if (isScalar(value)) this.unknownNodes.add(value);
  }
}

function hasPlaceholder(node: Node | null): boolean {
  return isScalar(node) && typeof node.value === 'string' && node.value.includes(placeholder);
}

/** Whether a member of a list is a map of which some value is not known: it may be the one that is looked for. */
function isFilledInMember(member: Node): boolean {
  return isMap(member) && (member.items as Pair<Node, Node | null>[]).some(({ value }) => hasPlaceholder(value));
}

/** What a member of a list is told from others by: its name, or itself when it is a text. */
function nameOf(member: Node): string | undefined {
  const name = isMap(member) ? member.get('name') : isScalar(member) ? member.value : undefined;
  return typeof name === 'string' ? name : undefined;
}

function isBlockScalar(node: Node | null): boolean {
  return isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);
}

function isNull(node: Node | null): boolean {
  return isScalar(node) && node.value === null;
}
