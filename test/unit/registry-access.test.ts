import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readChallenges } from '../../server/src/node/registry/challenge.ts';
import { credentialsFor } from '../../server/src/node/registry/credentials.ts';
import { base64, RegistryDesk } from '../support/registry-desk.ts';
import { answerManifest, digestOfManifest, type LoopbackServer } from '../support/registry-server.ts';

const desk = new RegistryDesk();

describe('a registry that asks who is there', () => {
  /** One that hands out a token of its own, to those who know the password where there is one. */
  async function withTokens(password?: string): Promise<LoopbackServer> {
    const server: LoopbackServer = await desk.start((asked, response) => {
      const { authorization } = asked.headers;
      if (asked.url?.startsWith('/token')) {
        if (password !== undefined && authorization !== `Basic ${base64(`me:${password}`)}`)
          response.writeHead(401).end();
        else response.end('{"token":"abc"}');
      } else if (authorization === 'Bearer abc') answerManifest(asked, response);
      else {
        const challenge = `Bearer realm="http://${server.host}/token",service="here",scope="repository:a:pull,push"`;
        response.writeHead(401, { 'WWW-Authenticate': challenge }).end();
      }
    });
    return server;
  }

  it('gives strangers a token', async () => {
    const server = await withTokens();
    expect(await desk.client().digestOf(`${server.host}/a`)).toEqual({ digest: digestOfManifest });
    expect(server.requests).toEqual([
      'HEAD /v2/a/manifests/latest -',
      'GET /token?service=here&scope=repository%3Aa%3Apull -',
      'HEAD /v2/a/manifests/latest Bearer abc',
      `GET /v2/a/manifests/${digestOfManifest} Bearer abc`,
    ]);
  });

  it('gives those a token whose password Docker keeps', async () => {
    const server = await withTokens('secret');
    expect(await desk.client().digestOf(`${server.host}/a`)).toEqual({
      reason: `${server.host} gives no access to a: log in with docker login`,
    });
    desk.dockerConfig({ auths: { [server.host]: { auth: base64('me:secret') } } });
    expect(await desk.client().digestOf(`${server.host}/a`)).toEqual({ digest: digestOfManifest });
  });

  it('does not get a password where it would be readable', async () => {
    const server = await desk.start((_, response) =>
      response.writeHead(401, { 'WWW-Authenticate': 'Bearer realm="http://tokens.example.com/"' }).end(),
    );
    desk.dockerConfig({ auths: { [server.host]: { auth: base64('me:secret') } } });
    expect(JSON.stringify(await desk.client().digestOf(`${server.host}/a`))).toContain('not encrypted');
  });

  it.each([
    ['no token', '{"message":"fine"}'],
    ['what is none', '<html></html>'],
    ['one that would be two headers', JSON.stringify({ token: 'a\r\nX-Other: b' })],
    ['one that is no text', '{"token":{}}'],
    ['one without an end', `{"token":"${'x'.repeat(200_000)}"}`],
  ])('but gives %s is not believed', async (_, answer) => {
    const server = await desk.start((asked, response) => {
      if (asked.url?.startsWith('/token')) response.end(answer);
      else response.writeHead(401, { 'WWW-Authenticate': `Bearer realm="http://${server.host}/token"` }).end();
    });
    expect(await desk.client().digestOf(`${server.host}/a`)).toEqual({
      reason: `${server.host} gives no access: ${server.host} answers with 200`,
    });
  });

  it('gives a token that is of no use', async () => {
    const server = await desk.start((asked, response) => {
      if (asked.url?.startsWith('/token')) response.end('{"access_token":"abc"}');
      else response.writeHead(401, { 'WWW-Authenticate': `Bearer realm="http://${server.host}/token"` }).end();
    });
    expect(JSON.stringify(await desk.client().digestOf(`${server.host}/a`))).toContain('shows no a');
    expect(server.requests).toHaveLength(3);
  });

  it('and is sent elsewhere for its token does not get a password there', async () => {
    const thief = await desk.start((_, response) => void response.end('{"token":"abc"}'));
    const server = await desk.start((asked, response) => {
      if (asked.url?.startsWith('/token')) response.writeHead(307, { Location: `http://${thief.host}/` }).end();
      else response.writeHead(401, { 'WWW-Authenticate': `Bearer realm="http://${server.host}/token"` }).end();
    });
    desk.dockerConfig({ auths: { [server.host]: { auth: base64('me:secret') } } });
    expect(JSON.stringify(await desk.client().digestOf(`${server.host}/a`))).toContain('answers with 307');
    expect(thief.requests).toEqual([]);
  });

  it('has its own password, and nobody else gets it', async () => {
    const other = await desk.start((_, response) => response.writeHead(401, { 'WWW-Authenticate': 'Basic' }).end());
    desk.dockerConfig({ auths: { 'ghcr.io': { auth: base64('me:secret') } } });
    expect(JSON.stringify(await desk.client().digestOf(`${other.host}/ghcr.io/a`))).toContain('shows no ghcr.io/a');
    expect(other.requests).toEqual(['HEAD /v2/ghcr.io/a/manifests/latest -']);
  });

  it('asks in a form that is read as it is meant', () => {
    expect(readChallenges('Basic realm="a, b", Bearer realm="https://x/\\"y",service=z')).toEqual([
      { scheme: 'basic', parameters: new Map([['realm', 'a, b']]) },
      {
        scheme: 'bearer',
        parameters: new Map([
          ['realm', 'https://x/"y'],
          ['service', 'z'],
        ]),
      },
    ]);
    expect(readChallenges(undefined)).toEqual([]);
    expect(readChallenges('","'.repeat(5000))).toEqual([]);
  });
});

describe('credentials', () => {
  const find = (registry: string, more: NodeJS.ProcessEnv = {}) =>
    credentialsFor(registry, { HOME: desk.home, PATH: `${desk.home}:${process.env.PATH}`, ...more });

  it('are found where Docker and Podman keep them', async () => {
    desk.dockerConfig({
      auths: { 'https://index.docker.io/v1/': { auth: base64('hub:a:b') }, 'ghcr.io': { identitytoken: 't' } },
    });
    expect(await find('docker.io')).toMatchObject({ user: 'hub', password: 'a:b' });
    expect(await find('ghcr.io')).toMatchObject({ refreshToken: 't' });
    expect(await find('quay.io')).toBeUndefined();
    desk.write('run/containers/auth.json', JSON.stringify({ auths: { 'quay.io': { auth: base64('pod:man') } } }));
    expect(await find('quay.io', { XDG_RUNTIME_DIR: path.join(desk.home, 'run') })).toMatchObject({ user: 'pod' });
    desk.write('config.json', JSON.stringify({ auths: { 'quay.io': { auth: base64('own:x') } } }));
    expect(await find('quay.io', { DOCKER_CONFIG: desk.home })).toMatchObject({ user: 'own' });
  });

  it('are asked of the helper that is named, and of no other program', async () => {
    desk.program(
      'docker-credential-test',
      'read registry\n[ "$1 $registry" = "get ghcr.io" ] && echo \'{"Username":"h","Secret":"s"}\'',
    );
    desk.dockerConfig({
      credHelpers: { 'ghcr.io': 'test', 'quay.io': 'test', 'evil.io': '../../test' },
      credsStore: 'missing',
    });
    expect(await find('ghcr.io')).toMatchObject({ user: 'h', password: 's' });
    expect(await find('quay.io')).toBeUndefined();
    expect(await find('evil.io')).toBeUndefined();
    expect(await find('docker.io')).toBeUndefined();
  });

  it('are asked of no program that is not in a folder of PATH', async () => {
    const answer = 'touch "$HOME/ran"; echo \'{"Username":"x","Secret":"y"}\'';
    desk.program('docker-credential-here', answer);
    desk.program('bin/evil', answer);
    desk.program('bin/docker-credential-x/evil', answer);
    const helpers = ['here', '../evil', 'x/../evil', 'x/evil', '/bin/sh', '-c', '', '$(touch ran)', 'here;', 'x\0'];
    const PATH = `.:${path.relative(process.cwd(), desk.home)}::${path.join(desk.home, 'bin')}`;
    for (const helper of helpers) {
      desk.dockerConfig({ credsStore: helper });
      expect(await find('ghcr.io', { PATH }), helper).toBeUndefined();
    }
    expect(existsSync(path.join(desk.home, 'ran'))).toBe(false);
  });

  it('of a helper that fails or says nothing of use are none', async () => {
    for (const answer of ['exit 1', 'echo nothing', 'echo \'{"Username":1}\'', 'yes | head -c 300000']) {
      desk.program('docker-credential-test', answer);
      desk.dockerConfig({ credsStore: 'test', auths: { 'ghcr.io': { auth: base64('file:own') } } });
      expect(await find('ghcr.io'), answer).toMatchObject({ user: 'file' });
    }
  });

  it('that are written badly are none', async () => {
    desk.dockerConfig(['auths']);
    expect(await find('ghcr.io')).toBeUndefined();
    desk.write('.docker/config.json', '{"auths": {"ghcr.io": {"auth": 7}}, ');
    expect(await find('ghcr.io')).toBeUndefined();
  });
});
