import { visit } from 'yaml';
import type { YamlValue } from '../../yaml/value.ts';
import { isMap, isSeq, keyOf, membersOf, type Node, type NodePair, nodeAt, pairAt, putPair, textOf } from './nodes.ts';
import type { Part, Provenance } from './provenance.ts';
import type { BuildResource } from './resource.ts';

/** Puts other names, tags or digests into the images of containers; false when no image has that name. */
export function setImage(
  resources: readonly BuildResource[],
  entry: YamlValue,
  part: Part,
  provenance: Provenance,
): boolean {
  const name = entry.get('name').text;
  if (name === undefined) return false;
  const change = ['newTag', 'digest', 'tagSuffix', 'newName'].find((field) => entry.get(field).exists);
  let found = false;
  for (const resource of resources) {
    if (resource.kind === 'CustomResourceDefinition' || !resource.mayHold(name)) continue;
    for (const pair of imagesIn(resource.root)) {
      const image = textOf(pair.value);
      if (image === undefined || !isNamed(image, name)) continue;
      found = true;
      const at = change === undefined ? undefined : provenance.copy(entry.get(change), part);
      if (!at) continue;
      pair.value = provenance.make(renewed(image, entry), at);
      resource.sources.add(part.source);
    }
  }
  return found;
}

/** The pairs that hold an image: of containers wherever they are, and of volumes. */
function imagesIn(root: Node): NodePair[] {
  const found: NodePair[] = [];
  visit(root, {
    Pair(_, node) {
      const pair = node as NodePair;
      if (!isSeq(pair.value)) return;
      const key = keyOf(pair);
      for (const member of membersOf(pair.value)) {
        const image =
          key === 'containers' || key === 'initContainers'
            ? pairAt(member, 'image')
            : key === 'volumes'
              ? pairAt(nodeAt(member, 'image'), 'reference')
              : undefined;
        if (image) found.push(image);
      }
    },
  });
  return found;
}

function isNamed(image: string, name: string): boolean {
  if (!image.startsWith(name)) return false;
  return /^(?::[a-zA-Z0-9_.{}-]*)?(?:@sha256:[a-zA-Z0-9_.{}-]*)?$/.test(image.slice(name.length));
}

function partsOf(image: string) {
  const [, name = '', tag, digest] = /^(.*?)(?::([^:/@]*))?(?:@(.*))?$/.exec(image) ?? [];
  return { name, tag, digest };
}

function renewed(image: string, entry: YamlValue): string {
  const { name: oldName, tag: oldTag, digest: oldDigest } = partsOf(image);
  const text = (field: string) => entry.get(field).text;
  const [newTag, newDigest, suffix] = [text('newTag'), text('digest'), text('tagSuffix')];
  const keeps = newTag === undefined && newDigest === undefined;
  const tag = keeps ? (suffix === undefined ? oldTag : (oldTag ?? '') + suffix) : newTag;
  const digest = keeps && suffix === undefined ? oldDigest : newDigest;
  return `${text('newName') ?? oldName}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
}

/** The images of all containers, without tags and digests. */
export function imageNames(resources: readonly BuildResource[]): ReadonlySet<string> {
  const pairs = resources.flatMap(({ root }) => imagesIn(root));
  return new Set(pairs.flatMap(({ value }) => partsOf(textOf(value) ?? '').name));
}

const scaled: ReadonlySet<string> = new Set(['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet']);

/** Whether a resource has replicas that a kustomization can set. */
export function isScaled({ kind }: BuildResource): boolean {
  return scaled.has(kind);
}

/** Sets how many replicas a workload has; false when there is none of that name. */
export function setReplicas(
  resources: readonly BuildResource[],
  entry: YamlValue,
  part: Part,
  provenance: Provenance,
): boolean {
  const name = entry.get('name').text;
  const named = resources.filter(
    (resource) => isScaled(resource) && resource.identities.some((identity) => identity.name === name),
  );
  for (const { root } of named) {
    const spec = nodeAt(root, 'spec');
    const count = provenance.copy(entry.get('count'), part);
    if (isMap(spec) && count) putPair(spec, provenance.makePair('replicas', count));
  }
  return named.length > 0;
}
