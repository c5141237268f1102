import type { YamlValue } from '../yaml/value.ts';
import type { Resource } from './resource.ts';

/** How many pods of a workload run at the same time: a number, or one on each node. */
export type Scale = number | 'per node';

/** The fields that say how many pods run, and how many do without them (API reference, Kubernetes 1.36). */
const fields: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'replicas'],
  StatefulSet: ['spec', 'replicas'],
  ReplicaSet: ['spec', 'replicas'],
  ReplicationController: ['spec', 'replicas'],
  Rollout: ['spec', 'replicas'],
  Job: ['spec', 'parallelism'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'parallelism'],
};

/** How many pods of a workload run at the same time; undefined when the manifest does not tell. */
export function scaleOf({ kind, value }: Resource): Scale | undefined {
  if (kind === 'Pod') return 1;
  if (kind === 'DaemonSet') return 'per node';
  const path = Object.hasOwn(fields, kind) ? fields[kind] : undefined;
  return path && numberOr(1, value.at(...path));
}

function numberOr(usual: number, value: YamlValue): number | undefined {
  return value.exists ? value.number : usual;
}
