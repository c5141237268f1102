import type { OtherFile } from '../../core/finding.ts';
import { Labels } from '../../kubernetes/labels.ts';
import { groupOf, isBuiltInGroup, type Resource, requiredFieldsOf } from '../../kubernetes/resource.ts';
import { runsPods, templatePathOf } from '../../kubernetes/workloads.ts';
import { shift } from '../../text/span.ts';
import { standsIn } from '../../text/word.ts';
import { opaque, type Skimmed, SkimmedMap, skim } from '../../yaml/skim.ts';
import type { DocumentText } from '../../yaml/stream.ts';
import type { ResourceEntry } from './manifest-file.ts';

/** What a document has to be read for in earnest. */
class NeedsParser extends Error {}

/**
 * The entry of the one resource that a document declares, found without parsing it: of the hundreds of files of a
 * workspace little more is ever asked than what they are called. Undefined for a document that only a parser can read.
 */
export function skimEntry(
  { text, start }: DocumentText,
  file: OtherFile,
  read: () => Resource | undefined,
): ResourceEntry | undefined {
  const root = skim(text);
  if (!root) return undefined;
  try {
    return { ...entryOf(root, start, file, read), mentions: (name) => standsIn(text, name) };
  } catch (error) {
    if (error instanceof NeedsParser) return undefined;
    throw error;
  }
}

function entryOf(
  root: SkimmedMap,
  start: number,
  file: OtherFile,
  read: () => Resource | undefined,
): Omit<ResourceEntry, 'mentions'> {
  const apiVersion = textOf(root.at('apiVersion'));
  const kind = textOf(root.at('kind'));
  if (!apiVersion || !kind || kind.endsWith('List')) throw new NeedsParser();
  const metadata = mapOf(root.at('metadata'));
  const name = metadata?.entries.get('name');
  const named = textOf(name?.value);
  const at = name?.at ?? root.entries.get('kind')?.at ?? 0;
  const written = named ?? kind;
  const isPartial = requiredFieldsOf(apiVersion, kind).some((path) => root.at(...path) === undefined);
  const podLabels = podLabelsOf(root, apiVersion, kind, isPartial);
  return {
    file,
    kind,
    group: groupOf(apiVersion),
    name: named,
    namespace: textOf(metadata?.entries.get('namespace')?.value),
    labels: labelsOf(metadata?.entries.get('labels')?.value, isPartial),
    podLabels,
    serviceAccount: podLabels && textOf(root.at(...templatePathOf(kind), 'spec', 'serviceAccountName')),
    isPartial,
    span: { start: start + at, end: start + at + written.length },
    read,
    placeOf: (span) => ({ file, span: shift(span, start) }),
  };
}

/** The labels of the pods of a workload; undefined for what runs none. */
function podLabelsOf(root: SkimmedMap, apiVersion: string, kind: string, isPartial: boolean): Labels | undefined {
  const template = templatePathOf(kind);
  const hasContainers = ['containers', 'initContainers'].some((list) => {
    const value = root.at(...template, 'spec', list);
    if (value === opaque) throw new NeedsParser();
    return value instanceof SkimmedMap && value.isList;
  });
  const spec = root.at(...template, 'spec');
  const isOwn = isBuiltInGroup(groupOf(apiVersion)) && runsPods(kind);
  // Nothing behind the key, or a map in flow style, is for the parser to tell.
  if (isOwn && spec !== undefined && !(spec instanceof SkimmedMap)) throw new NeedsParser();
  const labels = root.at(...template, 'metadata', 'labels');
  const isPod = hasContainers || (isOwn && spec instanceof SkimmedMap && spec.entries.size > 0);
  const hasLabels = isOwn && template.length > 0 && (mapOf(labels)?.entries.size ?? 0) > 0;
  return isPod || hasLabels ? labelsOf(labels, isPartial) : undefined;
}

function labelsOf(value: Skimmed | undefined, isOpen: boolean): Labels {
  const map = mapOf(value);
  return new Labels(
    new Map([...(map?.entries ?? [])].map(([key, { value: label }]) => [key, textOf(label) ?? ''])),
    isOpen,
  );
}

function mapOf(value: Skimmed | undefined): SkimmedMap | undefined {
  if (value === opaque || typeof value === 'string') throw new NeedsParser();
  return value;
}

function textOf(value: Skimmed | undefined): string | undefined {
  // A map where a text should be is a key with nothing behind it; a dollar may stand for something yet to be filled in.
  if (value === opaque || value instanceof SkimmedMap || (value && /[$<]/.test(value))) throw new NeedsParser();
  return value;
}
