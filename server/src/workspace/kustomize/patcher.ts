import type { YAMLMap } from 'yaml';
import { mostSimilar } from '../../text/similar.ts';
import { YamlDocument } from '../../yaml/document.ts';
import { splitDocuments } from '../../yaml/stream.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { applyJsonPatch } from './json-patch.ts';
import type { Kustomization, PatchEntry } from './kustomization.ts';
import { locate } from './locations.ts';
import { isMap, textOf } from './nodes.ts';
import type { BuildNotes } from './notes.ts';
import { type Part, type Provenance, wholeOf } from './provenance.ts';
import type { BuildResource } from './resource.ts';
import { namesOf } from './resource.ts';
import { namedBy, select } from './selection.ts';
import type { SourceDocument, Sources } from './sources.ts';
import { applyStrategicMerge } from './strategic-merge.ts';

/** Applies the patches of a kustomization. */
export class Patcher {
  private readonly kustomization: Kustomization;
  private readonly provenance: Provenance;
  private readonly sources: Sources;
  private readonly notes: BuildNotes;

  constructor(kustomization: Kustomization, provenance: Provenance, sources: Sources, notes: BuildNotes) {
    this.kustomization = kustomization;
    this.provenance = provenance;
    this.sources = sources;
    this.notes = notes;
  }

  /** Applies a patch to the resources it is for; those that it deletes are taken out. */
  async apply(patch: PatchEntry, resources: BuildResource[]): Promise<void> {
    for (const part of await this.partsOf(patch)) {
      const { root, problems } = part.document;
      if (problems.length > 0) this.notes.uncertain.add('a patch is no valid YAML');
      else if (root.isList) this.patchByOperations(patch, part, resources);
      else this.patchByMerge(patch, part, resources);
    }
  }

  /** The documents of a patch: those of its file, or the text in the kustomization. */
  private async partsOf({ inline, path }: PatchEntry): Promise<readonly Part[]> {
    if (inline) return inlineParts(inline, this.kustomization.source);
    if (!path) return [];
    const documents = await this.sources.documents(locate(this.kustomization.folder, path.path));
    if (!documents) this.notes.missing(this.kustomization, path, 'uncertain');
    for (const source of documents ?? []) this.notes.used.add(source);
    return (documents ?? []).map(wholeOf);
  }

  private patchByOperations(patch: PatchEntry, part: Part, resources: BuildResource[]) {
    const targets = patch.target ? this.selected(patch.target, resources) : [];
    for (const target of targets) {
      target.sources.add(part.source);
      const failure = applyJsonPatch(target.root, part.document.root, part, this.provenance);
      if (!failure) continue;
      this.notes.failures.add('a patch cannot be applied');
      const place = patch.inline ?? patch.path?.value ?? patch.entry;
      this.notes.remark(this.kustomization, 'patch-failed', place, failure.reason);
    }
  }

  private patchByMerge(patch: PatchEntry, part: Part, resources: BuildResource[]) {
    const { root } = part.document;
    const patches =
      root.get('kind').text?.endsWith('List') && root.get('items').isList ? root.get('items').items : [root];
    for (const value of patches) {
      const targets = patch.target ? this.selected(patch.target, resources) : this.named(patch, value, resources);
      for (const target of targets) {
        const copied = this.provenance.copy(value, part);
        if (!isMap(copied)) continue;
        target.sources.add(part.source);
        const stays = applyStrategicMerge(target.root, copied as YAMLMap, target);
        if (!stays) resources.splice(resources.indexOf(target), 1);
      }
    }
  }

  private selected(target: YamlValue, among: BuildResource[]) {
    const found = select(among, target);
    if (!found) this.notes.uncertain.add('a target cannot be read');
    if (found?.length === 0) {
      const name = target.get('name').text ?? '';
      const ofKind = among.filter(({ kind }) => kind === (target.get('kind').text ?? kind));
      const nearest = mostSimilar(name, namesOf(ofKind));
      this.notes.remark(this.kustomization, 'patch-without-target', target, describe(target), nearest);
    }
    return found ?? [];
  }

  private named({ entry, path, inline }: PatchEntry, value: YamlValue, among: BuildResource[]) {
    const text = (...keys: readonly string[]) => value.at(...keys).text ?? '';
    const named = {
      apiVersion: text('apiVersion'),
      kind: text('kind'),
      name: text('metadata', 'name'),
      namespace: text('metadata', 'namespace'),
    };
    const found = namedBy(among, named);
    if (found.length === 0) {
      const detail = `${named.kind} "${named.name}"`;
      this.notes.failures.add(`there is no ${detail} to patch`);
      const ofKind = among.filter(({ kind }) => kind === named.kind);
      const nearest = mostSimilar(named.name, namesOf(ofKind));
      this.notes.remark(this.kustomization, 'patch-without-base', path?.value ?? inline ?? entry, detail, nearest);
    }
    return found.slice(0, 1);
  }
}

/** What a target asks for: `Deployment "web"`, or the fields in it. */
function describe(target: YamlValue): string {
  const [kind, name] = [target.get('kind').text, target.get('name').text];
  if (kind !== undefined && name !== undefined && target.entries.length === 2) return `${kind} "${name}"`;
  return target.entries.map(([field, value]) => `${field} "${value.text ?? ''}"`).join(', ');
}

/**
 * A patch that is written in the kustomization. The lines of a literal block are read where they stand, indented as they
 * are, so that all in them has its place; of other texts only where the whole is.
 */
function inlineParts(inline: YamlValue, source: SourceDocument): readonly Part[] {
  const { node, span } = inline;
  const text = textOf(node) ?? '';
  if (!span || !node) return [];
  const written = source.document.text.slice(span.start, span.end);
  const header = written.indexOf('\n') + 1;
  const isLiteral = 'type' in node && node.type === 'BLOCK_LITERAL' && !inline.isShared && !/^---/m.test(text);
  if (isLiteral) return [{ source, document: new YamlDocument(written.slice(header)), offset: span.start + header }];
  return splitDocuments(text)
    .map((part) => ({ source, document: new YamlDocument(part.text), offset: 0, whole: span }))
    .filter(({ document }) => document.root.exists);
}
