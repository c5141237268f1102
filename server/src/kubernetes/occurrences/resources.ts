import type { YamlValue } from '../../yaml/value.ts';
import { referencesOf } from '../references/index.ts';
import type { Resource } from '../resource.ts';
import { clientsIn } from './clients.ts';
import { furtherReferencesOf } from './further-references.ts';
import { inText, type Occurrence } from './occurrence.ts';

/** The name of a resource itself, and those of the resources that it refers to. */
export function resourceOccurrences(resource: Resource): readonly Occurrence[] {
  return [
    ...ownName(resource),
    ...referencesOf(resource).flatMap(({ kinds, group, name, namespace, value }) =>
      inText(value, { sort: 'resource', resource, owner: { by: 'name', kinds, group, name, namespace } }, name),
    ),
    ...furtherReferencesOf(resource).flatMap(({ kinds, group, value, namespace }) =>
      mention(resource, value, { kinds, group, namespace }),
    ),
    ...namespacesIn(resource).flatMap((value) => mention(resource, value, { kinds: ['Namespace'], group: '' })),
  ];
}

function ownName(resource: Resource): readonly Occurrence[] {
  const { kind, group, namespace, value } = resource;
  // A kustomization is never created, and what it is called is of no consequence.
  if (group === 'kustomize.config.k8s.io') return [];
  const name = value.at('metadata', 'name');
  if (name.text === undefined) return [];
  const owner = { by: 'name', kinds: [kind], group, name: name.text, namespace } as const;
  return inText(name, { sort: 'resource', resource, owner, isDefinition: true, whole: value.span });
}

interface Target {
  readonly kinds: readonly string[];
  readonly group?: string | undefined;
  readonly namespace?: string | undefined;
}

function mention(resource: Resource, value: YamlValue, { kinds, group, namespace }: Target): readonly Occurrence[] {
  const name = value.text;
  if (name === undefined) return [];
  return inText(value, { sort: 'resource', resource, owner: { by: 'name', kinds, group, name, namespace } });
}

/** Where a resource names namespaces (API reference, Kubernetes 1.36; those of the products, by their references). */
function namespacesIn({ value, kind, group }: Resource): readonly YamlValue[] {
  const spec = value.get('spec');
  const routes = [
    ...spec.get('parentRefs').items,
    ...spec.get('rules').items.flatMap((one) => one.get('backendRefs').items),
  ];
  return [
    value.at('metadata', 'namespace'),
    ...value.get('subjects').items.map((subject) => subject.get('namespace')),
    ...(group === 'gateway.networking.k8s.io' ? routes.map((route) => route.get('namespace')) : []),
    ...(group === 'monitoring.coreos.com' ? spec.at('namespaceSelector', 'matchNames').items : []),
    ...(group === 'kustomize.config.k8s.io' ? [value.get('namespace')] : []),
    ...(group === 'argoproj.io' && kind === 'Application' ? [spec.at('destination', 'namespace')] : []),
    ...clientsIn({ value, kind }).map((service) => service.get('namespace')),
  ];
}
