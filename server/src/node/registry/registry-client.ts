import { createHash } from 'node:crypto';
import type { FoundDigest, ImageRegistry, NoDigest } from '../../core/image-registry.ts';
import { isValidReference, readImageReference } from '../../image/reference.ts';
import { isDigest, isLoopback, type RegistryAddress, registryAddress } from '../../image/registry-address.ts';
import { Authorizations } from './authorizations.ts';
import { longestWait, RequestFailure, type Response, request, type Terms, Unreachable } from './request.ts';

/** How many requests are under way at a time. */
const mostAtOnce = 4;
const mostRedirections = 5;
/** A registry that was not reached so often in a row is not waited for again. */
const mostMisses = 4;

/**
 * What is asked for: indexes before manifests, so that a digest holds for every platform (OCI distribution specification
 * 1.1, "Pulling manifests"; the media types of the OCI image specification and of Docker's image manifest version 2).
 */
const accepted = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

export interface ClientOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** How long a registry may take for one answer, in milliseconds. */
  readonly patience?: number;
}

/**
 * Asks registries for digests, over the OCI distribution API. Nothing is asked twice while it lives: make one for each
 * time somebody asks.
 */
export class RegistryClient implements ImageRegistry {
  private readonly environment: NodeJS.ProcessEnv;
  private readonly patience: number;
  private readonly authorizations: Authorizations;
  private readonly asked = new Map<string, Promise<FoundDigest | NoDigest>>();
  /** Registries that are asked no more, and why: they were asked too often, or are not reached. */
  private readonly givenUp = new Map<string, string>();
  /** Hosts of this machine that want to be asked with encryption all the same. */
  private readonly encrypted = new Set<string>();
  /** How often registries were not reached since they last were. */
  private readonly misses = new Map<string, number>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor({ environment = process.env, patience = longestWait }: ClientOptions = {}) {
    this.environment = environment;
    this.patience = patience;
    this.authorizations = new Authorizations(environment);
  }

  digestOf(image: string, written: readonly string[] = [], signal?: AbortSignal): Promise<FoundDigest | NoDigest> {
    if (!isValidReference(image)) return Promise.resolve({ reason: `${image} is no image reference` });
    const address = registryAddress(readImageReference(image));
    const key = `${address.registry}/${address.repository}:${address.tag}`;
    const known = this.asked.get(key) ?? this.inTurn(address, written, signal);
    this.asked.set(key, known);
    return known;
  }

  private async inTurn(
    address: RegistryAddress,
    written: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<FoundDigest | NoDigest> {
    while (this.running >= mostAtOnce) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
    try {
      return { digest: await this.find(address, written, signal) };
    } catch (error) {
      if (error instanceof Unreachable) this.missed(address.registry, error.message);
      const reason = error instanceof RequestFailure ? error.message : `cannot be asked: ${(error as Error).message}`;
      return { reason: `${address.registry} ${reason}` };
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }

  /**
   * The digest of a tag. A HEAD request tells it, and counts as no pull where pulls are counted; the content is asked for
   * only where the digest is new.
   */
  private async find(
    address: RegistryAddress,
    written: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const limit = this.givenUp.get(address.registry);
    if (limit !== undefined) throw new RequestFailure(limit);
    const terms = { environment: this.environment, patience: this.patience, signal };
    const head = await this.ask('HEAD', address, address.tag, terms);
    this.misses.delete(address.registry);
    const told = head.status === 200 ? digestIn(head) : undefined;
    // Not every registry answers HEAD, and not every one that does tells the digest.
    const isOpen = head.status === 200 || head.status === 404 || head.status === 405;
    if (!isOpen) throw this.refusal(head, address);
    if (told !== undefined && written.includes(told)) return told;
    const got = await this.ask('GET', address, told ?? address.tag, terms);
    if (got.status === 404 && told !== undefined)
      throw new RequestFailure(`tells a digest of ${of(address)} that it does not have`);
    if (got.status !== 200) throw this.refusal(got, address);
    return sound(got, told);
  }

  /**
   * Asks for the manifest with a tag or digest, and again with credentials where the registry wants them. Redirections to
   * other hosts are followed without these.
   */
  private async ask(
    method: 'GET' | 'HEAD',
    address: RegistryAddress,
    reference: string,
    terms: Terms,
  ): Promise<Response> {
    const isPlain = address.isLoopback && !this.encrypted.has(address.host);
    const scheme = isPlain ? 'http' : 'https';
    const start = new URL(`${scheme}://${address.host}/v2/${address.repository}/manifests/${reference}`);
    const known = this.authorizations.known(address);
    const first = await this.follow(method, start, known, terms);
    if (isPlain && first.status === 400) {
      // That is how servers answer that are asked without encryption and want it.
      this.encrypted.add(address.host);
      return this.ask(method, address, reference, terms);
    }
    // Whoever one was sent to may say anything: it is not told who asks, nor whom to ask for a token.
    if (first.status !== 401 || first.origin !== start.origin) return first;
    const authorization = await this.authorizations.answer(first.headers['www-authenticate'], address, terms);
    return authorization === undefined ? first : this.follow(method, start, authorization, terms);
  }

  private async follow(
    method: 'GET' | 'HEAD',
    start: URL,
    authorization: string | undefined,
    terms: Terms,
  ): Promise<Response & { readonly origin: string }> {
    let url = start;
    for (let followed = 0; followed <= mostRedirections; followed++) {
      const isStillThere = url.origin === start.origin;
      const headers = {
        accept: accepted,
        'user-agent': 'seaworthy',
        ...(authorization !== undefined && isStillThere && { authorization }),
      };
      const response = await request({ method, url, headers }, terms);
      const { location } = response.headers;
      if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined)
        return { ...response, origin: url.origin };
      url = nextAddress(location, url);
    }
    throw new RequestFailure('sends from one address to the next without an end');
  }

  private missed(registry: string, why: string): void {
    const count = (this.misses.get(registry) ?? 0) + 1;
    this.misses.set(registry, count);
    if (count >= mostMisses) this.givenUp.set(registry, why);
  }

  /** Why an answer is of no use; remembers who is asked too often. */
  private refusal({ status, headers }: Response, address: RegistryAddress): RequestFailure {
    const { registry, repository } = address;
    if (status === 404) return new RequestFailure(`has no ${of(address)}`);
    if (status === 401)
      return new RequestFailure(`shows no ${repository}: there is none, or it takes a login (docker login)`);
    if (status === 403) return new RequestFailure(`does not let you see ${repository}`);
    if (status !== 429) return new RequestFailure(`answers with ${status}`);
    const said = `has been asked too often: try again ${laterIn(headers['retry-after'])}`;
    this.givenUp.set(registry, said);
    return new RequestFailure(said);
  }
}

function of({ repository, tag }: RegistryAddress): string {
  return `${repository}:${tag}`;
}

/** The digest that a registry tells. Whatever is none is not written into anybody's files. */
function digestIn({ headers }: Response): string | undefined {
  const digest = headers['docker-content-digest'];
  if (digest === undefined) return undefined;
  if (typeof digest === 'string' && isDigest(digest)) return digest;
  throw new RequestFailure('tells a digest that is none, which is not to be trusted');
}

/**
 * The digest of a manifest, computed from its bytes. It must be the one that was asked for, and the one that the registry
 * tells with it.
 */
function sound(answer: Response, asked: string | undefined): string {
  const told = digestIn(answer);
  const algorithm = (asked ?? told)?.startsWith('sha512:') ? 'sha512' : 'sha256';
  const digest = `${algorithm}:${createHash(algorithm).update(answer.body).digest('hex')}`;
  const others = [asked, told].filter((one) => one !== undefined && one !== digest);
  if (others.length > 0)
    throw new RequestFailure('tells a digest that is not that of its answer, which is not to be trusted');
  checkManifest(answer.body);
  return digest;
}

/** Where an answer sends to: from this machine to this machine, else only where the connection is encrypted. */
function nextAddress(location: string, from: URL): URL {
  let next: URL;
  try {
    next = new URL(location, from);
  } catch {
    throw new RequestFailure('sends to an address that is none');
  }
  const isPlainHere = next.protocol === 'http:' && isLoopback(from.host) && isLoopback(next.host);
  if (next.protocol !== 'https:' && !isPlainHere) {
    throw new RequestFailure(`sends to ${next.protocol}//${next.host}, where the connection is not encrypted`);
  }
  return next;
}

/** When a registry may be asked again, from `Retry-After`: seconds, or a date (RFC 9110, 10.2.3). */
function laterIn(header: string | undefined): string {
  if (header === undefined) return 'later, or log in with docker login, which is often allowed more';
  return /^\d+$/.test(header) ? `in ${header} seconds` : `after ${header.slice(0, 40)}`;
}

/** Makes sure that an answer is an index or a manifest, and none in the format that digests do not hold for. */
function checkManifest(body: Buffer): void {
  let read: unknown;
  try {
    read = JSON.parse(body.toString());
  } catch {
    read = undefined;
  }
  const { schemaVersion, manifests, config } = (read ?? {}) as Readonly<Record<string, unknown>>;
  if (schemaVersion === 1) throw new RequestFailure('has the image in the format of 2014 only, which is out of use');
  const isSound = schemaVersion === 2 && (Array.isArray(manifests) || (typeof config === 'object' && config !== null));
  if (!isSound) throw new RequestFailure('answers with something that is no manifest');
}
