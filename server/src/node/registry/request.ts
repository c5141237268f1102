import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { secureContextFor } from './certificates.ts';
import { proxyFor } from './proxies.ts';

/** How long a registry may take to answer, in milliseconds, its body included. */
export const longestWait = 20_000;
/** A body that is longer, in bytes, is not read: manifests are limited to 4 MiB (OCI distribution specification). */
const longestBody = 4 * 1024 * 1024;

export interface Request {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Response {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a request is made with. */
export interface Terms {
  readonly environment: NodeJS.ProcessEnv;
  /** In milliseconds. */
  readonly patience: number;
  readonly signal: AbortSignal | undefined;
}

/** Why a request came to nothing, as a half sentence that goes on from the name of the host. */
export class RequestFailure extends Error {}

/** That nobody answered, so that there is no point in asking the same host time and again. */
export class Unreachable extends RequestFailure {}

/**
 * Makes one request, through the proxy that the environment names, and follows no redirection. Node's own `fetch` knows
 * neither the proxies nor the certificates of one host in all the versions this runs in. Throws `RequestFailure`.
 */
export async function request(asked: Request, { environment, patience, signal }: Terms): Promise<Response> {
  const late = AbortSignal.timeout(patience);
  const ends = signal ? AbortSignal.any([late, signal]) : late;
  try {
    return await send(asked, environment, ends);
  } catch (error) {
    if (error instanceof RequestFailure) throw error;
    if (signal?.aborted) throw new RequestFailure('was not waited for');
    if (late.aborted) throw new Unreachable(`did not answer within ${Math.ceil(patience / 1000)} seconds`);
    throw new Unreachable(reasonOf(error as NodeJS.ErrnoException));
  }
}

async function send(asked: Request, environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Response> {
  const { url } = asked;
  const proxy = proxyFor(url, environment);
  const isEncrypted = url.protocol === 'https:';
  const headers: Record<string, string> = { ...asked.headers, connection: 'close' };
  const common = { method: asked.method, signal, agent: false as const };
  if (!isEncrypted && proxy) {
    const via = { ...addressOf(proxy), path: url.href, headers: { host: url.host, ...headers, ...loginOf(proxy) } };
    return answerTo((proxy.protocol === 'https:' ? https : http).request({ ...common, ...via }), asked.body);
  }
  const direct = { ...common, ...addressOf(url), path: url.pathname + url.search, headers };
  if (!isEncrypted) return answerTo(http.request(direct), asked.body);
  const secured = {
    ...direct,
    secureContext: secureContextFor(url.host, environment),
    ...(proxy && { socket: await tunnel(url, proxy, signal) }),
    servername: /^[\d.]+$|^\[/.test(url.hostname) ? '' : url.hostname,
  };
  return answerTo(https.request(secured), asked.body);
}

/** A connection through a proxy to a host that is asked with encryption. */
function tunnel(url: URL, proxy: URL, signal: AbortSignal): Promise<Duplex> {
  const to = `${url.hostname}:${url.port || 443}`;
  const options = {
    ...addressOf(proxy),
    method: 'CONNECT',
    path: to,
    headers: { host: to, ...loginOf(proxy) },
    agent: false as const,
    signal,
  };
  return new Promise((resolve, reject) => {
    const asked = (proxy.protocol === 'https:' ? https : http).request(options);
    asked.on('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new RequestFailure(`is not reached: the proxy ${proxy.host} answers with ${statusCode}`));
    });
    asked.on('response', ({ statusCode }) => {
      asked.destroy();
      reject(new RequestFailure(`is not reached: the proxy ${proxy.host} answers with ${statusCode}`));
    });
    asked.on('error', (error: NodeJS.ErrnoException) =>
      reject(signal.aborted ? error : new Unreachable(`is not reached: the proxy ${proxy.host} ${reasonOf(error)}`)),
    );
    asked.end();
  });
}

function answerTo(asked: http.ClientRequest, body: string | undefined): Promise<Response> {
  return new Promise((resolve, reject) => {
    asked.on('error', reject);
    asked.on('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      // No body belongs to it. Some servers send one all the same, which would make an error of the answer.
      if (asked.method === 'HEAD') {
        resolve({ status, headers, body: Buffer.alloc(0) });
        asked.destroy();
        return;
      }
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size <= longestBody) parts.push(part);
        else asked.destroy(new RequestFailure('answers with more than 4 MiB'));
      });
      response.on('error', reject);
      response.on('aborted', () => reject(new RequestFailure('ended the connection in the middle of its answer')));
      response.on('end', () => resolve({ status, headers, body: Buffer.concat(parts) }));
    });
    asked.end(body);
  });
}

function addressOf({ hostname, port, protocol }: URL) {
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port || (protocol === 'https:' ? 443 : 80) };
}

function loginOf({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}

/** What kept a request from being answered, in words that say what to look at. */
function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refuses the connection';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'is not found: there is no network, or no such host';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'ended the connection without an answer';
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'cannot be reached';
    default:
      return isOfCertificates(code)
        ? `shows a certificate that is not believed (${code}): name its authority with NODE_EXTRA_CA_CERTS`
        : `cannot be asked: ${message || code}`;
  }
}

function isOfCertificates(code: string | undefined): boolean {
  return code !== undefined && /CERT|SELF_SIGNED|^UNABLE_TO_|^ERR_TLS_CERT/.test(code);
}
