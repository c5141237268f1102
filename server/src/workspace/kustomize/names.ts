import type { YAMLMap } from 'yaml';
import type { YamlValue } from '../../yaml/value.ts';
import { isMap, isSeq, membersOf, type Node, nodeAt, pairAt, putPair, textOf } from './nodes.ts';
import type { Part, Provenance } from './provenance.ts';
import type { BuildResource } from './resource.ts';

/** Puts a prefix before, or a suffix behind, the names of resources. */
export function affixNames(
  resources: readonly BuildResource[],
  affix: 'namePrefix' | 'nameSuffix',
  text: string,
  provenance: Provenance,
): void {
  for (const resource of resources) {
    if (resource.keepsName) continue;
    const { name } = resource;
    (affix === 'namePrefix' ? resource.prefixes : resource.suffixes).push(text);
    resource.remember();
    rename(resource, affix === 'namePrefix' ? text + name : name + text, provenance);
  }
}

function rename({ metadata }: BuildResource, name: string, provenance: Provenance): void {
  const pair = pairAt(metadata, 'name');
  if (pair?.value) pair.value = provenance.make(name, pair.value);
}

/**
 * Puts resources into a namespace, those that belong to none left out; the Namespace itself is called by it, and what
 * names a namespace of its own accord follows (`kustomize`, "namespace").
 */
export function setNamespace(
  resources: readonly BuildResource[],
  namespace: YamlValue,
  part: Part,
  provenance: Provenance,
): void {
  const put = (map: Node | undefined, key: string) => {
    const value = provenance.copy(namespace, part);
    if (isMap(map) && value) putPair(map as YAMLMap, provenance.makePair(key, value));
  };
  for (const resource of resources) {
    resource.remember();
    const { root, kind } = resource;
    if (!resource.isClusterScoped) put(resource.metadata, 'namespace');
    if (kind === 'Namespace' && resource.apiVersion === 'v1') put(resource.metadata, 'name');
    if (kind === 'APIService') put(nodeAt(root, 'spec', 'service'), 'namespace');
    if (kind === 'CustomResourceDefinition') {
      const service = nodeAt(root, 'spec', 'conversion', 'webhook', 'clientConfig', 'service');
      if (pairAt(service, 'namespace')) put(service, 'namespace');
    }
    const subjects = kind === 'RoleBinding' || kind === 'ClusterRoleBinding' ? nodeAt(root, 'subjects') : undefined;
    if (!isSeq(subjects)) continue;
    for (const subject of membersOf(subjects)) {
      if (textOf(pairAt(subject, 'name')?.value) === 'default') put(subject, 'namespace');
    }
  }
}
