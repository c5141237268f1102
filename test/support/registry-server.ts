import { createHash } from 'node:crypto';
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine for one test. */
export interface LoopbackServer {
  /** `localhost:PORT` */
  readonly host: string;
  /** The requests that came in: `HEAD /v2/... Authorization`. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

export async function serve(answer: RequestListener): Promise<LoopbackServer> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { host: `127.0.0.1:${port}`, requests, close };
}

export const manifest = '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}';
export const digestOfManifest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;

/** Answers as a registry does that has one manifest. */
export function answerManifest(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Docker-Content-Digest', digestOfManifest);
  response.end(request.method === 'HEAD' ? undefined : manifest);
}
