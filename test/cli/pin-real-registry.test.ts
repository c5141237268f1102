import { randomUUID, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasOpenssl, makeCertificates } from '../support/certificates.ts';
import { Desk } from '../support/command-line.ts';
import { hasRealRegistry, type Images, RealRegistry, writeLayout } from '../support/real-registry.ts';
import { type LoopbackServer, serve } from '../support/registry-server.ts';

const desk = new Desk();
const running: { stop(): Promise<void> }[] = [];
let store: string;
let layout: string;
let images: Images;

/** What `docker login` would write for somebody with a password. */
const login = (host: string, password: string) =>
  desk.write({ '.docker/config.json': JSON.stringify({ auths: { [host]: { auth: btoa(`me:${password}`) } } }) });

async function pin(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = await desk.running(['pin', 'Dockerfile', ...args], {
    HOME: desk.folder,
    NODE_DISABLE_COMPILE_CACHE: '1',
    ...env,
  });
  return { status, output: stdout + stderr };
}

async function start(setup?: Parameters<typeof RealRegistry.start>[1]): Promise<RealRegistry> {
  const registry = await RealRegistry.start(store, setup);
  running.push(registry);
  return registry;
}

describe.skipIf(!hasRealRegistry)("Debian's registry (needs docker-registry and skopeo)", () => {
  beforeEach(async () => {
    store = path.join(desk.folder, 'registry');
    layout = path.join(desk.folder, 'layout');
    images = writeLayout(layout, 'first');
    const registry = await start();
    registry.push(layout, 'many', 'team/app:1');
    registry.push(layout, 'one', 'team/one:1', false);
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
  });

  it('gives the digest of the index where there is one, and follows the tag when it moves on', async () => {
    const { host } = await start();
    desk.write({ Dockerfile: `FROM ${host}/team/app:1\nFROM ${host}/team/one:1\n` });
    expect((await pin([])).status).toBe(0);
    const pinned = `FROM ${host}/team/app:1@${images.many}\nFROM ${host}/team/one:1@${images.one}\n`;
    expect(desk.read('Dockerfile')).toBe(pinned);
    expect(await pin(['--check'])).toEqual({ status: 0, output: '' });
    const moved = writeLayout(path.join(desk.folder, 'other'), 'second');
    const again = await start();
    again.push(path.join(desk.folder, 'other'), 'many', 'team/app:1');
    expect(await pin(['--check'])).toEqual({
      status: 1,
      output: `Dockerfile:1: ${host}/team/app:1 has moved on to ${moved.many}\n`,
    });
    expect((await pin(['--refresh'])).status).toBe(0);
    expect(desk.read('Dockerfile')).toBe(pinned.replace(images.many, moved.many));
  });

  it('says that it has no such image', async () => {
    const { host } = await start();
    desk.write({ Dockerfile: `FROM ${host}/team/app:2\nFROM ${host}/nobody:1\n` });
    expect(await pin([])).toEqual({
      status: 2,
      output: `seaworthy: Dockerfile:1: ${host}/team/app:2: ${host} has no team/app:2\nseaworthy: Dockerfile:2: ${host}/nobody:1: ${host} has no nobody:1\n`,
    });
  });

  it('lets in whoever has logged in, and nobody else', async () => {
    // The password is `secret`.
    const hash = '$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a';
    const passwords = path.join(desk.folder, 'htpasswd');
    writeFileSync(passwords, `me:${hash}\n`);
    const { host } = await start({ auth: { htpasswd: { realm: 'here', path: passwords } } });
    desk.write({ Dockerfile: `FROM ${host}/team/app:1\n` });
    const refused = { status: 2, output: expect.stringContaining('there is none, or it takes a login') };
    expect(await pin([])).toEqual(refused);
    login(host, 'wrong');
    expect(await pin([])).toEqual(refused);
    login(host, 'secret');
    expect((await pin([])).status).toBe(0);
    expect(desk.read('Dockerfile')).toContain(images.many);
  });

  describe.skipIf(!hasOpenssl)('with certificates (needs openssl)', () => {
    it('is asked with encryption where it wants that, when its authority is believed', async () => {
      const { authority, certificate, key } = makeCertificates(desk.folder, 'IP:127.0.0.1');
      const { host } = await start({ tls: { certificate, key } });
      desk.write({ Dockerfile: `FROM ${host}/team/app:1\n` });
      expect(await pin([])).toMatchObject({ status: 2, output: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
      expect((await pin([], { NODE_EXTRA_CA_CERTS: authority })).status).toBe(0);
      expect(desk.read('Dockerfile')).toContain(images.many);
    });

    it('sends for a token, and takes the one that strangers get', async () => {
      const { certificate, key } = makeCertificates(desk.folder, 'DNS:tokens');
      const tokens = await tokenServer(certificate, key, 'team/app');
      const token = {
        realm: `http://${tokens.host}/token`,
        service: 'test',
        issuer: 'test',
        rootcertbundle: certificate,
      };
      const { host } = await start({ auth: { token } });
      desk.write({ Dockerfile: `FROM ${host}/team/app:1\nFROM ${host}/team/one:1\n` });
      expect(await pin([])).toEqual({
        status: 2,
        output: expect.stringContaining('shows no team/one: there is none, or it takes a login'),
      });
      expect(desk.read('Dockerfile')).toContain(`team/app:1@${images.many}\n`);
      expect(tokens.requests.toSorted()).toEqual([
        'GET /token?service=test&scope=repository%3Ateam%2Fapp%3Apull -',
        'GET /token?service=test&scope=repository%3Ateam%2Fone%3Apull -',
      ]);
    });
  });
});

/** Gives everybody a token that lets them pull one repository, as distribution's "Token Authentication" has it. */
async function tokenServer(certificate: string, key: string, repository: string): Promise<LoopbackServer> {
  const encoded = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const chain = readFileSync(certificate, 'utf8').replace(/-----[A-Z ]+-----|\s/g, '');
  const server = await serve((request, response) => {
    const isAllowed = request.url?.includes(encodeURIComponent(repository));
    const now = Math.floor(Date.now() / 1000);
    const times = { iat: now, nbf: now - 60, exp: now + 60 };
    const access = isAllowed ? [{ type: 'repository', name: repository, actions: ['pull'] }] : [];
    const claims = { iss: 'test', sub: '', aud: 'test', jti: randomUUID(), ...times, access };
    const content = `${encoded({ typ: 'JWT', alg: 'ES256', x5c: [chain] })}.${encoded(claims)}`;
    const signature = sign('sha256', Buffer.from(content), { key: readFileSync(key), dsaEncoding: 'ieee-p1363' });
    response.end(JSON.stringify({ token: `${content}.${signature.toString('base64url')}` }));
  });
  running.push({ stop: server.close });
  return server;
}
