import { isLoopback, type RegistryAddress } from '../../image/registry-address.ts';
import { type Challenge, readChallenges } from './challenge.ts';
import { type Credentials, credentialsFor } from './credentials.ts';
import { RequestFailure, type Response, request, type Terms } from './request.ts';

/** Answers registries that want to know who asks, and remembers what they then accept. */
export class Authorizations {
  private readonly environment: NodeJS.ProcessEnv;
  private readonly accepted = new Map<string, string>();
  private readonly kept = new Map<string, Promise<Credentials | undefined>>();

  constructor(environment: NodeJS.ProcessEnv) {
    this.environment = environment;
  }

  /** The header that was accepted for a repository before. */
  known({ registry, repository }: RegistryAddress): string | undefined {
    return this.accepted.get(`${registry}/${repository}`) ?? this.accepted.get(registry);
  }

  /** The header that answers a challenge; undefined when there is nothing to say. Throws `RequestFailure`. */
  async answer(header: string | undefined, address: RegistryAddress, terms: Terms): Promise<string | undefined> {
    const challenges = readChallenges(header);
    const { registry, repository } = address;
    const credentials = await this.credentials(registry);
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer) {
      const authorization = `Bearer ${await fetchToken(bearer, address, credentials, terms)}`;
      this.accepted.set(`${registry}/${repository}`, authorization);
      return authorization;
    }
    if (!credentials || !challenges.some(({ scheme }) => scheme === 'basic')) return undefined;
    const authorization = basic(credentials);
    this.accepted.set(registry, authorization);
    return authorization;
  }

  private credentials(registry: string): Promise<Credentials | undefined> {
    const known = this.kept.get(registry) ?? credentialsFor(registry, this.environment);
    this.kept.set(registry, known);
    return known;
  }
}

function basic({ user, password }: Credentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/**
 * A token to pull one repository with (distribution's "Token Authentication Specification", and for identity tokens its
 * "OAuth2 Token Authentication"). Strangers get one as well where a repository is public.
 */
async function fetchToken(
  { parameters }: Challenge,
  { registry, repository, isLoopback: isHere }: RegistryAddress,
  credentials: Credentials | undefined,
  terms: Terms,
): Promise<string> {
  const url = realmOf(parameters.get('realm'), isHere);
  const service = parameters.get('service') ?? '';
  const scope = `repository:${repository}:pull`;
  const common = { 'user-agent': 'seaworthy', accept: 'application/json' };
  let response: Response;
  if (credentials?.refreshToken !== undefined) {
    const fields = { grant_type: 'refresh_token', service, scope, client_id: 'seaworthy' };
    const body = new URLSearchParams({ ...fields, refresh_token: credentials.refreshToken }).toString();
    const headers = { ...common, 'content-type': 'application/x-www-form-urlencoded' };
    response = await ask({ method: 'POST', url, headers, body }, terms);
  } else {
    if (service !== '') url.searchParams.set('service', service);
    url.searchParams.set('scope', scope);
    const headers = { ...common, ...(credentials && { authorization: basic(credentials) }) };
    response = await ask({ method: 'GET', url, headers }, terms);
  }
  if (response.status === 401 || response.status === 403) {
    const advice = credentials ? 'docker login has to be done again' : 'log in with docker login';
    throw new RequestFailure(`gives no access to ${repository}: ${advice}`);
  }
  if (response.status === 429) {
    throw new RequestFailure(`has been asked for access too often: try again later, or log in to ${registry}`);
  }
  const token = response.status === 200 ? readToken(response.body) : undefined;
  if (token === undefined) throw new RequestFailure(`gives no access: ${url.host} answers with ${response.status}`);
  return token;
}

/** Asks who hands out tokens, and says of whom is spoken when that fails. */
async function ask(asked: Parameters<typeof request>[0], terms: Terms): Promise<Response> {
  try {
    return await request(asked, terms);
  } catch (error) {
    throw new RequestFailure(`gives no access: ${asked.url.host} ${(error as Error).message}`);
  }
}

/** Where tokens are handed out. Credentials go there, so it is encrypted, or on the same machine as the registry. */
function realmOf(realm: string | undefined, isHere: boolean): URL {
  let url: URL;
  try {
    url = new URL(realm ?? '');
  } catch {
    throw new RequestFailure('does not say where access is given');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere && isLoopback(url.host))) {
    throw new RequestFailure(`gives access at ${url.host} only, where the connection is not encrypted`);
  }
  return url;
}

function readToken(body: Buffer): string | undefined {
  try {
    const answer = JSON.parse(body.toString()) as { token?: unknown; access_token?: unknown } | null;
    const token = answer?.token ?? answer?.access_token;
    // It becomes part of a header.
    return typeof token === 'string' && /^[\x21-\x7e]{1,100000}$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}
