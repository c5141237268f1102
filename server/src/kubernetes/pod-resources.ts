import type { Container } from './container.ts';
import type { Pod } from './pod.ts';
import { parseQuantity } from './quantity.ts';
import type { ResourceName } from './resources.ts';

/** Whom the kubelet evicts first when a node runs short: `BestEffort` before `Burstable` before `Guaranteed`. */
export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

type Side = 'requests' | 'limits';

/** The resources whose requests and limits decide about the class. */
const deciding = ['cpu', 'memory'] as const;

/** What Kubernetes makes of the requests and limits in a pod, its containers' and its own. */
export class PodResources {
  private readonly pod: Pod;

  constructor(pod: Pod) {
    this.pod = pod;
  }

  /** The class of the pod; undefined when part of what decides is not known. */
  get qos(): QosClass | undefined {
    const amounts = this.isSetForPod ? this.amountsOfPod() : this.amountsOfContainers();
    const all = amounts.flatMap(({ request, limit }) => [request, limit]);
    if (this.isOpen || all.includes(undefined)) return undefined;
    if (all.every((amount) => amount === 0)) return 'BestEffort';
    const isGuaranteed = amounts.every(({ request, limit }) => limit !== 0 && request === limit);
    return isGuaranteed ? 'Guaranteed' : 'Burstable';
  }

  /**
   * What the scheduler reserves for the pod, in cores or bytes: for all that runs at the same time, or for the init
   * container that needs more, and what the pod itself costs. Undefined when that is not known.
   */
  requested(name: ResourceName): number | undefined {
    return this.isOpen ? undefined : sum(this.withoutOverhead('requests', name), this.overhead(name));
  }

  /** What the pod may use at most; infinite where something in it is not limited, undefined when that is not known. */
  limited(name: ResourceName): number | undefined {
    return this.isOpen ? undefined : sum(this.withoutOverhead('limits', name), this.overhead(name));
  }

  /**
   * What the containers need together. Each init container runs alone but for the sidecars that were started before
   * it; the others run at the same time as all sidecars (documentation, "Sidecar Containers", Kubernetes 1.36).
   * Undefined when that is not known.
   */
  ofContainers(side: Side, name: ResourceName): number | undefined {
    let most = 0;
    let sidecars = 0;
    let running = 0;
    for (const container of this.pod.containers) {
      if (container.role === 'ephemeral') continue;
      const amount = amountOf(container, side, name);
      if (amount === undefined) return undefined;
      if (container.role === 'app') running += amount;
      else if (container.role === 'sidecar') sidecars += amount;
      else most = Math.max(most, sidecars + amount);
    }
    return Math.max(most, running + sidecars);
  }

  /** Whether there may be more containers than can be seen. */
  private get isOpen(): boolean {
    const { spec } = this.pod;
    return spec.get('containers').isOpen || spec.get('initContainers').isOpen || spec.get('resources').isUnknown;
  }

  /** Whether resources are set for the pod as a whole, which then decide (Kubernetes 1.34). */
  private get isSetForPod(): boolean {
    return deciding.some((name) => this.own('requests', name).exists || this.own('limits', name).exists);
  }

  private own(side: Side, name: ResourceName) {
    return this.pod.spec.at('resources', side, name);
  }

  private amountsOfPod() {
    return deciding.map((name) => ({
      request: this.withoutOverhead('requests', name),
      limit: this.own('limits', name).exists ? this.withoutOverhead('limits', name) : 0,
    }));
  }

  private amountsOfContainers() {
    const containers = this.pod.containers.filter(({ role }) => role !== 'ephemeral');
    return containers.flatMap((container) =>
      deciding.map((name) => ({
        request: amountOf(container, 'requests', name),
        limit: container.resources.limit(name).exists ? amountOf(container, 'limits', name) : 0,
      })),
    );
  }

  private overhead(name: ResourceName): number | undefined {
    const value = this.pod.spec.at('overhead', name);
    return value.exists ? parseQuantity(value.text ?? '') : 0;
  }

  private withoutOverhead(side: Side, name: ResourceName): number | undefined {
    const own = this.own(side, name);
    if (own.exists) return parseQuantity(own.text ?? '');
    const ofContainers = this.ofContainers(side, name);
    // A limit of the pod stands in for its request where no container requests anything.
    const limit = this.own('limits', name);
    const isImplied = side === 'requests' && ofContainers === 0 && limit.exists;
    return isImplied ? parseQuantity(limit.text ?? '') : ofContainers;
  }
}

/** What one container requests or is limited to; a limit stands in for a request that is missing. */
function amountOf({ resources }: Container, side: Side, name: ResourceName): number | undefined {
  const limit = resources.limit(name);
  const value = side === 'requests' && resources.request(name).exists ? resources.request(name) : limit;
  if (value.exists) return parseQuantity(value.text ?? '');
  return side === 'requests' ? 0 : Number.POSITIVE_INFINITY;
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}
