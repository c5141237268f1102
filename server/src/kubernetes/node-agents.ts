import type { Pod } from './pod.ts';

/**
 * Whether a pod serves its node rather than users of the cluster, so that it may well need what is the node's: one on
 * every node, or part of Kubernetes itself.
 */
export function isNodeAgent({ resource, spec }: Pod): boolean {
  const { kind, namespace } = resource;
  return (
    kind === 'DaemonSet' || namespace === 'kube-system' || spec.get('priorityClassName').text === 'system-node-critical'
  );
}
