import { canonicalName, type ImageReference } from './reference.ts';

/** Where a registry is asked about an image. */
export interface RegistryAddress {
  /** The registry as people name it, and credentials are kept under: `docker.io`, `ghcr.io`, `localhost:5000`. */
  readonly registry: string;
  /** The host that answers, with its port: Docker Hub's is not the one in the names of its images. */
  readonly host: string;
  /** Whether it is this machine, which is asked without encryption. */
  readonly isLoopback: boolean;
  /** `library/node`, `team/app` */
  readonly repository: string;
  /** `latest` where none is written. */
  readonly tag: string;
}

/**
 * Where to ask about an image. Docker Hub's names and hosts are those of github.com/moby/moby (registry/config.go) and
 * github.com/distribution/reference (normalize.go).
 */
export function registryAddress(image: ImageReference): RegistryAddress {
  const name = canonicalName(image);
  const slash = name.indexOf('/');
  const registry = name.slice(0, slash);
  return {
    registry,
    host: registry === 'docker.io' ? 'registry-1.docker.io' : registry,
    isLoopback: isLoopback(registry),
    repository: name.slice(slash + 1),
    tag: image.tag ?? 'latest',
  };
}

/** Whether a host, with or without its port, is this machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/** Whether a text is a digest that may be written into a file: SHA-256 or SHA-512, in lower case (OCI image specification). */
export function isDigest(text: string): boolean {
  return /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
}
