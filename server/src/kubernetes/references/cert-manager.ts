import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';
import { type Readers, type ResourceReference, refer } from './reference.ts';

const group = 'cert-manager.io';
const consequence = 'no certificate will be issued';

/** What the resources of cert-manager refer to (cert-manager.io, API reference, v1). */
export const certManagerReaders: Readers = {
  'Certificate.cert-manager.io': ({ value, namespace }) => referencesToIssuer(value.at('spec', 'issuerRef'), namespace),
  'CertificateRequest.cert-manager.io': ({ value, namespace }) =>
    referencesToIssuer(value.at('spec', 'issuerRef'), namespace),
  'Issuer.cert-manager.io': ({ value, namespace }) =>
    refer('Secret', value.at('spec', 'ca', 'secretName'), { namespace, consequence }),
};

function referencesToIssuer(issuer: YamlValue, namespace: string | undefined): readonly ResourceReference[] {
  const kind = issuer.get('kind');
  const isOther = issuer.get('group').exists && issuer.get('group').text !== group;
  if (isOther || (kind.exists && kind.text === undefined)) return [];
  return referToIssuer(kind.text ?? 'Issuer', issuer.get('name'), namespace);
}

function referToIssuer(kind: string, name: YamlValue, namespace: string | undefined): readonly ResourceReference[] {
  return refer(kind, name, { group, namespace: kind === 'ClusterIssuer' ? undefined : namespace, consequence });
}

/** The issuer that an Ingress or Gateway asks for a certificate with an annotation. */
export function referencesToAnnotatedIssuer(resource: Resource): readonly ResourceReference[] {
  const annotation = (name: string) => resource.annotation(`${group}/${name}`);
  // With a group or a kind, it is somebody else's issuer.
  if (annotation('issuer-group').exists || annotation('issuer-kind').exists) return [];
  return [
    ...referToIssuer('Issuer', annotation('issuer'), resource.namespace),
    ...referToIssuer('ClusterIssuer', annotation('cluster-issuer'), undefined),
  ];
}
