import { describe, expect, it } from 'vitest';
import type { SharedHost } from '../../server/src/core/host.ts';
import { RememberedFiles } from '../../server/src/core/remembered-files.ts';
import { DeadLinks } from '../../server/src/workspace/image-links/dead-links.ts';
import { ImageLinks } from '../../server/src/workspace/image-links/image-links.ts';
import { testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

type Files = Readonly<Record<string, string>>;

/** A workspace in which the folder `module` is empty, as a submodule is that nobody has fetched. */
class WithSubmodule extends MemoryHost {
  override async listFolder(uri: string) {
    return uri === `${testRoot}/module` ? [] : super.listFolder(uri);
  }
}

function hostOf(files: Files): SharedHost {
  const placed = Object.entries({ 'a.txt': '', 'z/a.txt': '', ...files }).map(([path, text]) => [
    `${testRoot}/${path}`,
    text,
  ]);
  return new RememberedFiles(new WithSubmodule(Object.fromEntries(placed))).recording().host;
}

function deadLinksOf(files: Files): Promise<DeadLinks> {
  return DeadLinks.around(`${testRoot}/a.txt`, hostOf(files));
}

async function described(files: Files): Promise<readonly string[]> {
  const dead = await deadLinksOf(files);
  return dead.all.map((link) =>
    link.reason === 'cycle' ? dead.describe(link) : dead.describe(link).replace(/^.*?, from /, `${link.image.text}: `),
  );
}

const from = 'FROM scratch AS run\n';
const skaffold = (artifact: string) =>
  `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: acme/api\n${artifact}`;
const compose = (build: string) => `services:\n  api:\n    image: acme/api\n    build: ${build}\n`;

describe('a build definition that leads nowhere is found', () => {
  it.each<[string, Files, string]>([
    [
      'in Skaffold',
      { 'skaffold.yaml': skaffold('      context: api\n'), 'web/Dockerfile': from },
      'acme/api: api/Dockerfile, which does not exist',
    ],
    ['in Compose', { 'compose.yaml': compose('api') }, 'acme/api: api/Dockerfile, which does not exist'],
    [
      'by its stage',
      { 'compose.yaml': compose('{context: api, target: prod}'), 'api/Dockerfile': from },
      'acme/api: api/Dockerfile, which has no stage "prod"',
    ],
    [
      'in the configuration',
      { '.seaworthy.yaml': 'images:\n  acme/api: api/Dockerfile\n' },
      'acme/api: api/Dockerfile, which does not exist',
    ],
    [
      'where the Dockerfile is too large to be read',
      { 'compose.yaml': compose('{context: api, target: run}'), 'api/Dockerfile': from.padEnd(300_000, '#') },
      'acme/api: api/Dockerfile, which cannot be read',
    ],
    [
      'where it is too large and no stage of it is named',
      { 'compose.yaml': compose('api'), 'api/Dockerfile': from.padEnd(300_000, '#') },
      'acme/api: api/Dockerfile, which cannot be read',
    ],
    [
      'in a service that another one extends',
      {
        'compose.yaml': 'services:\n  api:\n    image: acme/api\n    extends: {file: base/common.yml, service: app}\n',
        'base/common.yml': 'services:\n  app:\n    build: src\n',
        'src/Dockerfile': from,
      },
      'acme/api: base/src/Dockerfile, which does not exist',
    ],
    [
      'in a file that is included',
      { 'compose.yaml': 'include: [api/compose.yaml]\n', 'api/compose.yaml': compose('src') },
      'acme/api: api/src/Dockerfile, which does not exist',
    ],
  ])('%s', async (_, files, expected) => {
    expect(await described(files)).toEqual([expected]);
  });

  it('and nothing else is lost', async () => {
    const dead = await deadLinksOf({
      'compose.yaml': 'services:\n  a:\n    image: acme/a\n    build: a\n  b:\n    image: acme/b\n    build: b\n',
      'b/Dockerfile': from,
    });
    expect(dead.of('acme/a:1', `${testRoot}/k8s/a.yaml`)?.dockerfile).toBe(`${testRoot}/a/Dockerfile`);
    expect(dead.of('acme/b:1', `${testRoot}/k8s/b.yaml`)).toBeUndefined();
    expect(dead.in(`${testRoot}/compose.yaml`)).toHaveLength(1);
    expect(dead.in(`${testRoot}/k8s/a.yaml`)).toEqual([]);
  });
});

describe('definitions that lead back to themselves are told once, at the word, and nothing else is lost', () => {
  const service = (name: string, more: string) => `  ${name}:\n    image: acme/${name}\n    ${more}\n`;
  const other = service('web', 'build: web');

  it.each<[string, Files, readonly string[]]>([
    [
      'services that extend one another',
      {
        'compose.yaml': `services:\n${service('a', 'extends: b')}${service('b', 'extends: {service: a}')}${other}${service('c', 'extends: a')}`,
      },
      ['compose.yaml:7: the service "a" extends itself, by way of "b"'],
    ],
    [
      'a service that extends itself',
      { 'compose.yaml': `services:\n${service('a', 'extends: a')}${other}` },
      ['compose.yaml:4: the service "a" extends itself'],
    ],
    [
      'services of several files',
      {
        'compose.yaml': `services:\n${service('a', 'extends: {service: b, file: base/compose.yaml}')}${other}`,
        'base/compose.yaml': `services:\n${service('b', 'extends: {service: a, file: ../compose.yaml}')}`,
      },
      ['base/compose.yaml:4: the service "a" extends itself, by way of "b"'],
    ],
    [
      'files that include one another',
      {
        'compose.yaml': `include:\n  - more/services.yaml\nservices:\n${other}`,
        'more/services.yaml': 'include:\n  - path: [../compose.yaml]\n',
      },
      ['more/services.yaml:2: compose.yaml includes itself, by way of services.yaml'],
    ],
    [
      'a file that includes itself',
      { 'compose.yaml': `include: [compose.yaml]\nservices:\n${other}` },
      ['compose.yaml:1: compose.yaml includes itself'],
    ],
  ])('%s', async (_, files, expected) => {
    const dead = await deadLinksOf({ ...files, 'web/Dockerfile': from });
    const told = dead.all.map((link) => {
      const { file, span } = link.evidence.place ?? {};
      const line = file && span ? file.lines.lineAt(span.start) + 1 : undefined;
      return `${file?.uri.slice(testRoot.length + 1)}:${line}: ${dead.describe(link)}`;
    });
    expect(told).toEqual(expected);
    const links = await ImageLinks.around(`${testRoot}/a.txt`, hostOf({ ...files, 'web/Dockerfile': from }));
    expect(links.all.map(({ image }) => image.text)).toEqual(['acme/web']);
  });
});

describe('nothing is said of', () => {
  it.each<[string, Files]>([
    ['what a variable decides', { 'compose.yaml': compose('"${DIR:-api}"') }],
    ['a submodule that is not fetched', { 'compose.yaml': compose('module') }],
    ['what is outside of the workspace', { 'compose.yaml': compose('../api') }],
    ['what a repository elsewhere has', { 'compose.yaml': compose('https://github.com/acme/api.git') }],
    [
      'what runs before the build',
      { 'skaffold.yaml': skaffold('      context: api\n      hooks:\n        before:\n          - command: [make]\n') },
    ],
    ['what a script may write', { 'build.sh': 'docker build -t acme/api api\n' }],
    ['a stage by its number', { 'compose.yaml': compose('{context: api, target: "0"}'), 'api/Dockerfile': from }],
    [
      'targets that inherit from one another',
      {
        'docker-bake.hcl':
          'target "a" {\n  inherits = ["b"]\n  tags = ["acme/a"]\n}\ntarget "b" {\n  inherits = ["a"]\n  context = "api"\n}\n',
        'api/Dockerfile': from,
      },
    ],
  ])('%s', async (_, files) => {
    expect(await described(files)).toEqual([]);
  });

  it('a bare name elsewhere, or an image that another definition builds', async () => {
    const dead = await deadLinksOf({
      'one/compose.yaml': 'services:\n  web:\n    image: web\n    build: web\n',
      'two/compose.yaml': 'services:\n  web:\n    image: web\n    build: .\n',
      'two/Dockerfile': from,
    });
    expect(dead.of('web', `${testRoot}/one/k8s/web.yaml`)).toBeDefined();
    expect(dead.of('web', `${testRoot}/two/k8s/web.yaml`)).toBeUndefined();
    expect(dead.of('web', `${testRoot}/three/web.yaml`)).toBeUndefined();
  });
});
