import type { Plain } from '../yaml/render.ts';
import { LabelSelector, Labels } from './labels.ts';
import type { Pod } from './pod.ts';
import type { Resource } from './resource.ts';

/** What a NetworkPolicy may be about. */
export type Direction = 'Ingress' | 'Egress';

/** A NetworkPolicy of `networking.k8s.io` (API reference, Kubernetes 1.36). */
export class NetworkPolicy {
  readonly resource: Resource;
  /** The pods it is for; one that asks for nothing selects all of the namespace. */
  readonly selector: LabelSelector;

  constructor(resource: Resource) {
    this.resource = resource;
    this.selector = LabelSelector.of(resource.value.at('spec', 'podSelector'));
  }

  /** Whether it is for pods with these labels, or may be. */
  isFor(labels: Labels): boolean {
    return !this.selector.isKnown || this.selector.matches(labels);
  }

  /** Whether pods it is for take only such connections as are allowed, or open only such, or may do so. */
  isolates(direction: Direction): boolean {
    const spec = this.resource.value.get('spec');
    const types = spec.get('policyTypes');
    if (types.isOpen || types.items.length > 0) {
      return types.isOpen || types.items.some(({ text }) => text === direction);
    }
    return direction === 'Ingress' || spec.get('egress').exists;
  }
}

/**
 * A policy to begin with: the pods take connections from their own namespace at the ports they declare, and open such to
 * their own namespace and to the DNS. Undefined where nothing tells the pods from others.
 */
export function initialPolicyFor(pod: Pod): Readonly<Record<string, Plain>> | undefined {
  const { resource } = pod;
  const matchLabels = labelsToSelect(pod);
  if (!matchLabels || resource.name === undefined) return undefined;
  const ports = pod.containers
    .filter(({ isLongRunning }) => isLongRunning)
    .flatMap(({ ports }) => ports)
    .map(({ number, protocol }) => ({ port: number, ...(protocol !== 'TCP' && { protocol }) }));
  const { namespace } = resource;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: resource.name, ...(namespace !== undefined && { namespace }) },
    spec: {
      podSelector: { matchLabels },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: {} }], ...(ports.length > 0 && { ports }) }],
      egress: [
        { to: [{ podSelector: {} }] },
        {
          to: [{ namespaceSelector: {} }],
          ports: [
            { port: 53, protocol: 'UDP' },
            { port: 53, protocol: 'TCP' },
          ],
        },
      ],
    },
  };
}

/** The labels that tell the pods of a workload from others: those its selector asks for, else all that they have. */
function labelsToSelect({ resource, metadata }: Pod): Readonly<Record<string, string>> | undefined {
  const selector = resource.value.at('spec', 'selector');
  const wanted = selector.get('matchLabels').isMap && !selector.get('matchExpressions').exists;
  const labels = Labels.of(wanted ? selector.get('matchLabels') : metadata.get('labels'));
  return labels.isOpen || labels.written.size === 0 ? undefined : Object.fromEntries(labels.written);
}
