import type { SharedHost } from '../../core/host.ts';
import type { Container } from '../../kubernetes/container.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { Manifests } from '../manifests/manifests.ts';

/** Where sources of variables name the object that they are taken from, and where that has them (API reference, 1.36). */
const sources = [
  { field: 'configMapRef', kind: 'ConfigMap', keys: ['data', 'binaryData'] },
  { field: 'secretRef', kind: 'Secret', keys: ['data', 'stringData'] },
] as const;

/**
 * The names of the variables that a manifest sets for a container, those of ConfigMaps and Secrets of the workspace
 * included; undefined when not all are known. `uri` is that of the file that the container stands in.
 */
export async function variablesOf(
  container: Container,
  uri: string,
  host: SharedHost,
): Promise<ReadonlySet<string> | undefined> {
  const [env, envFrom] = [container.value.get('env'), container.value.get('envFrom')];
  if (env.isOpen || envFrom.isOpen) return undefined;
  const names = new Set<string>();
  for (const item of env.items) {
    const { text } = item.get('name');
    if (text === undefined) return undefined;
    names.add(text);
  }
  for (const item of envFrom.items) {
    const brought = await broughtBy(item, container, uri, host);
    if (!brought) return undefined;
    for (const name of brought) names.add(name);
  }
  return names;
}

async function broughtBy(
  item: YamlValue,
  { pod }: Container,
  uri: string,
  host: SharedHost,
): Promise<readonly string[] | undefined> {
  const source = sources.find(({ field }) => item.get(field).exists);
  const name = source && item.get(source.field).get('name').text;
  const prefix = item.get('prefix').exists ? item.get('prefix').text : '';
  if (!source || name === undefined || prefix === undefined) return undefined;
  const { namespace } = pod.resource;
  const found = (await Manifests.around(uri, host)).index.find({ kinds: [source.kind], name, namespace });
  const names: string[] = [];
  for (const entry of found) {
    const resource = entry.isPartial ? undefined : entry.read();
    const maps = source.keys.map((key) => resource?.value.get(key));
    if (!resource || maps.some((map) => map?.isOpen)) return undefined;
    for (const map of maps) for (const [key] of map?.entries ?? []) names.push(`${prefix}${key}`);
  }
  return found.length > 0 ? names : undefined;
}
