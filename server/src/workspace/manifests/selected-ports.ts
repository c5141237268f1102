import type { Container, ContainerPort } from '../../kubernetes/container.ts';
import type { ResourceEntry } from './manifest-file.ts';

/** A port of a container that is reached from elsewhere. */
export interface SelectedPort extends ContainerPort {
  readonly container: Container;
  /** The workload it belongs to. */
  readonly entry: ResourceEntry;
}

/**
 * The ports that the pods of some workloads declare; undefined where they are not all known, as in templates, in patches
 * and in custom resources of which an operator makes the pods. Ports of init containers cannot be reached.
 */
export function portsOf(workloads: readonly ResourceEntry[]): readonly SelectedPort[] | undefined {
  const ports: SelectedPort[] = [];
  for (const entry of workloads) {
    const resource = entry.read();
    const isRollout = resource?.kind === 'Rollout' && resource.group === 'argoproj.io';
    if (!resource || resource.isPartial || !(resource.isBuiltIn || isRollout)) return undefined;
    for (const pod of resource.pods) {
      // A mesh or a policy may add containers; what they add is not asked for by manifests.
      if (pod.spec.isOpen || pod.spec.get('containers').isOpen || pod.spec.get('initContainers').isOpen)
        return undefined;
      for (const container of pod.containers.filter(({ isLongRunning }) => isLongRunning)) {
        const list = container.value.get('ports');
        if (list.isOpen || list.items.some((port) => port.get('containerPort').number === undefined)) {
          return undefined;
        }
        ports.push(...container.ports.map((port) => ({ ...port, container, entry })));
      }
    }
  }
  return ports;
}
