import { chmodSync, lstatSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../support/command-line.ts';
import { answerManifest, digestOfManifest, type LoopbackServer, serve } from '../support/registry-server.ts';

const desk = new Desk();
const other = `sha256:${'b'.repeat(64)}`;
let answer: RequestListener;
let registry: LoopbackServer;

beforeEach(async () => {
  answer = answerManifest;
  registry = await serve((request, response) => answer(request, response));
});
afterEach(() => registry.close());

/** What a run must not leave behind in its folder is switched off. */
const quiet = () => ({ HOME: desk.folder, NODE_DISABLE_COMPILE_CACHE: '1' });

/** `seaworthy pin`, as somebody who has logged in nowhere. */
async function pin(...args: string[]) {
  const { status, stdout, stderr } = await desk.running(['pin', ...args], quiet());
  const told = (output: string) =>
    output.replaceAll(registry.host, 'HOST').replaceAll(digestOfManifest, 'DIGEST').replaceAll(other, 'OTHER');
  return { status, stdout: told(stdout), stderr: told(stderr) };
}

const read = (name: string) => desk.read(name).replaceAll(registry.host, 'HOST').replaceAll(digestOfManifest, 'DIGEST');

describe('seaworthy pin', () => {
  it('gives a digest to every image that has none, and says so', async () => {
    const dockerfile = `# syntax=${registry.host}/docker/dockerfile:1\nFROM ${registry.host}/node:24 AS build\nRUN --mount=from=${registry.host}/tools,target=/t true\nFROM scratch\nCOPY --from=build /a /a\nCOPY --from=${registry.host}/b:1@${other} /b /b\n`;
    const pod = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ${registry.host}/web:1 # the web\n  volumes:\n    - name: model\n      image:\n        reference: ${registry.host}/model:2\n`;
    const kustomization = `images:\n  - name: web\n    newName: ${registry.host}/web\n    newTag: "1"\n`;
    desk.write({ Dockerfile: dockerfile, 'deploy/pod.yaml': pod, 'deploy/kustomization.yaml': kustomization });
    expect(await pin()).toEqual({
      status: 0,
      stderr: '',
      stdout: [
        'Dockerfile:1: HOST/docker/dockerfile:1 pinned to DIGEST',
        'Dockerfile:2: HOST/node:24 pinned to DIGEST',
        'Dockerfile:3: HOST/tools:latest pinned to DIGEST',
        'deploy/kustomization.yaml:4: HOST/web:1 pinned to DIGEST',
        'deploy/pod.yaml:8: HOST/web:1 pinned to DIGEST',
        'deploy/pod.yaml:12: HOST/model:2 pinned to DIGEST',
        '',
      ].join('\n'),
    });
    expect(read('Dockerfile')).toContain(
      '# syntax=HOST/docker/dockerfile:1@DIGEST\nFROM HOST/node:24@DIGEST AS build\nRUN --mount=from=HOST/tools:latest@DIGEST,target=/t true\n',
    );
    expect(read('deploy/pod.yaml')).toContain('image: HOST/web:1@DIGEST # the web\n');
    expect(read('deploy/kustomization.yaml')).toContain('    newTag: "1"\n    digest: DIGEST\n');
    expect(readdirSync(desk.folder).sort()).toEqual(['Dockerfile', 'deploy']);
    expect((await pin('--check')).status).toBe(1);
    expect(await pin('--refresh')).toMatchObject({ status: 0, stdout: 'Dockerfile:6: HOST/b:1 refreshed to DIGEST\n' });
    expect(await pin('--check')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('asks nobody where there is nothing to ask', async () => {
    desk.write({ Dockerfile: `FROM scratch\nFROM ${registry.host}/a@${other}\nFROM $BASE\n` });
    expect(await pin()).toMatchObject({ status: 0, stdout: '' });
    desk.write({ Dockerfile: `FROM ${registry.host}/a:1\n` });
    expect(await pin('--check')).toEqual({ status: 1, stdout: 'Dockerfile:1: HOST/a:1 has no digest\n', stderr: '' });
    expect(registry.requests).toEqual([]);
  });

  it('writes nothing with --check and --dry-run', async () => {
    const text = `FROM ${registry.host}/a:1\nFROM ${registry.host}/b:1@${other}\n`;
    desk.write({ Dockerfile: text });
    expect(await pin('--dry-run', '--refresh')).toEqual({
      status: 0,
      stderr: '',
      stdout: 'Dockerfile:1: HOST/a:1 would be pinned to DIGEST\nDockerfile:2: HOST/b:1 would be refreshed to DIGEST\n',
    });
    expect(await pin('--check')).toEqual({
      status: 1,
      stderr: '',
      stdout: 'Dockerfile:1: HOST/a:1 has no digest\nDockerfile:2: HOST/b:1 has moved on to DIGEST\n',
    });
    expect(desk.read('Dockerfile')).toBe(text);
    expect((await pin('--check', '--refresh')).status).toBe(2);
  });

  it('writes what it could find out, and fails for the rest, each told once', async () => {
    answer = (request, response) =>
      request.url?.includes('/gone/') ? void response.writeHead(404).end() : answerManifest(request, response);
    desk.write({
      'a.Dockerfile': `FROM ${registry.host}/a:1\nFROM ${registry.host}/gone:1\n`,
      'b.Dockerfile': `FROM ${registry.host}/gone:1\n`,
    });
    expect(await pin()).toEqual({
      status: 2,
      stdout: 'a.Dockerfile:1: HOST/a:1 pinned to DIGEST\n',
      stderr: 'seaworthy: a.Dockerfile:2: HOST/gone:1: HOST has no gone:1\n',
    });
    expect(read('a.Dockerfile')).toBe('FROM HOST/a:1@DIGEST\nFROM HOST/gone:1\n');
  });

  it('tells programs everything', async () => {
    desk.write({ Dockerfile: `ARG V=1\nFROM ${registry.host}/a:1\nFROM ${registry.host}/b:\${V}-x\nFROM base\n` });
    const { status, stdout } = await pin('--format', 'json');
    expect(status).toBe(0);
    const { images, summary } = JSON.parse(stdout);
    expect(images).toMatchObject([
      {
        path: 'Dockerfile',
        range: { start: { line: 1, character: 5 } },
        image: 'HOST/a:1',
        outcome: 'pinned',
        newDigest: 'DIGEST',
      },
      { image: 'HOST/b:1-x', outcome: 'refused', reason: expect.stringContaining('whatever V is') },
      { image: 'base:latest', outcome: 'skipped', reason: expect.stringContaining('with a tag it is an image') },
    ]);
    expect(summary).toEqual({ kept: 0, pinned: 1, moved: 0, unpinned: 0, refused: 1, skipped: 1, unresolved: 0 });
  });

  it('tells in one line of many images that are filled in', async () => {
    const container = (at: number) => `    - name: c${at}\n      image: acme/web:\${TAG${at}}\n`;
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n';
    desk.write({ 'pod.yaml': pod + [1, 2, 3, 4].map(container).join('') });
    expect((await pin()).stderr).toBe(
      'seaworthy: pod.yaml:8: acme/web:${TAG1} and 3 more: nobody asked: it is filled in where the manifest is installed\n',
    );
  });

  it('leaves alone what is to be left alone', async () => {
    desk.write({
      '.seaworthy.yaml': 'ignore: [old/]\n',
      'old/Dockerfile': `FROM ${registry.host}/a:1\n`,
      Dockerfile: `# seaworthy-ignore-next-line pin-digest: it is our own\nFROM ${registry.host}/a:1\nFROM web\nFROM tools:1\n`,
      'compose.yaml':
        'services:\n  web:\n    image: tools:1\n    build:\n      context: tools\n      additional_contexts:\n        node: ../node\n',
      'tools/Dockerfile': 'FROM node\n',
      'deploy/pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1\n',
      'deploy/kustomization.yaml': 'resources: [pod.yaml]\nimages:\n  - name: web\n    newName: acme/web\n',
    });
    const { status, stdout, stderr } = await pin();
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr.split('\n').sort()).toEqual([
      '',
      'seaworthy: Dockerfile:3: web:latest: nobody asked: web may be something that the build is given: with a tag it is an image',
      'seaworthy: Dockerfile:4: tools:1: nobody asked: it is built here, from tools/Dockerfile',
      'seaworthy: deploy/pod.yaml:8: web:1: nobody asked: a kustomization puts another image in the place of web: pin that',
      'seaworthy: tools/Dockerfile:1: node:latest: nobody asked: the build is given something else in the place of node',
    ]);
    expect(registry.requests).toEqual([]);
  });
});

describe('the files that seaworthy pin writes', () => {
  it('keep their mode, their links, their byte order mark and their line ends', async () => {
    const text = `\uFEFFFROM ${registry.host}/a:1\r\nRUN true\r\n`;
    desk.write({ 'real/Dockerfile': text });
    const file = path.join(desk.folder, 'real/Dockerfile');
    chmodSync(file, 0o755);
    symlinkSync('real/Dockerfile', path.join(desk.folder, 'Dockerfile'));
    expect((await pin('Dockerfile')).status).toBe(0);
    expect(read('real/Dockerfile')).toBe('\uFEFFFROM HOST/a:1@DIGEST\r\nRUN true\r\n');
    expect(statSync(file).mode & 0o777).toBe(0o755);
    expect(lstatSync(path.join(desk.folder, 'Dockerfile')).isSymbolicLink()).toBe(true);
  });

  it('are left as they are when somebody has written to them meanwhile, or they are no UTF-8', async () => {
    const text = `FROM ${registry.host}/a:1\n`;
    desk.write({ Dockerfile: text, 'latin.Dockerfile': Buffer.from(`# caf\xe9\n${text}`, 'latin1') });
    answer = (request, response) => {
      desk.write({ Dockerfile: `${text}RUN true\n` });
      answerManifest(request, response);
    };
    expect(await pin()).toEqual({
      status: 2,
      stdout: '',
      stderr: [
        'seaworthy: Dockerfile: not written: it has changed in the meantime',
        'seaworthy: latin.Dockerfile: not written: it is not valid UTF-8',
        'seaworthy: Dockerfile:1: HOST/a:1: not pinned: the file was not written: it has changed in the meantime',
        'seaworthy: latin.Dockerfile:2: HOST/a:1: not pinned: the file was not written: it is not valid UTF-8',
        '',
      ].join('\n'),
    });
    expect(desk.read('Dockerfile')).toBe(`${text}RUN true\n`);
  });

  it('are none when it is interrupted', async () => {
    const text = `FROM ${registry.host}/a:1\nFROM ${registry.host}/slow:1\n`;
    desk.write({ Dockerfile: text });
    const asked = new Promise<void>((resolve) => {
      answer = (request, response) => (request.url?.includes('/slow/') ? resolve() : answerManifest(request, response));
    });
    const aborting = new AbortController();
    const running = desk.running(['pin'], quiet(), aborting.signal);
    await asked;
    aborting.abort();
    expect((await running).status).not.toBe(0);
    expect(desk.read('Dockerfile')).toBe(text);
    expect(readdirSync(desk.folder)).toEqual(['Dockerfile']);
  });
});
