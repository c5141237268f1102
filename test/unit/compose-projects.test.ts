import { describe, expect, it } from 'vitest';
import { RememberedFiles } from '../../server/src/core/remembered-files.ts';
import { ImageLinks } from '../../server/src/workspace/image-links/image-links.ts';
import { testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

type Files = Readonly<Record<string, string>>;

/** What is built, each as `image: Dockerfile#target, context, said at`, paths from the workspace. */
async function built(files: Files): Promise<readonly string[]> {
  const placed = Object.entries(files).map(([path, text]) => [`${testRoot}/${path}`, text]);
  const { host } = new RememberedFiles(new MemoryHost(Object.fromEntries(placed))).recording();
  const { all } = await ImageLinks.around(`${testRoot}/compose.yaml`, host);
  const pathOf = (uri: string | undefined) => uri?.slice(testRoot.length + 1);
  return all.map(({ image, dockerfile, target, context, args, evidence: [first] }) => {
    const { file, span } = first?.place ?? {};
    const line = file && span ? file.lines.lineAt(span.start) + 1 : 0;
    const stage = target === undefined ? '' : `#${target}`;
    const set = [...args].map(([name, value]) => ` ${name}=${value}`).join('');
    return `${image.text}: ${pathOf(dockerfile)}${stage} in ${pathOf(context) || '.'}${set} (${pathOf(file?.uri)}:${line})`;
  });
}

const from = 'FROM scratch AS run\n';
const services = (...lines: string[]) => `services:\n${lines.map((line) => `  ${line}\n`).join('')}`;

describe('a service of Compose is built as what it extends', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'in the same file',
      {
        'compose.yaml': services(
          'base: {image: acme/base, build: {context: src, target: run, args: {A: 1, B: 2}}}',
          'api: {extends: base, image: acme/api, build: {args: {B: 3}}}',
        ),
        'src/Dockerfile': from,
      },
      [
        'acme/base: src/Dockerfile#run in src A=1 B=2 (compose.yaml:2)',
        'acme/api: src/Dockerfile#run in src A=1 B=3 (compose.yaml:3)',
      ],
    ],
    [
      'in another file, whose paths start from its folder',
      {
        'compose.yaml': services('api: {extends: {file: ops/common.yml, service: app}, image: "acme/api:${TAG}"}'),
        'ops/common.yml': services(
          'app: {extends: {file: ../base.yml, service: root}, build: {dockerfile: Dockerfile.prod}}',
        ),
        'base.yml': services('root: {build: ./src}'),
        'src/Dockerfile.prod': from,
        '.env': 'TAG=7\n',
      },
      ['acme/api:7: src/Dockerfile.prod in src (compose.yaml:2)'],
    ],
    [
      'and named by it, where it stands',
      {
        'compose.yaml': services('api: {extends: {file: ops/common.yml, service: app}}'),
        'ops/common.yml': services('app:', '  image: acme/app', '  build: .'),
        'ops/Dockerfile': from,
      },
      ['acme/app: ops/Dockerfile in ops (ops/common.yml:3)'],
    ],
    [
      'in the folder of its own file, where no context is written',
      {
        'compose.yaml': services('api: {extends: {file: ops/common.yml, service: app}, image: acme/api}'),
        'ops/common.yml': services('app: {build: {target: run}}'),
        Dockerfile: from,
        'ops/Dockerfile': from,
      },
      ['acme/api: Dockerfile#run in . (compose.yaml:2)'],
    ],
    [
      'but for what it takes away or replaces',
      {
        'compose.yaml': services(
          'base: {image: acme/base, build: {context: src, target: run}}',
          'redis: {extends: base, image: redis, build: !reset null}',
          'web: {extends: base, image: acme/web, build: !override {context: web}}',
          'last: {extends: base, image: acme/last, build: {target: !reset null}}',
        ),
        'src/Dockerfile': from,
        'web/Dockerfile': from,
      },
      [
        'acme/base: src/Dockerfile#run in src (compose.yaml:2)',
        'acme/web: web/Dockerfile in web (compose.yaml:4)',
        'acme/last: src/Dockerfile in src (compose.yaml:5)',
      ],
    ],
    [
      'and not outside of the workspace',
      {
        'compose.yaml': services('api: {extends: {file: ../common.yml, service: app}, image: acme/api}'),
        '../common.yml': services('app: {build: .}'),
        Dockerfile: from,
      },
      [],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await built(files)).toEqual(expected);
  });
});

describe('what a Compose file includes is built', () => {
  const app = services('api: {image: "acme/api:${TAG-1}", build: src}');

  it.each<[string, Files, readonly string[]]>([
    [
      'from the folder of the included file',
      { 'compose.yaml': 'include:\n  - ops/app.yaml\n', 'ops/app.yaml': app, 'ops/src/Dockerfile': from },
      ['acme/api:1: ops/src/Dockerfile in ops/src (ops/app.yaml:2)'],
    ],
    [
      'from the folder that is said to be the project’s',
      {
        'compose.yaml': 'include:\n  - path: ops/app.yaml\n    project_directory: .\n',
        'ops/app.yaml': app,
        'src/Dockerfile': from,
      },
      ['acme/api:1: src/Dockerfile in src (ops/app.yaml:2)'],
    ],
    [
      'with the files that override it',
      {
        'compose.yaml': 'include:\n  - path: [ops/app.yaml, ops/more/prod.yaml]\n',
        'ops/app.yaml': app,
        'ops/more/prod.yaml': services('api: {build: {target: run}}'),
        'ops/src/Dockerfile': from,
      },
      ['acme/api:1: ops/src/Dockerfile#run in ops/src (ops/app.yaml:2)'],
    ],
    [
      'with the variables beside it, but for those of the project',
      {
        'compose.yaml': `include: [ops/app.yaml]\n# $\n`,
        '.env': 'TAG=2\n',
        'ops/.env': 'TAG=3\nDIR=src\n',
        'ops/app.yaml': app.replace('src', '$DIR'),
        'ops/src/Dockerfile': from,
      },
      ['acme/api:2: ops/src/Dockerfile in ops/src (ops/app.yaml:2)'],
    ],
    [
      'and what that includes, by the name of the project',
      {
        'compose.yaml': 'name: shop\ninclude: [one/a.yaml]\n',
        'one/a.yaml': 'include: [two/b.yaml]\n',
        'one/two/b.yaml': services('api: {build: .}'),
        'one/two/Dockerfile': from,
      },
      ['shop-api: one/two/Dockerfile in one/two (one/two/b.yaml:2)'],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await built(files)).toEqual(expected);
  });

  it('in time, where each includes many', async () => {
    const entries = Array.from({ length: 8 }, (_, at) => {
      const next = Array.from({ length: 20 }, () => `d${at + 1}.yaml`);
      return [`d${at}.yaml`, `include: [${next.join(', ')}]\n`];
    });
    const files = { ...Object.fromEntries(entries), 'compose.yaml': 'include: [d0.yaml]\n', 'd8.yaml': app };
    expect(await built({ ...files, 'src/Dockerfile': from })).toHaveLength(1);
  });
});
