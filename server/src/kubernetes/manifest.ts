import { YamlDocument } from '../yaml/document.ts';
import type { YamlProblem } from '../yaml/problems.ts';
import type { YamlValue } from '../yaml/value.ts';
import type { Container } from './container.ts';
import type { Pod } from './pod.ts';
import { Resource } from './resource.ts';

/** One document of a manifest: the resource it declares, or those of its list. Offsets are the document's. */
export class Manifest {
  readonly text: string;
  readonly document: YamlDocument;
  /** What is wrong with the YAML; empty for templates, which are no YAML yet, and for what is no manifest. */
  readonly problems: readonly YamlProblem[];
  readonly resources: readonly Resource[];
  private found: readonly Container[] | undefined;
  private whole: Manifest | undefined;

  /**
   * Reads a text; a document that was composed of several is taken as it is. With `takesWholes` what looks like part of
   * an object, as a patch does, is all there is of it.
   */
  constructor(source: string | YamlDocument, takesWholes = false) {
    this.document = typeof source === 'string' ? new YamlDocument(source) : source;
    const { text, isComposed } = this.document;
    this.text = text;
    const isUnreadable = !isComposed && isUnreadableTemplate(this.document);
    this.problems = isUnreadable || !declaresResource(text) ? [] : this.document.problems;
    this.resources = isUnreadable ? [] : resourcesIn(this.document.root, takesWholes);
  }

  /** The same manifest, of which nothing is part of anything that stands elsewhere; itself where nothing looks like it. */
  get literal(): Manifest {
    const hasParts =
      this.resources.some(({ isPartial }) => isPartial) || this.containers.some(({ isPartial }) => isPartial);
    if (!hasParts) return this;
    this.whole ??= new Manifest(this.document, true);
    return this.whole;
  }

  /**
   * The resources of some kinds of Kubernetes itself, in the order of the text. What other API groups call by the same
   * name, such as a Knative Service, is not among them.
   */
  ofKind(...kinds: readonly string[]): readonly Resource[] {
    return this.resources.filter(({ kind, isBuiltIn }) => isBuiltIn && kinds.includes(kind));
  }

  /** Every pod that the resources run, whatever kind of workload it is in. */
  get pods(): readonly Pod[] {
    return this.resources.flatMap((resource) => resource.pods);
  }

  /** The containers of all pods. One that several pods share through an alias is judged once, in the first of them. */
  get containers(): readonly Container[] {
    this.found ??= containersOf(this.pods);
    return this.found;
  }
}

function containersOf(pods: readonly Pod[]): readonly Container[] {
  const byNode = new Map<unknown, Container>();
  for (const pod of pods) {
    for (const container of pod.containers) {
      const { node } = container.value;
      if (!byNode.has(node)) byNode.set(node, container);
    }
  }
  return [...byNode.values()];
}

/** Whether a text looks like a Kubernetes manifest at all: `apiVersion` and `kind`, in block or in flow style. */
export function looksLikeManifest(text: string): boolean {
  return /^(?:\s*\{)?\s*["']?apiVersion["']?\s*:/m.test(text) && /^(?:\s*\{)?.*?["']?\bkind["']?\s*:/m.test(text);
}

/** Whether `apiVersion` and `kind` stand at the top, as far as that can be told when the text is no valid YAML. */
function declaresResource(text: string): boolean {
  const atTop = (key: string) => new RegExp(`^(?:\\{\\s*)?["']?${key}["']?\\s*:`, 'm').test(text);
  return text.trimStart().startsWith('{') || (atTop('apiVersion') && atTop('kind'));
}

/**
 * Whether the text is a template that yields a manifest, and cannot be read as one before: a Go template that writes
 * more of the YAML than values and whole lines, or the template of another engine.
 */
function isUnreadableTemplate({ text, template, problems }: YamlDocument): boolean {
  const isBroken = problems.length > 0;
  if (template && (isBroken || !template.isReadable)) return true;
  return /\{%|<%/.test(text) && (isBroken || /^\s*(?:-\s+)?(?:\{%|<%)/m.test(text));
}

/**
 * The resource of a document; the members of a `List`, each a resource of its own. What an alias repeats is told where it
 * is written, so that lists that hold one another come to an end.
 */
function resourcesIn(root: YamlValue, takesWholes: boolean): Resource[] {
  const resources: Resource[] = [];
  const seen = new Set<unknown>();
  const waiting = [root];
  for (let value = waiting.pop(); value; value = waiting.pop()) {
    const apiVersion = value.get('apiVersion');
    const kind = value.get('kind').text;
    if (!apiVersion.exists || !kind || seen.has(value.node)) continue;
    seen.add(value.node);
    const items = value.get('items');
    if (kind.endsWith('List') && items.isList) waiting.push(...items.items.toReversed());
    else resources.push(new Resource(value, apiVersion.text ?? '', kind, takesWholes));
  }
  return resources;
}
