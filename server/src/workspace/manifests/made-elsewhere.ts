import type { ResourceReference } from '../../kubernetes/references/index.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import type { ResourceEntry } from './manifest-file.ts';

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

/** Whether another resource makes what is referred to, as cert-manager makes a Secret of a Certificate. */
export function isMadeBy(entries: readonly ResourceEntry[], { kinds, name }: ResourceReference): boolean {
  return entries.some((entry) => {
    if (isCustom(entry) && entry.name === name) return true;
    if (!kinds.includes('Secret')) return false;
    if (entry.kind === 'Ingress') return isIssued(entry.read(), name);
    const paths = Object.hasOwn(secretNames, entry.kind) ? secretNames[entry.kind] : undefined;
    return paths?.some((path) => entry.read()?.value.at(...path).text === name) ?? false;
  });
}

function isCustom({ group }: ResourceEntry): boolean {
  return group.includes('.') && !group.endsWith('.k8s.io');
}

/** Whether cert-manager is asked by an Ingress to make a Secret of this name. */
function isIssued(ingress: Resource | undefined, name: string): boolean {
  const annotations = ingress?.value.at('metadata', 'annotations').entries ?? [];
  const asks = annotations.some(([key]) => /^(?:cert-manager\.io\/.*issuer|kubernetes\.io\/tls-acme)$/.test(key));
  const tls = ingress?.value.at('spec', 'tls').items ?? [];
  return asks && tls.some((one) => one.get('secretName').text === name);
}
