import type { YamlValue } from '../yaml/value.ts';
import type { Resource } from './resource.ts';

/** The Service that a host of Istio means. */
export interface HostedService {
  readonly name: string;
  /** Undefined when it is decided on applying. */
  readonly namespace: string | undefined;
}

/** Where a VirtualService leads to: its `destination` objects, mirrors included (istio.io, API reference, 1.29). */
export function destinationsOf({ value }: Resource): readonly YamlValue[] {
  const spec = value.get('spec');
  const routes = ['http', 'tcp', 'tls'].flatMap((sort) => spec.get(sort).items);
  return routes.flatMap((route) => [
    ...route.get('route').items.map((one) => one.get('destination')),
    route.get('mirror'),
    ...route.get('mirrors').items.map((one) => one.get('destination')),
  ]);
}

/**
 * The Service that a host is the name of, short or in full; undefined for every other host, which may be that of a
 * ServiceEntry, and for what is not known.
 */
export function serviceOfHost(host: YamlValue, namespace: string | undefined): HostedService | undefined {
  const [, name, after] = /^([a-z\d-]+)(?:\.([a-z\d-]+)\.svc\.cluster\.local)?$/.exec(host.text ?? '') ?? [];
  return name === undefined ? undefined : { name, namespace: after ?? namespace };
}
