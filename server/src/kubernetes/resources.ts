import type { YamlValue } from '../yaml/value.ts';
import type { Container } from './container.ts';
import { parseQuantity } from './quantity.ts';
import { measureOf, mistakeIn } from './quantity-mistakes.ts';

/** What a container may ask for. */
export type ResourceName = 'cpu' | 'memory' | 'ephemeral-storage';

/** The requests and limits of a container, with what Kubernetes makes of what is not written. */
export class ContainerResources {
  private readonly container: Container;

  constructor(container: Container) {
    this.container = container;
  }

  get value(): YamlValue {
    return this.container.value.get('resources');
  }

  /** A request as it is written; missing when it is not. */
  request(name: string): YamlValue {
    return this.value.at('requests', name);
  }

  /** A limit as it is written; missing when it is not. */
  limit(name: string): YamlValue {
    return this.value.at('limits', name);
  }

  /** The names of all that is requested or limited. */
  get names(): readonly string[] {
    const written = [...this.value.get('requests').entries, ...this.value.get('limits').entries];
    return [...new Set(written.map(([name]) => name))];
  }

  /**
   * Whether there is a request: one that is written, one that follows from the limit, which stands in for a request
   * that is missing, or one for the pod as a whole (Kubernetes 1.34).
   */
  isRequested(name: ResourceName): boolean {
    const pod = this.container.pod.spec.get('resources');
    return this.request(name).exists || this.isLimited(name) || pod.at('requests', name).exists;
  }

  /** Whether there is a limit, for the container or for its pod as a whole. */
  isLimited(name: ResourceName): boolean {
    return this.limit(name).exists || this.container.pod.spec.at('resources', 'limits', name).exists;
  }

  /** Whether the request is not written and the container's own limit stands in for it. */
  isRequestedByLimit(name: ResourceName): boolean {
    const { spec } = this.container.pod;
    const isLimited = parseQuantity(this.limit(name).text ?? '') !== undefined;
    return isLimited && !this.request(name).exists && !spec.at('resources', 'requests', name).exists;
  }

  /**
   * How much a process in the container may use at most, by its own limit or its pod's; undefined when that is not known,
   * or is written so that it means what nobody means.
   */
  ceiling(name: ResourceName): number | undefined {
    const limits = [this.limit(name), this.container.pod.spec.at('resources', 'limits', name)].filter(
      (limit) => limit.exists,
    );
    const amounts = limits.map(({ text = '' }) =>
      mistakeIn(text, measureOf(name)) ? Number.NaN : (parseQuantity(text) ?? Number.NaN),
    );
    const least = Math.min(...amounts);
    return amounts.length > 0 && least > 0 ? least : undefined;
  }
}

/** The smaller of two quantities, as text; the first when either cannot be read. */
export function smaller(one: string, other: string | undefined): string {
  const [a, b] = [parseQuantity(one), other === undefined ? undefined : parseQuantity(other)];
  return a !== undefined && b !== undefined && b < a ? (other as string) : one;
}

/** The larger of two quantities, as text; the first when either cannot be read. */
export function larger(one: string, other: string | undefined): string {
  const [a, b] = [parseQuantity(one), other === undefined ? undefined : parseQuantity(other)];
  return a !== undefined && b !== undefined && b > a ? (other as string) : one;
}
