import type { Resource } from '../resource.ts';

/** An API version of custom resources that the product they belong to has retired. */
export interface ThirdPartyRetirement {
  readonly api: string;
  /** The kinds it holds for; all of the API when empty. */
  readonly kinds: readonly string[];
  /** The product and the version of it that no longer serves the API version: `cert-manager 1.6`. */
  readonly removed: string;
  /** The API version to use instead; undefined when there is none of the same kind. */
  readonly replacement?: string;
  /** What to use instead where that is another kind. */
  readonly instead?: string;
}

const certificates = ['Certificate', 'CertificateRequest', 'ClusterIssuer', 'Issuer'];
const orders = ['Challenge', 'Order'];
const secrets = ['ClusterExternalSecret', 'ClusterSecretStore', 'ExternalSecret', 'SecretStore'];

/** Facts from the release notes of the products. */
const retirements: readonly ThirdPartyRetirement[] = [
  ...['v1alpha2', 'v1alpha3', 'v1beta1'].flatMap((version) => [
    {
      api: `cert-manager.io/${version}`,
      kinds: certificates,
      removed: 'cert-manager 1.6',
      replacement: 'cert-manager.io/v1',
    },
    {
      api: `acme.cert-manager.io/${version}`,
      kinds: orders,
      removed: 'cert-manager 1.6',
      replacement: 'acme.cert-manager.io/v1',
    },
  ]),
  { api: 'certmanager.k8s.io/v1alpha1', kinds: [], removed: 'cert-manager 0.11', instead: 'cert-manager.io/v1' },
  { api: 'authentication.istio.io/v1alpha1', kinds: [], removed: 'Istio 1.6', instead: 'security.istio.io/v1' },
  {
    api: 'rbac.istio.io/v1alpha1',
    kinds: [],
    removed: 'Istio 1.6',
    instead: 'AuthorizationPolicy of security.istio.io/v1',
  },
  { api: 'traefik.containo.us/v1alpha1', kinds: [], removed: 'Traefik 3.0', replacement: 'traefik.io/v1alpha1' },
  {
    api: 'external-secrets.io/v1beta1',
    kinds: secrets,
    removed: 'External Secrets Operator 0.17',
    replacement: 'external-secrets.io/v1',
  },
];

/** What became of the API version of a custom resource; undefined for what is in use. */
export function thirdPartyRetirementOf({ apiVersion, kind }: Resource): ThirdPartyRetirement | undefined {
  return retirements.find(({ api, kinds }) => api === apiVersion && (kinds.length === 0 || kinds.includes(kind)));
}
