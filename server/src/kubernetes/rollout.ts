import type { YamlValue } from '../yaml/value.ts';
import type { Resource } from './resource.ts';

/** How a workload replaces its pods when its template changes. */
export interface UpdateStrategy {
  /** What is written; missing where the default holds, which is to roll. */
  readonly type: YamlValue;
  /** The types that the kind knows (API reference, Kubernetes 1.36). */
  readonly types: readonly string[];
}

export function updateStrategyOf({ kind, value }: Resource): UpdateStrategy {
  const isDeployment = kind === 'Deployment';
  return {
    type: value.at('spec', isDeployment ? 'strategy' : 'updateStrategy', 'type'),
    types: ['RollingUpdate', isDeployment ? 'Recreate' : 'OnDelete'],
  };
}

/** Whether its pods keep a volume that is claimed, which often only one node can hold at a time. */
export function keepsVolume({ pods }: Resource): boolean {
  return pods.some(({ spec }) =>
    spec.get('volumes').items.some((volume) => volume.get('persistentVolumeClaim').hasKey),
  );
}

/** Whether a Deployment is made so that two pods of it never run at a time. */
export function keepsOneAtMost(resource: Resource): boolean {
  return updateStrategyOf(resource).type.text === 'Recreate' || keepsVolume(resource);
}
