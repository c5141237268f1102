import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proxyFor } from '../../server/src/node/registry/proxies.ts';
import { request } from '../../server/src/node/registry/request.ts';
import { hasOpenssl, makeCertificates } from '../support/certificates.ts';
import { base64, RegistryDesk } from '../support/registry-desk.ts';
import { answerManifest, digestOfManifest } from '../support/registry-server.ts';

const desk = new RegistryDesk();

describe('a proxy', () => {
  it.each([
    ['https://ghcr.io/', { HTTPS_PROXY: 'http://p:1' }, 'p:1'],
    ['https://ghcr.io/', { https_proxy: 'p:1', NO_PROXY: 'other.io' }, 'p:1'],
    ['https://ghcr.io/', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'quay.io, ghcr.io' }, undefined],
    ['https://a.ghcr.io/', { HTTPS_PROXY: 'http://p:1', no_proxy: '.ghcr.io' }, undefined],
    ['https://ghcr.io/', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '.ghcr.io' }, 'p:1'],
    ['https://ghcr.io/', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'ghcr.io:8443' }, 'p:1'],
    ['https://ghcr.io/', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, undefined],
    ['https://10.1.2.3:5000/', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '10.0.0.0/8' }, undefined],
    ['https://11.1.2.3/', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '10.0.0.0/8, x/y, 11.1.2.3/99' }, 'p:1'],
    ['https://[fd00::1]/', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'fd00::/8' }, undefined],
    ['http://localhost:5000/', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['https://ghcr.io/', { HTTPS_PROXY: 'socks5://p:1' }, undefined],
  ])('for %s with %j is %s', (url, environment, expected) => {
    expect(proxyFor(new URL(url), environment)?.host).toBe(expected);
  });

  it('is told where to connect to, and who asks', async () => {
    const connects: string[] = [];
    const proxy = http.createServer().on('connect', (asked, socket) => {
      connects.push(`${asked.url} ${asked.headers['proxy-authorization']}`);
      const there = connect(1, '127.0.0.1');
      there.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as { port: number };
    const told = await desk.client({ HTTPS_PROXY: `http://me:it@127.0.0.1:${port}` }).digestOf('ghcr.io/acme/web:1');
    proxy.close();
    expect(told).toEqual({ reason: `ghcr.io is not reached: the proxy 127.0.0.1:${port} answers with 502` });
    expect(connects).toEqual([`ghcr.io:443 Basic ${base64('me:it')}`]);
  });

  it('is what a request without encryption goes through', async () => {
    const proxy = await desk.start((asked, response) => void response.end(asked.url));
    const terms = { environment: { HTTP_PROXY: `http://${proxy.host}` }, patience: 5000, signal: undefined };
    const { body } = await request({ method: 'GET', url: new URL('http://example.com/x?y'), headers: {} }, terms);
    expect(body.toString()).toBe('http://example.com/x?y');
  });
});

describe.skipIf(!hasOpenssl)('a certificate of an own authority (needs openssl)', () => {
  const name = 'registry.example.com';
  let proxy: http.Server;
  let registry: https.Server;
  let environment: NodeJS.ProcessEnv;
  let authority: string;

  beforeEach(async () => {
    const made = makeCertificates(desk.home, `DNS:${name}`);
    authority = made.authority;
    registry = https.createServer(
      { key: readFileSync(made.key), cert: readFileSync(made.certificate) },
      answerManifest,
    );
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
    const { port } = registry.address() as AddressInfo;
    proxy = http.createServer().on('connect', (_, socket) => {
      const there = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        there.pipe(socket).pipe(there);
      });
      for (const end of [there, socket]) end.on('error', () => {});
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    environment = { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
  });

  afterEach(() => {
    registry.closeAllConnections();
    registry.close();
    proxy.close();
  });

  it('is not believed unless somebody says so', async () => {
    expect(JSON.stringify(await desk.client(environment).digestOf(`${name}/a`))).toMatch(
      /^\{"reason":"registry\.example\.com shows a certificate that is not believed \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/,
    );
  });

  it('is believed where NODE_EXTRA_CA_CERTS names the authority', async () => {
    const told = { ...environment, NODE_EXTRA_CA_CERTS: authority };
    expect(await desk.client(told).digestOf(`${name}/a`)).toEqual({ digest: digestOfManifest });
    expect(JSON.stringify(await desk.client(told).digestOf('other.example.com/a'))).toContain('ERR_TLS_CERT_ALTNAME');
  });

  it('is believed for the host for which Docker keeps the authority', async () => {
    desk.write(`.docker/certs.d/${name}/ca.crt`, readFileSync(authority, 'utf8'));
    expect(await desk.client(environment).digestOf(`${name}/a`)).toEqual({ digest: digestOfManifest });
  });
});
