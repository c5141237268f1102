import { describe, expect, it } from 'vitest';
import { RememberedFiles } from '../../server/src/core/remembered-files.ts';
import { DeadLinks } from '../../server/src/workspace/image-links/dead-links.ts';
import { testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

type Files = Readonly<Record<string, string>>;

/** A workspace in which the folder `module` is empty, as a submodule is that nobody has fetched. */
class WithSubmodule extends MemoryHost {
  override async listFolder(uri: string) {
    return uri === `${testRoot}/module` ? [] : super.listFolder(uri);
  }
}

function deadLinksOf(files: Files): Promise<DeadLinks> {
  const placed = Object.entries({ 'a.txt': '', 'z/a.txt': '', ...files }).map(([path, text]) => [
    `${testRoot}/${path}`,
    text,
  ]);
  const { host } = new RememberedFiles(new WithSubmodule(Object.fromEntries(placed))).recording();
  return DeadLinks.around(`${testRoot}/a.txt`, host);
}

async function described(files: Files): Promise<readonly string[]> {
  const dead = await deadLinksOf(files);
  return dead.all.map((link) => `${link.image.text}: ${dead.describe(link)}`);
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
