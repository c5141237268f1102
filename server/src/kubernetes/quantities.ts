import type { YamlValue } from '../yaml/value.ts';
import type { Pod } from './pod.ts';
import type { Resource } from './resource.ts';

/** A quantity where it is written, with the name of what it is an amount of. */
export interface WrittenQuantity {
  /** The resource, such as `cpu`, or `requests.memory` in a quota. */
  readonly name: string;
  readonly value: YamlValue;
  /** Whether it is for a whole namespace, where amounts may be larger than any machine. */
  readonly isTotal: boolean;
}

/** The quantities of a resource of Kubernetes itself, in its pods and in objects about storage and quotas. */
export function quantitiesOf(resource: Resource): readonly WrittenQuantity[] {
  return [...resource.pods.flatMap(quantitiesOfPod), ...quantitiesOfObject(resource)];
}

function quantitiesOfPod({ spec, containers }: Pod): WrittenQuantity[] {
  const owners = [spec, ...containers.map(({ value }) => value)];
  return [
    ...owners.flatMap((owner) => requirements(owner.get('resources'))),
    ...amounts(spec.get('overhead')),
    ...spec
      .get('volumes')
      .items.flatMap((volume) => [
        ...amount('storage', volume.at('emptyDir', 'sizeLimit')),
        ...requirements(volume.at('ephemeral', 'volumeClaimTemplate', 'spec', 'resources')),
      ]),
  ];
}

function quantitiesOfObject({ kind, isBuiltIn, value }: Resource): WrittenQuantity[] {
  const spec = value.get('spec');
  if (!isBuiltIn) return [];
  switch (kind) {
    case 'StatefulSet':
      return spec.get('volumeClaimTemplates').items.flatMap((claim) => requirements(claim.at('spec', 'resources')));
    case 'PersistentVolumeClaim':
      return requirements(spec.get('resources'));
    case 'PersistentVolume':
      return amounts(spec.get('capacity'));
    case 'LimitRange':
      return spec
        .get('limits')
        .items.flatMap((limit) =>
          ['min', 'max', 'default', 'defaultRequest'].flatMap((key) => amounts(limit.get(key))),
        );
    case 'ResourceQuota':
      return amounts(spec.get('hard')).map((quantity) => ({ ...quantity, isTotal: true }));
    default:
      return [];
  }
}

function requirements(resources: YamlValue): WrittenQuantity[] {
  return [...amounts(resources.get('requests')), ...amounts(resources.get('limits'))];
}

function amounts(map: YamlValue): WrittenQuantity[] {
  return map.entries.flatMap(([name, value]) => amount(name, value));
}

function amount(name: string, value: YamlValue): WrittenQuantity[] {
  return value.text === undefined ? [] : [{ name, value, isTotal: false }];
}
