import type { RequestListener } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readImageReference } from '../../server/src/image/reference.ts';
import { isDigest, registryAddress } from '../../server/src/image/registry-address.ts';
import { base64, RegistryDesk } from '../support/registry-desk.ts';
import { answerManifest, digestOfManifest, manifest, serve } from '../support/registry-server.ts';

const desk = new RegistryDesk();

describe('where registries are', () => {
  it.each([
    ['node', 'registry-1.docker.io', 'library/node', 'latest'],
    ['docker.io/acme/web:1', 'registry-1.docker.io', 'acme/web', '1'],
    ['index.docker.io/library/node:24@sha256:1', 'registry-1.docker.io', 'library/node', '24'],
    ['ghcr.io/acme/web:1', 'ghcr.io', 'acme/web', '1'],
    ['localhost:5000/web', 'localhost:5000', 'web', 'latest'],
  ])('%s', (image, host, repository, tag) => {
    expect(registryAddress(readImageReference(image))).toMatchObject({ host, repository, tag });
  });

  it('are asked without encryption on this machine alone', () => {
    const isLoopback = (image: string) => registryAddress(readImageReference(image)).isLoopback;
    expect(['localhost/a', 'localhost:5000/a', '127.0.0.1:5/a'].map(isLoopback)).toEqual([true, true, true]);
    expect(['localhost.evil.com/a', '127.0.0.1.evil.com/a', '10.0.0.1:5000/a'].map(isLoopback)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('tell digests in one form only', () => {
    expect(isDigest(digestOfManifest)).toBe(true);
    for (const text of ['sha256:1', `${digestOfManifest}\nRUN x`, digestOfManifest.toUpperCase(), ''])
      expect(isDigest(text)).toBe(false);
  });
});

describe('a registry that answers', () => {
  it('is asked once for each image, with all that a digest may be of', async () => {
    let accept: string | undefined;
    const server = await desk.start((asked, response) => {
      accept = asked.headers.accept;
      answerManifest(asked, response);
    });
    const one = desk.client();
    const image = `${server.host}/team/app:1.0`;
    expect(await Promise.all([one.digestOf(image), one.digestOf(`${image}@${digestOfManifest}`)])).toEqual([
      { digest: digestOfManifest },
      { digest: digestOfManifest },
    ]);
    expect(server.requests).toEqual([
      'HEAD /v2/team/app/manifests/1.0 -',
      `GET /v2/team/app/manifests/${digestOfManifest} -`,
    ]);
    expect(accept?.split(', ')).toHaveLength(4);
  });

  it('is not asked for the content of a digest that is written already', async () => {
    const server = await desk.start(answerManifest);
    expect(await desk.client().digestOf(`${server.host}/a:1`, [digestOfManifest])).toEqual({
      digest: digestOfManifest,
    });
    expect(server.requests).toEqual(['HEAD /v2/a/manifests/1 -']);
  });

  it('but tells no digest, or knows no HEAD, is asked for the manifest itself', async () => {
    const silent = await desk.start((_, response) => void response.end(manifest));
    expect(await desk.client().digestOf(`${silent.host}/a`)).toEqual({ digest: digestOfManifest });
    const old = await desk.start((asked, response) => {
      response.statusCode = asked.method === 'HEAD' ? 405 : 200;
      response.end(manifest);
    });
    expect(await desk.client().digestOf(`${old.host}/a`)).toEqual({ digest: digestOfManifest });
  });

  it('is asked about few images at a time', async () => {
    let [now, most] = [0, 0];
    const server = await desk.start((asked, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        answerManifest(asked, response);
      }, 20);
    });
    const one = desk.client();
    await Promise.all(Array.from({ length: 20 }, (_, at) => one.digestOf(`${server.host}/a:${at}`)));
    expect(server.requests).toHaveLength(40);
    expect(most).toBe(4);
  });
});

describe('a registry that does not', () => {
  const reasonFor = async (answer: RequestListener, patience?: number) => {
    const { host } = await desk.start(answer);
    const told = await desk.client({}, patience).digestOf(`${host}/team/app:1.0`);
    return JSON.stringify(told).replaceAll(host, 'HOST');
  };

  it('is there is said to refuse', async () => {
    const { host, close } = await serve(() => {});
    await close();
    expect(await desk.client().digestOf(`${host}/a`)).toEqual({ reason: `${host} refuses the connection` });
  });

  it('has the image says so', async () => {
    expect(await reasonFor((_, response) => void response.writeHead(404).end())).toContain('HOST has no team/app:1.0');
  });

  it('answers in time, or ends in the middle, is given up', async () => {
    expect(await reasonFor(() => {}, 200)).toContain('did not answer within 1 second');
    const dripping: RequestListener = (_, response) => void response.writeHead(200).write('{');
    expect(
      await reasonFor((asked, response) => (asked.method === 'HEAD' ? response.end() : dripping(asked, response)), 300),
    ).toContain('did not answer');
    expect(await reasonFor((_, response) => response.destroy())).toContain('ended the connection');
  });

  it('answers at all is not waited for again and again', async () => {
    const server = await desk.start(() => {});
    const one = desk.client({}, 100);
    const images = Array.from({ length: 12 }, (_, at) => one.digestOf(`${server.host}/a:${at}`));
    const reasons = (await Promise.all(images)).map((told) => JSON.stringify(told));
    expect(new Set(reasons)).toEqual(new Set([`{"reason":"${server.host} did not answer within 1 seconds"}`]));
    // Four are asked about at a time, so that three more are under way when the fourth is missed.
    expect(server.requests.length).toBeLessThan(8);
  });

  it('come to an end is given up', async () => {
    const endless: RequestListener = (asked, response) => {
      if (asked.method === 'HEAD') return void response.end();
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(100_000)));
      };
      response.on('drain', more);
      more();
    };
    expect(await reasonFor(endless)).toContain('answers with more than 4 MiB');
  });

  it('speak HTTP is given up', async () => {
    const server = createServer((socket) => socket.on('error', () => {}).end('220 mail.example.com ESMTP\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(JSON.stringify(await desk.client().digestOf(`127.0.0.1:${port}/a`))).toContain('"reason"');
    server.close();
  });

  it('is waited for ends with its signal', async () => {
    const { host } = await desk.start(() => {});
    const aborting = new AbortController();
    setTimeout(() => aborting.abort(), 50);
    expect(await desk.client().digestOf(`${host}/a`, [], aborting.signal)).toEqual({
      reason: `${host} was not waited for`,
    });
  });

  it('tell the truth is not believed', async () => {
    const telling =
      (digest: string, body = manifest): RequestListener =>
      (asked, response) => {
        if (asked.method === 'GET') response.setHeader('Docker-Content-Digest', digest);
        response.end(asked.method === 'HEAD' ? undefined : body);
      };
    expect(await reasonFor(telling(`sha256:${'0'.repeat(64)}`))).toContain('not that of its answer');
    expect(await reasonFor(telling('sha256:zz'))).toContain('a digest that is none');
    const promised: RequestListener = (asked, response) => {
      if (asked.method === 'HEAD') response.setHeader('Docker-Content-Digest', `sha256:${'0'.repeat(64)}`);
      response.end(asked.method === 'HEAD' ? undefined : manifest);
    };
    expect(await reasonFor(promised)).toContain('not that of its answer');
    const forgetful: RequestListener = (asked, response) => {
      if (asked.method === 'HEAD') response.setHeader('Docker-Content-Digest', digestOfManifest);
      response.writeHead(asked.method === 'HEAD' ? 200 : 404).end();
    };
    expect(await reasonFor(forgetful)).toContain('a digest of team/app:1.0 that it does not have');
    expect(await reasonFor((_, response) => void response.end('{"schemaVersion":1,"signatures":[]}'))).toContain(
      'out of use',
    );
    expect(await reasonFor((_, response) => void response.end('{"schemaVersion":2,"errors":[]}'))).toContain(
      'no manifest',
    );
    const malformed: RequestListener = (_, response) =>
      void response.setHeader('Docker-Content-Digest', 'latest').end();
    expect(await reasonFor(malformed)).toContain('a digest that is none');
    expect(await reasonFor((_, response) => void response.end('<html>Log in to the hotel</html>'))).toContain(
      'no manifest',
    );
    expect(
      await reasonFor((asked, response) => void response.end(asked.method === 'HEAD' ? '' : 'x'.repeat(5_000_000))),
    ).toContain('more than 4 MiB');
  });

  it('want to be asked so often is asked no more', async () => {
    const server = await desk.start((_, response) => void response.writeHead(429, { 'Retry-After': '90' }).end());
    const one = desk.client();
    const first = await one.digestOf(`${server.host}/a`);
    expect(first).toEqual({ reason: `${server.host} has been asked too often: try again in 90 seconds` });
    expect(await one.digestOf(`${server.host}/b`)).toEqual(first);
    expect(server.requests).toHaveLength(1);
  });

  it('answer there but sends elsewhere is followed, without credentials', async () => {
    const mirror = await desk.start(answerManifest);
    const server = await desk.start((asked, response) => {
      if (!asked.headers.authorization) response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="r"' }).end();
      else response.writeHead(307, { Location: `http://${mirror.host}/elsewhere` }).end();
    });
    desk.dockerConfig({ auths: { [server.host]: { auth: base64('me:secret') } } });
    expect(await desk.client().digestOf(`${server.host}/a`)).toEqual({ digest: digestOfManifest });
    expect(server.requests.slice(1, 2)).toEqual([`HEAD /v2/a/manifests/latest Basic ${base64('me:secret')}`]);
    expect(mirror.requests).toEqual(['HEAD /elsewhere -', 'GET /elsewhere -']);
  });

  it('answer there but sends to somebody who asks for a password does not get one there', async () => {
    const thief = await desk.start((asked, response) => {
      if (asked.url?.startsWith('/token')) return void response.end('{"token":"abc"}');
      const challenge = `Bearer realm="http://${thief.host}/token", Basic realm="x"`;
      response.writeHead(401, { 'WWW-Authenticate': challenge }).end();
    });
    const server = await desk.start(
      (_, response) => void response.writeHead(307, { Location: `http://${thief.host}/elsewhere` }).end(),
    );
    desk.dockerConfig({ auths: { [server.host]: { auth: base64('me:secret') } } });
    expect(JSON.stringify(await desk.client().digestOf(`${server.host}/a`))).toContain('shows no a');
    expect(thief.requests).toEqual(['HEAD /elsewhere -']);
  });

  it('end its redirections, or sends where nothing is encrypted, is not followed', async () => {
    expect(await reasonFor((_, response) => void response.writeHead(302, { Location: '/again' }).end())).toContain(
      'without an end',
    );
    const out: RequestListener = (_, response) =>
      void response.writeHead(302, { Location: 'http://example.com/' }).end();
    expect(await reasonFor(out)).toContain('not encrypted');
  });
});
