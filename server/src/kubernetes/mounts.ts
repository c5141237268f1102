import type { YamlValue } from '../yaml/value.ts';
import type { Container } from './container.ts';
import type { Pod } from './pod.ts';

/** A place where a container asks for a volume: to be mounted, or as a device of its own. */
export interface VolumeUse {
  readonly container: Container;
  /** The entry of `volumeMounts` or `volumeDevices`. */
  readonly value: YamlValue;
  /** Where in the container the volume appears, as it is written. */
  readonly path: YamlValue;
}

/** A volume that a pod has: one of its own, or one that a StatefulSet claims for it. */
export interface NamedVolume {
  readonly name: string;
  readonly value: YamlValue;
  /** Where the name is written. */
  readonly nameValue: YamlValue;
  readonly isClaim: boolean;
}

/**
 * The volumes that the containers of a pod can ask for by name; undefined where they are not all known: in patches, and
 * where a part of the pod is put in later.
 */
export function volumesOf(pod: Pod): readonly NamedVolume[] | undefined {
  const { resource, spec } = pod;
  // What makes pods of other API groups may give them volumes that no manifest names.
  if (!resource.isBuiltIn && !(resource.kind === 'Rollout' && resource.group === 'argoproj.io')) return undefined;
  const claims = resource.kind === 'StatefulSet' ? resource.value.at('spec', 'volumeClaimTemplates') : undefined;
  const volumes = spec.get('volumes');
  const isOpen = volumes.isOpen || claims?.isOpen || pod.containers.some(({ isPartial }) => isPartial);
  if (isOpen || spec.isOpen) return undefined;
  const named = [
    ...volumes.items.map((value) => ({ value, nameValue: value.get('name'), isClaim: false })),
    ...(claims?.items ?? []).map((value) => ({ value, nameValue: value.at('metadata', 'name'), isClaim: true })),
  ];
  if (named.some(({ nameValue }) => nameValue.text === undefined)) return undefined;
  return named.map((one) => ({ ...one, name: one.nameValue.text ?? '' }));
}

/** Where a container asks for volumes. */
export function volumeUsesOf(container: Container): readonly VolumeUse[] {
  const { value } = container;
  return [
    ...value.get('volumeMounts').items.map((one) => ({ container, value: one, path: one.get('mountPath') })),
    ...value.get('volumeDevices').items.map((one) => ({ container, value: one, path: one.get('devicePath') })),
  ];
}
