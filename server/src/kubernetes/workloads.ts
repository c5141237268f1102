import type { YamlValue } from '../yaml/value.ts';
import type { Resource } from './resource.ts';

/** Where a workload keeps a pod: the object that has the pod's `spec` and, but for bare specs, its `metadata`. */
export interface PodTemplate {
  /** The pod's metadata; missing where the workload has none. */
  readonly metadata: YamlValue;
  readonly spec: YamlValue;
}

/** What runs the pod, as far as that changes what is asked of it. */
export type WorkloadSort = 'service' | 'batch' | 'daemon' | 'pod';

interface WorkloadKind {
  readonly sort: WorkloadSort;
  /** The path to the pod template. */
  readonly template: readonly string[];
}

/** Workloads of Kubernetes itself, and custom resources whose pods lie elsewhere than in `spec.template`. */
const kinds: Readonly<Record<string, WorkloadKind>> = {
  Pod: { sort: 'pod', template: [] },
  PodTemplate: { sort: 'pod', template: ['template'] },
  ReplicationController: { sort: 'service', template: ['spec', 'template'] },
  ReplicaSet: { sort: 'service', template: ['spec', 'template'] },
  Deployment: { sort: 'service', template: ['spec', 'template'] },
  StatefulSet: { sort: 'service', template: ['spec', 'template'] },
  DaemonSet: { sort: 'daemon', template: ['spec', 'template'] },
  Job: { sort: 'batch', template: ['spec', 'template'] },
  CronJob: { sort: 'batch', template: ['spec', 'jobTemplate', 'spec', 'template'] },
  ScaledJob: { sort: 'batch', template: ['spec', 'jobTargetRef', 'template'] },
};

/** The kinds of Kubernetes itself that run pods, without those that only hold a template. */
export const workloadKinds: readonly string[] = Object.keys(kinds).filter(
  (kind) => kind !== 'PodTemplate' && kind !== 'ScaledJob',
);

/** Kinds that are called like one of Kubernetes' own in another API group, or run pods for a short time. */
const batchKinds: ReadonlySet<string> = new Set(['Job', 'CronJob', 'ScaledJob', 'Workflow', 'WorkflowTemplate']);

/**
 * The pod templates of a resource, parts of them in a patch included. Custom resources are taken by their shape:
 * whatever has containers at `spec.template.spec.containers` runs pods, be it an Argo Rollout or a Knative Service.
 */
export function podTemplatesOf(resource: Resource): readonly PodTemplate[] {
  const { value, kind } = resource;
  const owner = value.at(...templatePathOf(kind));
  const spec = owner.get('spec');
  const hasContainers = spec.get('containers').isList || spec.get('initContainers').isList;
  const isPod = hasContainers || (spec.isMap && resource.isBuiltIn && runsPods(kind));
  return isPod ? [{ metadata: owner.get('metadata'), spec }] : [];
}

/** Whether a kind of Kubernetes itself runs pods, whatever is written of them. */
export function runsPods(kind: string): boolean {
  return Object.hasOwn(kinds, kind);
}

/** Where a kind keeps its pod template, if it has one. */
export function templatePathOf(kind: string): readonly string[] {
  return (Object.hasOwn(kinds, kind) ? kinds[kind]?.template : undefined) ?? ['spec', 'template'];
}

/** What sort of workload a kind is. */
export function sortOf(kind: string): WorkloadSort {
  if (batchKinds.has(kind)) return 'batch';
  return (Object.hasOwn(kinds, kind) ? kinds[kind]?.sort : undefined) ?? 'service';
}
