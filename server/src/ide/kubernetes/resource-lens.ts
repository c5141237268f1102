import { formatBytes, formatCpu } from '../../kubernetes/quantity.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { type Scale, scaleOf } from '../../kubernetes/scale.ts';
import type { Assistant, Lens } from '../assistant.ts';
import { manifestsOf, type PlacedManifest } from '../spot.ts';
import { perManifest } from './per-manifest.ts';

/** What is reserved for pods, in cores and bytes. */
interface Requests {
  readonly cpu: number;
  readonly memory: number;
}

/** A workload with what its pods request; undefined for those of which that is not known. */
interface Workload {
  readonly offset: number;
  readonly scale: Scale | undefined;
  readonly qos: string | undefined;
  readonly each: Requests | undefined;
}

/** Tells of each workload what is reserved for it, and of a file with several what that is together. */
export const resourceLens: Assistant = {
  lenses: ({ file }) => resourceLenses(manifestsOf(file)).map((lens) => ({ kind: 'resources', ...lens })),
};

function resourceLenses(manifests: readonly PlacedManifest[]): readonly Omit<Lens, 'kind'>[] {
  const workloads = manifests.flatMap(({ manifest, start }) =>
    workloadsOf(manifest, undefined).map((workload) => ({ ...workload, offset: start + workload.offset })),
  );
  const lenses = workloads.flatMap((workload) => {
    const title = titleOf(workload);
    return title === undefined ? [] : [{ offset: workload.offset, title }];
  });
  const total = totalOf(workloads);
  const [first] = workloads;
  return total !== undefined && first ? [{ offset: first.offset, title: total }, ...lenses] : lenses;
}

const workloadsOf = perManifest(({ resources }): readonly Workload[] => resources.flatMap(workloadOf));

/** What there is to say of a resource, its offset counted from the beginning of its manifest; nothing without pods. */
function workloadOf(resource: Resource): readonly Workload[] {
  const [pod] = resource.pods;
  const { span } = resource.value;
  if (!pod || !span) return [];
  const { resources } = pod;
  const [cpu, memory] = [resources.requested('cpu'), resources.requested('memory')];
  const each = cpu === undefined || memory === undefined ? undefined : { cpu, memory };
  return [{ offset: span.start, scale: scaleOf(resource), qos: resources.qos, each }];
}

function titleOf({ qos, each, scale }: Workload): string | undefined {
  if (!qos || !each) return undefined;
  const requests = `${qos} · requests ${listed(each)}`;
  if (scale === undefined || scale === 1 || isNothing(each)) return requests;
  return scale === 'per node' ? `${requests} per node` : `${requests} × ${scale} = ${listed(times(each, scale))}`;
}

/** What all workloads of a file request together; undefined where there are not several, or not all are known. */
function totalOf(workloads: readonly Workload[]): string | undefined {
  if (workloads.length < 2) return undefined;
  let all: Requests = { cpu: 0, memory: 0 };
  let nodes: Requests = { cpu: 0, memory: 0 };
  for (const { each, scale } of workloads) {
    if (!each || scale === undefined) return undefined;
    if (scale === 'per node') nodes = plus(nodes, each);
    else all = plus(all, times(each, scale));
  }
  const perNode = isNothing(nodes) ? '' : `, and ${listed(nodes)} per node`;
  return `${workloads.length} workloads request ${listed(all)}${perNode}`;
}

function listed({ cpu, memory }: Requests): string {
  const parts = [...(cpu > 0 ? [`${formatCpu(cpu)} CPU`] : []), ...(memory > 0 ? [formatBytes(memory)] : [])];
  return parts.length > 0 ? parts.join(', ') : 'nothing';
}

function isNothing({ cpu, memory }: Requests): boolean {
  return cpu === 0 && memory === 0;
}

function times({ cpu, memory }: Requests, factor: number): Requests {
  return { cpu: cpu * factor, memory: memory * factor };
}

function plus(one: Requests, other: Requests): Requests {
  return { cpu: one.cpu + other.cpu, memory: one.memory + other.memory };
}
