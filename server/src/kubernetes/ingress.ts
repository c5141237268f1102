import type { YamlValue } from '../yaml/value.ts';
import type { Resource } from './resource.ts';

/** One path of an Ingress, with the host it belongs to. */
export interface IngressRoute {
  /** Undefined for every host. */
  readonly host: string | undefined;
  readonly path: string;
  readonly pathType: string;
  /** The rule it stands in. */
  readonly rule: YamlValue;
  /** Its own entry in the list of paths. */
  readonly value: YamlValue;
}

/** Annotations by which controllers other than ingress-nginx are given a certificate. */
const certificateAnnotations =
  /^(?:alb\.ingress\.kubernetes\.io\/certificate-arn|ingress\.gcp\.kubernetes\.io\/pre-shared-cert|networking\.gke\.io\/managed-certificates|traefik\.ingress\.kubernetes\.io\/router\.tls(?:\..+)?|appgw\.ingress\.kubernetes\.io\/appgw-ssl-certificate|haproxy\.org\/ssl-certificate|ingress\.appscode\.com\/.*cert.*)$/;

/** Annotations upon which cert-manager makes the secret that an Ingress names. */
const issuerAnnotations = /^(?:cert-manager\.io\/(?:cluster-)?issuer|kubernetes\.io\/tls-acme)$/;

/** An Ingress, of `networking.k8s.io/v1` or of the versions before it. */
export class Ingress {
  readonly resource: Resource;
  readonly spec: YamlValue;

  constructor(resource: Resource) {
    this.resource = resource;
    this.spec = resource.value.get('spec');
  }

  /** Whether it is only part of an Ingress: without rules and a backend for all else, the API server refuses it. */
  get isPartial(): boolean {
    return !['rules', 'defaultBackend', 'backend'].some((key) => this.spec.get(key).exists);
  }

  get annotations(): readonly (readonly [name: string, value: YamlValue])[] {
    return this.resource.value.at('metadata', 'annotations').entries;
  }

  /** Whether its controller has a certificate from elsewhere than from `tls`. */
  get hasCertificateElsewhere(): boolean {
    const className = this.spec.get('ingressClassName').text ?? '';
    return (
      ['tailscale', 'cloudflare-tunnel', 'ngrok'].includes(className) ||
      this.annotations.some(([name]) => certificateAnnotations.test(name))
    );
  }

  /** Whether cert-manager makes the secrets it names. */
  get hasIssuer(): boolean {
    return this.annotations.some(([name]) => issuerAnnotations.test(name));
  }

  /** The hosts of its rules. A rule without one, which holds for every host, is not among them. */
  get hosts(): readonly YamlValue[] {
    return this.spec
      .get('rules')
      .items.map((rule) => rule.get('host'))
      .filter(({ exists }) => exists);
  }

  /** Whether one of its rules holds for every host, or it has a backend for all that no rule is for. */
  get takesEveryHost(): boolean {
    if (this.spec.get('defaultBackend').exists || this.spec.get('backend').exists) return true;
    return this.spec.get('rules').items.some((rule) => !rule.get('host').exists);
  }

  /** The hosts it has certificates for. */
  get tlsHosts(): readonly YamlValue[] {
    return this.spec.get('tls').items.flatMap((entry) => entry.get('hosts').items);
  }

  get routes(): readonly IngressRoute[] {
    return this.spec.get('rules').items.flatMap((rule) => {
      const host = rule.get('host');
      // What is not known may be any host.
      if (host.exists && host.text === undefined) return [];
      return rule.at('http', 'paths').items.flatMap((value) => {
        const path = value.get('path');
        if (path.exists && path.text === undefined) return [];
        const pathType = value.get('pathType').text ?? 'ImplementationSpecific';
        return [{ host: host.text, path: path.text ?? '/', pathType, rule, value }];
      });
    });
  }
}

/** Whether a host of a certificate, which may begin with `*.`, is for a host. */
export function coversHost(pattern: string, host: string): boolean {
  if (pattern.toLowerCase() === host.toLowerCase()) return true;
  if (!pattern.startsWith('*.')) return false;
  const dot = host.indexOf('.');
  return dot > 0 && host.slice(dot).toLowerCase() === pattern.slice(1).toLowerCase();
}
