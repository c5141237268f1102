import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';
import { argoReaders } from './argo.ts';
import { certManagerReaders, referencesToAnnotatedIssuer } from './cert-manager.ts';
import { istioReaders } from './istio.ts';
import { kongReaders, referencesToPlugins } from './kong.ts';
import { operatorReaders } from './operators.ts';
import { referencesOfPod } from './pods.ts';
import { type Readers, type ResourceReference, refer } from './reference.ts';

export type { ResourceReference } from './reference.ts';

/** All that a resource refers to by name, in the order in which it is looked at. */
export function referencesOf(resource: Resource): readonly ResourceReference[] {
  const { kind, group } = resource;
  const own = Object.hasOwn(readers, kind) ? readers[kind]?.(resource) : undefined;
  const name = `${kind}.${group}`;
  const custom = Object.hasOwn(customReaders, name) ? customReaders[name]?.(resource) : undefined;
  return [
    ...resource.pods.flatMap(referencesOfPod),
    ...(own ?? []),
    ...(custom ?? []),
    ...(asking.has(kind) ? [...referencesToAnnotatedIssuer(resource), ...referencesToPlugins(resource)] : []),
  ];
}

/** What products that extend Kubernetes refer to. */
const customReaders: Readers = {
  ...argoReaders,
  ...certManagerReaders,
  ...istioReaders,
  ...kongReaders,
  ...operatorReaders,
};

/** The kinds that are given a certificate or a plugin by an annotation. */
const asking: ReadonlySet<string> = new Set(['Ingress', 'Gateway', 'HTTPRoute', 'Service', 'KongConsumer']);

type Reader = (resource: Resource) => readonly ResourceReference[];

/** What each kind refers to beside its pods (API reference, Kubernetes 1.36; gateway-api.sigs.k8s.io, v1). */
const readers: Readonly<Record<string, Reader>> = {
  Ingress: referencesOfIngress,
  HTTPRoute: referencesOfRoute,
  GRPCRoute: referencesOfRoute,
  TLSRoute: referencesOfRoute,
  TCPRoute: referencesOfRoute,
  UDPRoute: referencesOfRoute,
  Gateway: referencesOfGateway,
  HorizontalPodAutoscaler: (resource) => referencesToTarget(resource, 'scaleTargetRef'),
  VerticalPodAutoscaler: (resource) => referencesToTarget(resource, 'targetRef'),
  ScaledObject: (resource) => referencesToTarget(resource, 'scaleTargetRef'),
  StatefulSet: referencesOfStatefulSet,
  RoleBinding: referencesOfBinding,
  ClusterRoleBinding: referencesOfBinding,
};

function referencesOfIngress(resource: Resource): readonly ResourceReference[] {
  if (!resource.isBuiltIn) return [];
  const { value, namespace } = resource;
  const spec = value.get('spec');
  const paths = spec.get('rules').items.flatMap((rule) => rule.at('http', 'paths').items);
  const backends = [spec.get('defaultBackend'), spec.get('backend'), ...paths.map((path) => path.get('backend'))];
  return [
    ...backends.flatMap((backend) => referencesOfBackend(backend, namespace)),
    ...spec
      .get('tls')
      .items.flatMap((tls) =>
        refer('Secret', tls.get('secretName'), { namespace, consequence: 'it will serve a certificate nobody trusts' }),
      ),
  ];
}

/** The Service of an Ingress, as `networking.k8s.io/v1` and as its betas write it. */
function referencesOfBackend(backend: YamlValue, namespace: string | undefined): readonly ResourceReference[] {
  const consequence = 'requests will be answered with an error';
  const port = backend.at('service', 'port');
  const number = port.get('number');
  return [
    ...refer('Service', backend.at('service', 'name'), {
      namespace,
      port: number.exists ? number : port.get('name'),
      consequence,
    }),
    ...refer('Service', backend.get('serviceName'), { namespace, port: backend.get('servicePort'), consequence }),
  ];
}

function referencesOfRoute({ value, namespace }: Resource): readonly ResourceReference[] {
  const rules = value.at('spec', 'rules').items;
  const filters = rules.flatMap((rule) => rule.get('filters').items);
  const mirrors = filters.map((filter) => filter.at('requestMirror', 'backendRef'));
  const backends = [...rules.flatMap((rule) => rule.get('backendRefs').items), ...mirrors];
  const parents = value.at('spec', 'parentRefs').items;
  const isOf = (reference: YamlValue, kind: string) => (reference.get('kind').text ?? kind) === kind;
  const namespaceOf = (reference: YamlValue) => reference.get('namespace').text ?? namespace;
  return [
    ...parents.flatMap((parent) =>
      isOf(parent, 'Gateway')
        ? refer('Gateway', parent.get('name'), {
            group: 'gateway.networking.k8s.io',
            namespace: namespaceOf(parent),
            listener: parent.get('sectionName').exists ? parent.get('sectionName') : undefined,
            consequence: 'nothing will be routed',
          })
        : [],
    ),
    ...backends.flatMap((backend) =>
      isOf(backend, 'Service')
        ? refer('Service', backend.get('name'), {
            namespace: namespaceOf(backend),
            port: backend.get('port'),
            consequence: 'requests will be answered with an error',
          })
        : [],
    ),
  ];
}

function referencesOfGateway(resource: Resource): readonly ResourceReference[] {
  if (!resource.isBuiltIn) return [];
  const { value, namespace } = resource;
  const certificates = value
    .at('spec', 'listeners')
    .items.flatMap((listener) => listener.at('tls', 'certificateRefs').items)
    .filter((one) => (one.get('kind').text ?? 'Secret') === 'Secret');
  return [
    ...refer('GatewayClass', value.at('spec', 'gatewayClassName'), { consequence: 'no controller will serve it' }),
    ...certificates.flatMap((one) =>
      refer('Secret', one.get('name'), {
        namespace: one.get('namespace').text ?? namespace,
        consequence: 'the listener will not accept connections',
      }),
    ),
  ];
}

/** What an autoscaler scales. Kinds of other API groups than Kubernetes' own count as well, when they are named. */
function referencesToTarget({ value, namespace }: Resource, key: string): readonly ResourceReference[] {
  const target = value.at('spec', key);
  const kind = target.get('kind').text ?? (value.get('kind').text === 'ScaledObject' ? 'Deployment' : undefined);
  if (kind === undefined) return [];
  return refer(kind, target.get('name'), { namespace, consequence: 'nothing will be scaled' });
}

function referencesOfStatefulSet({ value, namespace }: Resource): readonly ResourceReference[] {
  const consequence = 'its pods will have no names in the DNS';
  return refer('Service', value.at('spec', 'serviceName'), { namespace, consequence });
}

function referencesOfBinding({ value, namespace, kind }: Resource): readonly ResourceReference[] {
  const role = value.get('roleRef');
  const roleKind = role.get('kind').text;
  const isClusterWide = roleKind === 'ClusterRole';
  const roles =
    roleKind === undefined
      ? []
      : refer(roleKind, role.get('name'), {
          namespace: isClusterWide ? undefined : namespace,
          consequence: 'nothing will be permitted by it',
        });
  const accounts = value.get('subjects').items.filter((subject) => subject.get('kind').text === 'ServiceAccount');
  return [
    ...roles,
    ...accounts.flatMap((account) =>
      refer('ServiceAccount', account.get('name'), {
        namespace: account.get('namespace').text ?? (kind === 'RoleBinding' ? namespace : undefined),
        consequence: 'what it permits is permitted to nobody',
      }),
    ),
  ];
}
