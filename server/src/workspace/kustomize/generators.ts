import { Scalar, type YAMLMap } from 'yaml';
import type { YamlValue } from '../../yaml/value.ts';
import type { GeneratorEntry, Kustomization, PathEntry } from './kustomization.ts';
import { locate } from './locations.ts';
import { isMap, type Node, nodeAt, pairsOf, putPair, textOf } from './nodes.ts';
import { type Provenance, wholeOf } from './provenance.ts';
import { BuildResource } from './resource.ts';
import type { Sources } from './sources.ts';

/** What a generator makes, or why it cannot be told. */
export interface Generated {
  readonly resource: BuildResource | undefined;
  readonly missing: readonly string[];
}

/**
 * The ConfigMap or Secret that a generator makes, under its own name: `kustomize` adds a hash of the contents to it, and
 * to all that refers to it.
 */
export async function generate(
  kustomization: Kustomization,
  { kind, entry }: GeneratorEntry,
  provenance: Provenance,
  sources: Sources,
): Promise<Generated> {
  const part = wholeOf(kustomization.source);
  const at = provenance.copy(entry, part);
  const missing: string[] = [];
  const name = at && nodeAt(at, 'name');
  if (!at || !name) return { resource: undefined, missing };
  const root = provenance.makeMap(at);
  const put = (map: YAMLMap, key: string, value: Node) => putPair(map, provenance.makePair(key, value));
  put(root, 'apiVersion', provenance.make('v1', name));
  put(root, 'kind', provenance.make(kind, name));
  const metadata = provenance.makeMap(name);
  put(root, 'metadata', metadata);
  putPair(metadata, provenance.copyPair(entry.get('name'), part) ?? provenance.makePair('name', name));
  const namespace = entry.get('namespace');
  const copied = namespace.exists ? provenance.copyPair(namespace, part) : undefined;
  if (copied) putPair(metadata, copied);
  if (kind === 'Secret') put(root, 'type', nodeAt(at, 'type') ?? provenance.make('Opaque', name));
  const data = provenance.makeMap(at);
  for (const { key, content, value } of await contentsOf(kustomization, entry, sources, missing)) {
    const place = provenance.copy(value, part);
    if (!place) continue;
    const text = kind === 'Secret' ? base64(content) : content;
    put(data, key, provenance.make(text, place, Scalar.QUOTE_DOUBLE));
  }
  if (data.items.length > 0) put(root, 'data', data);
  for (const options of [kustomization.root.get('generatorOptions'), entry.get('options')])
    addOptions(root, metadata, provenance.copy(options, part), provenance);
  return { resource: new BuildResource(root, kustomization.source), missing };
}

function addOptions(root: YAMLMap, metadata: YAMLMap, options: Node | undefined, provenance: Provenance): void {
  for (const sort of ['labels', 'annotations']) {
    const added = nodeAt(options, sort);
    if (!isMap(added)) continue;
    const known = nodeAt(metadata, sort);
    const map = isMap(known) ? (known as YAMLMap) : provenance.makeMap(added);
    for (const pair of pairsOf(added as YAMLMap)) putPair(map, pair);
    putPair(metadata, provenance.makePair(sort, map));
  }
  const immutable = nodeAt(options, 'immutable');
  if (immutable) putPair(root, provenance.makePair('immutable', immutable));
}

/** The files that a generator reads, each as `path` or `key=path`. */
export function filesOf({ entry }: GeneratorEntry): PathEntry[] {
  const values = [...entry.get('files').items, ...entry.get('envs').items, entry.get('env')];
  return values.flatMap((value) => {
    const path = value.text?.slice(value.text.indexOf('=') + 1).trim();
    return path ? [{ path, value }] : [];
  });
}

interface Content {
  readonly key: string;
  readonly content: string;
  readonly value: YamlValue;
}

/** The keys of what is generated, from literals, files and files of variables. */
async function contentsOf(
  { folder }: Kustomization,
  entry: YamlValue,
  sources: Sources,
  missing: string[],
): Promise<readonly Content[]> {
  const contents: Content[] = [];
  for (const value of [...entry.get('envs').items, entry.get('env')]) {
    if (value.text === undefined) continue;
    const text = await sources.text(locate(folder, value.text));
    if (text === undefined) missing.push(value.text);
    for (const [key, content] of variablesIn(text ?? '')) contents.push({ key, content, value });
  }
  for (const value of entry.get('files').items) {
    const [, key, path = ''] = /^(?:([^=]+)=)?(.*)$/.exec(textOf(value.node) ?? '') ?? [];
    const content = await sources.text(locate(folder, path));
    if (content === undefined) missing.push(path);
    contents.push({ key: key ?? path.slice(path.lastIndexOf('/') + 1), content: content ?? '', value });
  }
  for (const value of entry.get('literals').items) {
    const [, key, content] = /^([^=]+)=(.*)$/s.exec(textOf(value.node) ?? '') ?? [];
    if (key !== undefined) contents.push({ key, content: unquoted(content ?? ''), value });
  }
  return contents;
}

/** The variables of a file, one a line; what stands there without a value has that of whoever builds. */
function variablesIn(text: string): [key: string, content: string][] {
  return text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const [, key, content] = /^\s*([^#=\s][^=]*)(?:=(.*))?$/.exec(line) ?? [];
    return key === undefined ? [] : [[key.trim(), content ?? '']];
  });
}

function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
