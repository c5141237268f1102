import { type Built, Refusal } from '../core/fix.ts';
import type { TextEdit } from '../text/edit.ts';
import { removeValue } from '../yaml/edit.ts';
import type { YamlValue } from '../yaml/value.ts';
import type { Container } from './container.ts';
import type { Pod } from './pod.ts';

/** A folder or socket of the node that a pod mounts. */
export interface HostPath {
  readonly pod: Pod;
  readonly volume: YamlValue;
  /** The path on the node, as it is written. */
  readonly path: YamlValue;
}

/** Where a container mounts a volume. */
export interface Mount {
  readonly container: Container;
  readonly value: YamlValue;
}

/** The `hostPath` volumes of a pod, as far as their paths are known. */
export function hostPathsOf(pod: Pod): readonly HostPath[] {
  return pod.spec.get('volumes').items.flatMap((volume) => {
    const path = volume.at('hostPath', 'path');
    return path.text === undefined ? [] : [{ pod, volume, path }];
  });
}

/** Where the containers of a pod mount a volume of it. */
export function mountsOf(pod: Pod, volume: YamlValue): readonly Mount[] {
  const name = volume.get('name').text;
  if (name === undefined) return [];
  return pod.containers.flatMap((container) =>
    container.value
      .get('volumeMounts')
      .items.filter((mount) => mount.get('name').text === name)
      .map((value) => ({ container, value })),
  );
}

/** Takes a volume and all its mounts out of a pod. */
export function removeVolume(pod: Pod, volume: YamlValue): Built {
  const edits: TextEdit[] = [];
  for (const value of [...mountsOf(pod, volume).map((mount) => mount.value), volume]) {
    const siblings = value.parent?.items.length ?? 0;
    const built = removeValue(siblings === 1 && value.parent ? value.parent : value);
    if (built instanceof Refusal) return built;
    edits.push(...built);
  }
  return edits;
}
