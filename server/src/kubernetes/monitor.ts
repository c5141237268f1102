import type { YamlValue } from '../yaml/value.ts';
import { LabelSelector } from './labels.ts';
import type { Resource } from './resource.ts';

/** A ServiceMonitor or PodMonitor, which tells Prometheus what to scrape (prometheus-operator.dev, API reference, v1). */
export class Monitor {
  readonly resource: Resource;
  readonly isOfServices: boolean;
  /** The Services or pods it is for; one that asks for nothing selects all. */
  readonly selector: LabelSelector;

  constructor(resource: Resource) {
    this.resource = resource;
    this.isOfServices = resource.kind === 'ServiceMonitor';
    this.selector = LabelSelector.of(resource.value.at('spec', 'selector'));
  }

  /** Whether it looks into a namespace; what is not written is decided on applying. */
  looksInto(namespace: string | undefined): boolean {
    const wanted = this.resource.value.at('spec', 'namespaceSelector');
    const names = wanted.get('matchNames');
    if (wanted.isOpen || names.isOpen || wanted.get('any').boolean === true) return true;
    const own = this.resource.namespace;
    if (names.items.length === 0) return own === undefined || namespace === undefined || namespace === own;
    return namespace === undefined || names.items.some(({ text }) => text === namespace);
  }

  /** Whether it looks, or may look, into other namespaces than its own. */
  get looksElsewhere(): boolean {
    const wanted = this.resource.value.at('spec', 'namespaceSelector');
    const names = wanted.get('matchNames');
    const own = this.resource.namespace;
    return wanted.isOpen || wanted.get('any').exists || names.isOpen || names.items.some(({ text }) => text !== own);
  }

  /** Whether it says anything of what it is for. */
  get isSelective(): boolean {
    const namespaces = this.resource.value.at('spec', 'namespaceSelector');
    return !this.selector.isKnown || !this.selector.isEmpty || namespaces.entries.length > 0 || namespaces.isOpen;
  }

  /** The names of ports that it scrapes. */
  get ports(): readonly YamlValue[] {
    const endpoints = this.resource.value.at('spec', this.isOfServices ? 'endpoints' : 'podMetricsEndpoints');
    return endpoints.items.map((endpoint) => endpoint.get('port')).filter(({ text }) => text !== undefined);
  }
}

/** The monitors among some resources. */
export function monitorsAmong(resources: readonly Resource[]): readonly Monitor[] {
  return resources
    .filter(
      ({ kind, group }) => group === 'monitoring.coreos.com' && (kind === 'ServiceMonitor' || kind === 'PodMonitor'),
    )
    .map((resource) => new Monitor(resource));
}
