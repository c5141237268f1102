import { type Built, Refusal, together } from '../../core/fix.ts';
import { replace } from '../../text/edit.ts';
import { setValue } from '../../yaml/edit.ts';
import { regroup } from '../../yaml/reshape.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';
import type { Migration } from './migration.ts';

/**
 * `networking.k8s.io/v1` names a service and its port one level deeper, calls the backend of an Ingress its default one,
 * and wants to be told a path's type, which was left to the controller before.
 */
export const ingress: Migration = {
  safetyOf: () => 'safe',

  reshape({ value, kind }: Resource): Built {
    if (kind !== 'Ingress') return [];
    const paths = value
      .at('spec', 'rules')
      .items.flatMap((rule) => rule.at('http', 'paths').items)
      .filter((path) => path.isMap);
    return together(
      renamedBackend(value.get('spec')),
      ...paths.flatMap((path) => [typed(path), nameService(path.get('backend'))]),
    );
  },
};

function renamedBackend(spec: YamlValue): Built {
  const backend = spec.get('backend');
  if (!backend.hasKey) return [];
  const inside = nameService(backend);
  if (inside instanceof Refusal) return inside;
  return regroup(spec, [{ take: [backend], put: { defaultBackend: backend } }], inside);
}

function typed(path: YamlValue): Built {
  if (path.get('pathType').hasKey) return [];
  return setValue(path, ['pathType'], 'ImplementationSpecific', { after: ['path'], orFirst: true });
}

/** Writes the service of a backend and its port, a number or a name, as `networking.k8s.io/v1` has them. */
export function nameService(backend: YamlValue): Built {
  const name = backend.get('serviceName');
  const port = backend.get('servicePort');
  const take = [name, port].filter(({ hasKey }) => hasKey);
  if (take.length === 0) return [];
  if (!name.hasKey || port.text === undefined || !port.span) {
    return new Refusal('A backend does not say which service and which port it means.');
  }
  const isNumber = /^\d+$/.test(port.text);
  const unquoted = isNumber && port.number === undefined ? [replace(port.span, port.text)] : [];
  return regroup(
    backend,
    [{ take, put: { service: { name, port: { [isNumber ? 'number' : 'name']: port } } } }],
    unquoted,
  );
}
