import { describe, expect, it } from 'vitest';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import type { BuildContext } from '../../server/src/workspace/build-context.ts';
import { BuildContexts } from '../../server/src/workspace/build-contexts.ts';
import { MemoryHost } from '../support/memory-host.ts';

const root = 'file:///repo';
const from = (...lines: readonly string[]) => `FROM alpine:3.24\n${lines.map((line) => `${line}\n`).join('')}`;

/** The contexts of a Dockerfile among files, given by their paths in the repository; folders are said without `file:`. */
async function contextsOf(text: string, files: Readonly<Record<string, string>>, path = 'deploy/Dockerfile') {
  const all = { '.git/HEAD': '', ...files, [path]: text };
  const host = new MemoryHost(Object.fromEntries(Object.entries(all).map(([name, one]) => [`${root}/${name}`, one])));
  const contexts = await BuildContexts.of(new Dockerfile(text), { uri: `${root}/${path}`, host });
  const folderOf = (context: BuildContext) => context.uri('.').slice(root.length) || '/';
  return { contexts, folders: contexts.all.map(folderOf), likely: contexts.candidates.map(folderOf) };
}

describe('where builds read their files', () => {
  it('is the nearest folder that has what is copied', async () => {
    const text = from('COPY go.mod ./');
    expect((await contextsOf(text, { 'go.mod': '', 'deploy/go.mod': '' })).folders).toEqual(['/deploy']);
    expect((await contextsOf(text, { 'go.mod': '' })).folders).toEqual(['/']);
    const { contexts, likely } = await contextsOf(text, { 'go.sum': '' });
    expect([contexts.basis, contexts.certain, likely]).toEqual(['supposed', undefined, ['/deploy', '/']]);
  });

  it('is where most is when nothing has everything', async () => {
    const text = from('COPY go.mod go.sum ./', 'COPY src src', 'COPY typo ./');
    const { contexts, likely } = await contextsOf(text, { 'go.mod': '', 'src/a.go': '', 'deploy/go.sum': '' });
    expect([contexts.basis, likely]).toEqual(['supposed', ['/', '/deploy']]);
  });

  it('is no further up than the repository', async () => {
    const files = { 'deploy/x/.git/HEAD': '', 'go.mod': '' };
    const { contexts, likely } = await contextsOf(from('COPY go.mod ./'), files, 'deploy/x/y/Dockerfile');
    expect([contexts.basis, likely]).toEqual(['supposed', ['/deploy/x/y', '/deploy/x']]);
  });

  it('is no further up than the workspace where there is no repository', async () => {
    const text = from('COPY go.mod ./');
    const uri = `${root}/a%20b%40c/deploy/Dockerfile`;
    const host = new MemoryHost({ [`${root}/go.mod`]: '', [uri]: text });
    const within = (folder: string) => Object.assign(host, { rootOf: () => folder });
    const likely = async (folder: string) =>
      (await BuildContexts.of(new Dockerfile(text), { uri, host: within(folder) })).candidates.length;
    expect(await likely(`${root}/a%20b@c/deploy`)).toBe(1);
    expect(await likely(`${root}/a%20b@c`)).toBe(2);
  });

  it('has the folders in which patterns match, and what variables stand for', async () => {
    const files = { 'web/a.csproj': '', 'deploy/x': '', 'v1/app': '' };
    const text = from('ARG V=v1', 'COPY web/*.csproj ./', 'COPY $V/app ./');
    expect((await contextsOf(text, files)).folders).toEqual(['/']);
  });

  it('need not have what Git ignores, for that is made before the build', async () => {
    const files = { '.gitignore': 'dist/\n/deploy/bin\n*.jar\n!kept.jar\n', 'deploy/x': '' };
    expect((await contextsOf(from('COPY dist/app /'), files)).folders).toEqual(['/deploy']);
    expect((await contextsOf(from('COPY bin/app /'), files)).folders).toEqual(['/deploy']);
    expect((await contextsOf(from('COPY deploy/dist/app /'), files)).folders).toEqual(['/']);
    expect((await contextsOf(from('COPY app.jar /'), files)).contexts.basis).toBe('found');
    expect((await contextsOf(from('COPY kept.jar /'), files)).contexts.basis).toBe('supposed');
    const inner = { ...files, 'deploy/.gitignore': '!own.jar\n' };
    expect((await contextsOf(from('COPY own.jar /'), inner)).folders).toEqual(['/']);
  });

  it('does not look for what comes from stages, addresses and patterns', async () => {
    const text = from('COPY --from=a /x /x', 'ADD https://example.com/a.tar *.txt $FILE /b/');
    expect((await contextsOf(text, {})).folders).toEqual(['/deploy']);
  });

  const text = from('COPY go.mod ./');
  const stating: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    [
      'compose.yaml',
      'services:\n  app:\n    build:\n      context: app\n      dockerfile: ../deploy/Dockerfile\n',
      ['/app'],
      [],
    ],
    ['compose.yaml', 'services:\n  deploy:\n    build: deploy\n    image: app\n', ['/deploy'], []],
    [
      'compose.yaml',
      'services:\n  a:\n    build: deploy\n  b:\n    build:\n      context: .\n      dockerfile: deploy/Dockerfile\n      additional_contexts:\n        - tools=./tools\n',
      ['/deploy', '/'],
      ['tools'],
    ],
    [
      'skaffold.yaml',
      'apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  artifacts:\n    - image: app\n      context: app\n      docker:\n        dockerfile: ../deploy/Dockerfile\n',
      ['/app'],
      [],
    ],
    [
      'docker-bake.hcl',
      'target "app" {\n  tags = ["app"]\n  dockerfile = "deploy/Dockerfile"\n  contexts = { tools = "target:tools", docs = "./docs" }\n}\n',
      ['/'],
      ['tools', 'docs'],
    ],
    [
      'docker-bake.hcl',
      'target "_all" {\n  contexts = { tools = "target:tools" }\n}\ntarget "app" {\n  inherits = ["_all"]\n  context = "app"\n  dockerfile = "../deploy/Dockerfile"\n}\n',
      ['/app'],
      ['tools'],
    ],
    [
      'Makefile',
      'image:\n\tdocker build -t app -f deploy/Dockerfile --build-context tools=../tools app\n',
      ['/app'],
      ['tools'],
    ],
    [
      '.github/workflows/ci.yaml',
      'jobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          file: deploy/Dockerfile\n          tags: acme/app\n          build-contexts: |\n            tools=./tools\n',
      ['/'],
      ['tools'],
    ],
  ];
  it.each(stating)('is what %s states: %j', async (name, stated, folders, named) => {
    const files = { 'go.mod': '', 'deploy/go.mod': '', 'app/x': '', [name]: stated };
    const found = await contextsOf(text, files);
    expect([found.contexts.basis, found.folders, [...found.contexts.named.keys()]]).toEqual(['stated', folders, named]);
  });

  it.each(['https://github.com/acme/app.git', '$(TOP_ROOT)', '/srv/app', '../..'])(
    'is not known in %s',
    async (context) => {
      const files = { Makefile: `image:\n\tdocker build -t app -f deploy/Dockerfile ${context}\n` };
      const { contexts } = await contextsOf(text, files);
      expect([contexts.basis, contexts.all, contexts.isComplete]).toEqual(['stated', [], false]);
    },
  );
});

describe('a build context', () => {
  it('is without what .dockerignore leaves out', async () => {
    const files = { 'go.mod': '', 'go.sum': '', 'src/a.c': '', '.dockerignore': 'go.sum\n' };
    const context = (await contextsOf(from('COPY go.mod ./'), files)).contexts.certain;
    expect([await context?.has('go.sum'), await context?.has('src/a.c')]).toEqual([false, true]);
    expect(await context?.read('go.sum')).toBeUndefined();
    expect((await context?.list('.'))?.map(({ name }) => name)).not.toContain('go.sum');
  });

  it('is without what the file of the Dockerfile leaves out, and that alone', async () => {
    const files = {
      'go.mod': '',
      'go.sum': '',
      '.dockerignore': 'go.mod\n',
      'deploy/Dockerfile.dockerignore': '*.sum\n',
    };
    const context = (await contextsOf(from('COPY go.mod ./'), files)).contexts.certain;
    expect([await context?.has('go.mod'), await context?.has('go.sum')]).toEqual([true, false]);
    expect(context?.ignoreFile?.uri).toBe(`${root}/deploy/Dockerfile.dockerignore`);
  });
});
