import { LabelSelector, Labels } from '../../kubernetes/labels.ts';
import type { ResourceReference } from '../../kubernetes/references/index.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { mostSimilar } from '../../text/similar.ts';
import { existsAlways, isMadeBy } from './made-elsewhere.ts';
import type { ManifestFile, ResourceEntry } from './manifest-file.ts';
import { mayShareNamespace, type Reference, ResourceIndex } from './resource-index.ts';
import type { Scope } from './scope.ts';

/**
 * What rules ask about the resources around those of one file.
 *
 * What belongs together with the file is its *scope*; the rest of the workspace is known too. What is nowhere in the
 * workspace is unknown rather than missing: it may be in the cluster already. Only where the scope defines that sort of
 * object itself, it can be told that one is missing.
 */
export class Neighbourhood {
  private readonly declared: Scope;
  private index: ResourceIndex | undefined;
  private readonly workspace: ResourceIndex;
  private readonly ownUri: string;
  private readonly ownEntries: readonly ResourceEntry[];
  private readonly isComplete: boolean;
  private joined: boolean | undefined;
  private readonly complete = new Map<string, boolean>();
  private wholeWorkloads: readonly ResourceEntry[] | undefined;
  private whole: Neighbourhood | undefined;

  /**
   * `scope` are the resources that belong together with those of the file; `workspace` are all that are known, in which
   * the file's own may stand as they were before; `isComplete` says whether these are all.
   */
  constructor(own: Pick<ManifestFile, 'uri' | 'entries'>, scope: Scope, workspace: ResourceIndex, isComplete: boolean) {
    this.declared = scope;
    this.workspace = workspace;
    this.ownUri = own.uri;
    this.ownEntries = own.entries;
    this.isComplete = isComplete;
  }

  /** The same, in which nothing is part of anything that stands elsewhere; itself where nothing looks like it. */
  get literal(): Neighbourhood {
    this.whole ??= this.takenWhole();
    return this.whole;
  }

  private takenWhole(): Neighbourhood {
    if (!this.scope.entries.some(({ isPartial }) => isPartial)) return this;
    const own = { uri: this.ownUri, entries: this.ownEntries.map(takenWhole) };
    const scope = { entries: this.declared.entries.map(takenWhole), isDeclared: this.declared.isDeclared };
    return new Neighbourhood(own, scope, this.workspace, this.isComplete);
  }

  private get scope(): ResourceIndex {
    this.index ??= new ResourceIndex([...this.ownEntries, ...this.declared.entries]);
    return this.index;
  }

  /** The resources of some kinds that belong together with the file, its own included. */
  inScope(...kinds: readonly string[]): readonly ResourceEntry[] {
    return this.scope.ofKind(...kinds);
  }

  /** All of the workspace of some kinds, those that belong together with the file first. */
  everywhere(...kinds: readonly string[]): readonly ResourceEntry[] {
    const inScope = this.scope.ofKind(...kinds);
    const known = new Set(inScope);
    return [...inScope, ...this.workspace.ofKind(...kinds).filter((one) => !known.has(one) && !this.isInFile(one))];
  }

  /** Whether what is referred to exists without a manifest that declares it. */
  isImplied(reference: ResourceReference): boolean {
    return existsAlways(reference) || isMadeBy(this.scope, reference) || isMadeBy(this.workspace, reference);
  }

  /** What a reference means among what belongs together with the file. */
  inScopeByName(reference: Reference): readonly ResourceEntry[] {
    return this.scope.find(reference);
  }

  /** What a reference means, in the scope if it can be; undefined when it is not in the workspace. */
  find(reference: Reference): ResourceEntry | undefined {
    return this.all(reference)[0];
  }

  /** The same when it may mean several, as where overlays declare the same object: those in the scope if there are some. */
  all(reference: Reference): readonly ResourceEntry[] {
    const near = this.inScopeByName(reference);
    return near.length > 0 ? near : this.workspace.find(reference).filter((one) => !this.isInFile(one));
  }

  /**
   * Whether what is referred to is missing: it is nowhere in the workspace, while the scope defines others of its kind, of
   * all of which the name is known.
   */
  isMissing(reference: Reference): boolean {
    return this.isSelfContained(...reference.kinds) && this.find(reference) === undefined;
  }

  /**
   * Whether the scope defines objects of these kinds itself, so that what is not in the workspace is not there. Of files
   * that only share a folder it is known when the file has some itself, or when others in it do belong together.
   */
  isSelfContained(...kinds: readonly string[]): boolean {
    return this.remembered(kinds.join(' '), () => this.hasAllOf(this.scope.ofKind(...kinds)));
  }

  /** The same of workloads, whatever their kind. */
  get hasOwnWorkloads(): boolean {
    return this.remembered('workloads', () => this.hasAllOf(this.scope.workloads));
  }

  private remembered(question: string, find: () => boolean): boolean {
    const answer = this.complete.get(question) ?? find();
    this.complete.set(question, answer);
    return answer;
  }

  /**
   * Whether another resource of the scope is certain to be applied together with one of this file, and is the one to be
   * told of what both have in common: files that only share a folder may each be an example of its own, and of two
   * resources in one file the second is where it is told.
   */
  isTogether({ kind, name, namespace }: Resource, other: ResourceEntry): boolean {
    const isIt = (entry: ResourceEntry) => entry.kind === kind && entry.name === name && entry.namespace === namespace;
    if (isIt(other)) return false;
    if (!this.isInFile(other)) return this.declared.isDeclared;
    const own = this.ownEntries.findIndex(isIt);
    const its = this.ownEntries.indexOf(other);
    // What is built stands alone in its unit, and has the others beside it.
    return its === -1 ? this.declared.isDeclared : its < own;
  }

  private hasAllOf(entries: readonly ResourceEntry[]): boolean {
    const whole = entries.filter(({ isPartial }) => !isPartial);
    if (!this.isComplete || whole.length === 0 || whole.some(({ name }) => name === undefined)) return false;
    return this.declared.isDeclared || whole.some((one) => this.isInFile(one)) || this.isJoined;
  }

  /**
   * Whether the file has to do with others of its folder: a Service in one of them selects the pods of another, or they
   * declare resources of the same name.
   */
  private get isJoined(): boolean {
    this.joined ??= this.scope.entries.some(
      (one) =>
        !this.isInFile(one) &&
        this.ownEntries.some((own) => sharesName(own, one) || selects(own, one) || selects(one, own)),
    );
    return this.joined;
  }

  /** Whether a reference to what is not declared here is a slip: it comes near to what is. */
  isSlip(reference: Reference): boolean {
    return this.isComplete && this.find(reference) === undefined && this.similar(reference) !== undefined;
  }

  /** The name in the scope that a mistaken one most likely stands for. */
  similar({ kinds, name, namespace }: Reference): string | undefined {
    const candidates = this.scope.ofKind(...kinds).filter((one) => mayShareNamespace(one.namespace, namespace));
    const others = candidates.flatMap((one) => one.name ?? []).filter((other) => !isOneOfASeries(name, other));
    return mostSimilar(name, others, Math.min(mostSlips, Math.max(1, Math.floor(name.length / 3))));
  }

  /** The workloads whose pods a selector selects, in the scope or, when there are none, anywhere in the workspace. */
  workloadsSelectedBy(selector: LabelSelector, namespace: string | undefined): readonly ResourceEntry[] {
    const selected = (entries: readonly ResourceEntry[]) =>
      entries.filter(({ podLabels, isPartial, namespace: other }) => {
        // What a patch does not say is said by what it is applied to, which is an entry of its own.
        const labels = isPartial ? podLabels?.closed : podLabels;
        return labels && mayShareNamespace(other, namespace) && selector.matches(labels);
      });
    const near = selected(this.scope.mayBeSelectedBy(selector));
    if (near.length > 0) return near;
    return selected(this.workspace.mayBeSelectedBy(selector)).filter((one) => !this.isInFile(one));
  }

  /**
   * Whether a selector may mean pods that an operator makes of a custom resource in the scope: one that bears a name or
   * label it asks for.
   */
  mayBeOperated(selector: LabelSelector): boolean {
    const wanted = new Set(selector.values);
    return this.scope.entries.some(
      ({ group, podLabels, name, labels }) =>
        group.includes('.') &&
        !group.endsWith('k8s.io') &&
        podLabels === undefined &&
        [name, ...labels.written.values()].some((text) => text !== undefined && wanted.has(text)),
    );
  }

  /** Those of the scope whose pods a selector may select, in whatever namespace: all that it does, and few others. */
  mayBeSelectedBy(selector: LabelSelector): readonly ResourceEntry[] {
    return this.scope.mayBeSelectedBy(selector);
  }

  /** The workloads of the scope, whatever their kind; patches are none. */
  get workloads(): readonly ResourceEntry[] {
    this.wholeWorkloads ??= this.scope.workloads.filter(({ isPartial }) => !isPartial);
    return this.wholeWorkloads;
  }

  /** Whether a resource stands in the file itself. */
  isInFile(entry: ResourceEntry): boolean {
    return entry.file.uri === this.ownUri;
  }
}

/** More letters than this are not mistyped in one name: it is another one. */
const mostSlips = 2;

/** Whether two names differ in their numbers alone, as those of things do that were numbered on purpose. */
function isOneOfASeries(one: string, other: string): boolean {
  return one.replace(/\d+/g, '') === other.replace(/\d+/g, '');
}

/** Whether two are called the same and are of different kinds, as a Deployment and its Service often are. */
function sharesName(one: ResourceEntry, other: ResourceEntry): boolean {
  return one.name !== undefined && one.name === other.name && one.kind !== other.kind;
}

/** Whether one is a Service that selects the pods of the other. */
function selects({ kind, read }: ResourceEntry, { podLabels }: ResourceEntry): boolean {
  if (kind !== 'Service' || !podLabels) return false;
  const selector = read()?.value.at('spec', 'selector');
  const labels = selector && LabelSelector.ofMap(selector);
  return labels !== undefined && !labels.isEmpty && labels.matches(podLabels);
}

/** A part of an object as if it were all of it. */
function takenWhole(entry: ResourceEntry): ResourceEntry {
  if (!entry.isPartial) return entry;
  const { labels, podLabels } = entry;
  return {
    ...entry,
    isPartial: false,
    labels: new Labels(labels.written),
    podLabels: podLabels && new Labels(podLabels.written),
  };
}
