import type { ResourceReference } from '../../kubernetes/references/index.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import type { ResourceEntry } from './manifest-file.ts';
import type { ResourceIndex } from './resource-index.ts';

/** Names that exist in every cluster or namespace without being in any manifest (kubernetes.io, 1.36). */
const always: Readonly<Record<string, RegExp>> = {
  ServiceAccount: /^default$/,
  ConfigMap: /^(?:kube-root-ca\.crt|openshift-service-ca\.crt|istio-ca-root-cert)$/,
  PriorityClass: /^system-(?:cluster|node)-critical$/,
  ClusterRole: /^(?:cluster-admin|admin|edit|view|system:.+)$/,
  Role: /^(?:system:.+|extension-apiserver-authentication-reader)$/,
  Service: /^kubernetes$/,
};

/** Whether Kubernetes itself makes what is referred to. */
export function existsAlways({ kinds, name }: ResourceReference): boolean {
  return kinds.some((kind) => Object.hasOwn(always, kind) && always[kind]?.test(name));
}

/** Where custom resources say what they call the Secret that is made of them, if not like themselves. */
const secretNames: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Certificate: [['spec', 'secretName']],
  ExternalSecret: [['spec', 'target', 'name']],
  ClusterExternalSecret: [['spec', 'externalSecretSpec', 'target', 'name']],
  SealedSecret: [['spec', 'template', 'metadata', 'name']],
  VaultStaticSecret: [['spec', 'destination', 'name']],
  VaultDynamicSecret: [['spec', 'destination', 'name']],
};

/** What resources make, by name. */
interface Made {
  /** What custom resources are called, of which anything may be made that is called like them. */
  readonly custom: ReadonlySet<string>;
  /** The Secrets they say they make; read only when somebody asks for a Secret. */
  readonly secrets: () => ReadonlySet<string>;
}

const known = new WeakMap<ResourceIndex, Made>();

/** Whether another resource makes what is referred to, as cert-manager makes a Secret of a Certificate. */
export function isMadeBy(index: ResourceIndex, { kinds, name }: ResourceReference): boolean {
  const made = known.get(index) ?? madeBy(index);
  known.set(index, made);
  return made.custom.has(name) || (kinds.includes('Secret') && made.secrets().has(name));
}

function madeBy(index: ResourceIndex): Made {
  let secrets: ReadonlySet<string> | undefined;
  return {
    custom: new Set(index.entries.flatMap((entry) => (isCustom(entry) ? (entry.name ?? []) : []))),
    secrets: () => {
      secrets ??= new Set(index.ofKind('Ingress', ...Object.keys(secretNames)).flatMap(secretsOf));
      return secrets;
    },
  };
}

/** The names of the Secrets that are made of a resource because it says so. */
function secretsOf(entry: ResourceEntry): readonly string[] {
  const resource = entry.read();
  if (!resource) return [];
  if (entry.kind === 'Ingress') return issuedFor(resource);
  return (secretNames[entry.kind] ?? []).flatMap((path) => resource.value.at(...path).text ?? []);
}

function isCustom({ group }: ResourceEntry): boolean {
  return group.includes('.') && !group.endsWith('.k8s.io');
}

/** The names of the Secrets that cert-manager is asked to make by an Ingress. */
function issuedFor({ value }: Resource): readonly string[] {
  const annotations = value.at('metadata', 'annotations').entries;
  const asks = annotations.some(([key]) => /^(?:cert-manager\.io\/.*issuer|kubernetes\.io\/tls-acme)$/.test(key));
  return asks ? value.at('spec', 'tls').items.flatMap((one) => one.get('secretName').text ?? []) : [];
}
