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
  return dead.all.map((link) => `${dead.subjectOf(link)}: ${dead.describe(link).replace(/^.*?, from /, '')}`);
}

const from = 'FROM scratch AS run\n';
const skaffold = (artifact: string) =>
  `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: acme/api\n${artifact}`;
const compose = (build: string) => `services:\n  api:\n    image: acme/api\n    build: ${build}\n`;

const workflow = (...steps: readonly string[]) =>
  `jobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`;
const checkout = 'uses: actions/checkout@v5';
const login = 'uses: docker/login-action@v3';
const pushOf = (inputs: string) => `{uses: docker/build-push-action@v6, with: {tags: acme/api, ${inputs}}}`;
const pushed = pushOf('context: ., file: ci/Dockerfile');

describe('a build definition that leads nowhere is found', () => {
  it.each<[string, Files, string]>([
    [
      'in Skaffold',
      { 'skaffold.yaml': skaffold('      context: api\n'), 'web/Dockerfile': from },
      '"acme/api": api/Dockerfile, which does not exist',
    ],
    ['in Compose', { 'compose.yaml': compose('api') }, '"acme/api": api/Dockerfile, which does not exist'],
    [
      'by its stage',
      { 'compose.yaml': compose('{context: api, target: prod}'), 'api/Dockerfile': from },
      '"acme/api": api/Dockerfile, which has no stage "prod"',
    ],
    [
      'in the configuration',
      { '.seaworthy.yaml': 'images:\n  acme/api: api/Dockerfile\n' },
      '"acme/api": api/Dockerfile, which does not exist',
    ],
    [
      'where the Dockerfile is too large to be read',
      { 'compose.yaml': compose('{context: api, target: run}'), 'api/Dockerfile': from.padEnd(300_000, '#') },
      '"acme/api": api/Dockerfile, which cannot be read',
    ],
    [
      'where it is too large and no stage of it is named',
      { 'compose.yaml': compose('api'), 'api/Dockerfile': from.padEnd(300_000, '#') },
      '"acme/api": api/Dockerfile, which cannot be read',
    ],
    [
      'in a service that another one extends',
      {
        'compose.yaml': 'services:\n  api:\n    image: acme/api\n    extends: {file: base/common.yml, service: app}\n',
        'base/common.yml': 'services:\n  app:\n    build: src\n',
        'src/Dockerfile': from,
      },
      '"acme/api": base/src/Dockerfile, which does not exist',
    ],
    [
      'in Bake',
      {
        'docker-bake.hcl': 'target "api" {\n  context = "api"\n  tags = ["acme/api"]\n}\n',
        'web/Dockerfile': from,
      },
      '"acme/api": api/Dockerfile, which does not exist',
    ],
    [
      'in a target of Bake that has no name for what it builds',
      { 'docker-bake.json': '{"target": {"lint": {"dockerfile": "hack/lint.Dockerfile"}}}', Dockerfile: from },
      'This image: hack/lint.Dockerfile, which does not exist',
    ],
    [
      'in a workflow of GitHub',
      { '.github/workflows/a.yml': workflow(checkout, login, pushOf('context: ., file: ci/Dockerfile')) },
      '"acme/api": ci/Dockerfile, which does not exist',
    ],
    [
      'in a workflow whose steps do not matter, as it builds what was pushed',
      { '.github/workflows/a.yml': workflow('run: make', pushOf('file: ci/Dockerfile')) },
      '"acme/api": ci/Dockerfile, which does not exist',
    ],
    [
      'in a workflow that names nothing',
      {
        '.github/workflows/a.yml': workflow(
          checkout,
          '{uses: docker/build-push-action@v6, with: {file: ci/Dockerfile}}',
        ),
      },
      'This image: ci/Dockerfile, which does not exist',
    ],
    [
      'in a script of a workflow',
      {
        '.github/workflows/a.yml': workflow(
          checkout,
          'run: echo "tag=1" >> "$GITHUB_OUTPUT"',
          '{run: "docker login\\ndocker build -t acme/api ./api"}',
        ),
      },
      '"acme/api": api/Dockerfile, which does not exist',
    ],
    [
      'in GitLab CI',
      { '.gitlab-ci.yml': 'api:\n  script:\n    - docker info\n    - docker build -t acme/api api\n' },
      '"acme/api": api/Dockerfile, which does not exist',
    ],
    [
      'in a file that is included',
      { 'compose.yaml': 'include: [api/compose.yaml]\n', 'api/compose.yaml': compose('src') },
      '"acme/api": api/src/Dockerfile, which does not exist',
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

describe('files that Compose refuses are told once, at the word, and nothing else is lost', () => {
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
    [
      'a file that includes one that is not there, beside one that is',
      {
        'compose.yaml': `include:\n  - more/a.yaml\n  - path: [more/b.yaml, gone.yaml]\n`,
        'more/b.yaml': `services:\n${service('web', 'build: ../web')}`,
      },
      [
        'compose.yaml:2: it includes more/a.yaml, which does not exist',
        'compose.yaml:3: it includes gone.yaml, which does not exist',
      ],
    ],
    [
      'what an included file includes',
      { 'compose.yaml': `include: [more/b.yaml]\nservices:\n${other}`, 'more/b.yaml': 'include: [c.yaml]\n' },
      ['more/b.yaml:1: it includes more/c.yaml, which does not exist'],
    ],
    [
      'a service that extends one of a file that is not there',
      { 'compose.yaml': `services:\n${service('a', 'extends: {file: base.yml, service: b}')}${other}` },
      ['compose.yaml:4: it extends a service of base.yml, which does not exist'],
    ],
    [
      'a service that extends one that is not there',
      {
        'compose.yaml': `services:\n${service('a', 'extends: {file: base.yml, service: b}')}${service('c', 'extends: d')}${other}`,
        'base.yml': 'services:\n  c: {image: c}\n',
      },
      [
        'compose.yaml:4: it extends the service "b", which base.yml does not have',
        'compose.yaml:7: it extends the service "d", which this file does not have',
      ],
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
    [
      'what Compose is to include when a variable says so, from elsewhere, or what is ignored or not yet fetched',
      {
        'compose.yaml':
          'include: ["${MORE:-more}.yaml", ../up.yaml, "oci://docker.io/acme/app:1", "https://github.com/acme/api.git", "github.com/acme/api.git#main:app", own.yaml, module/compose.yaml]\n',
        '.gitignore': 'own.yaml\n',
      },
    ],
    [
      'what a service extends in a file that a variable names, or that is ignored',
      {
        'compose.yaml':
          'services:\n  a: {extends: {file: "${MORE:-more}.yaml", service: b}}\n  b: {extends: {file: own.yaml, service: b}}\n',
        '.gitignore': 'own.yaml\n',
      },
    ],
    ['a submodule that is not fetched', { 'compose.yaml': compose('module') }],
    ['what is outside of the workspace', { 'compose.yaml': compose('../api') }],
    ['what a repository elsewhere has', { 'compose.yaml': compose('https://github.com/acme/api.git') }],
    [
      'what runs before the build',
      { 'skaffold.yaml': skaffold('      context: api\n      hooks:\n        before:\n          - command: [make]\n') },
    ],
    ['what a script may write', { 'build.sh': 'docker build -t acme/api api\n' }],
    ['a Dockerfile that git ignores', { 'compose.yaml': compose('gen'), '.gitignore': 'gen/\n' }],
    ['what is deeper in a submodule that is not fetched', { 'compose.yaml': compose('module/api') }],
    [
      'a target of Bake that others inherit from',
      {
        'docker-bake.hcl':
          'target "base" {\n  context = "src"\n}\ntarget "api" {\n  inherits = ["base"]\n  context = "api"\n}\n',
        'api/Dockerfile': from,
      },
    ],
    [
      'a target of Bake that another file fills in',
      { 'docker-bake.hcl': 'target "meta" {\n  tags = ["acme/api"]\n}\n' },
    ],
    [
      'a target of Bake that is built in another folder',
      { 'docker-bake.hcl': 'target "api" {\n  context = "api"\n}\n', 'src/api/Dockerfile': from },
    ],
    [
      'a path of Bake with a variable',
      { 'docker-bake.hcl': 'variable "DIR" { default = "api" }\ntarget "api" {\n  context = DIR\n}\n' },
    ],
    ...[
      ['a workflow that has not checked anything out', [pushed]],
      ['another repository', ['{uses: actions/checkout@v5, with: {repository: acme/api}}', pushed]],
      ['what a step before may write', [checkout, 'run: make', pushed]],
      ['what an action before may write', [checkout, 'uses: acme/generate@v1', pushed]],
      ['what a command before may write', [checkout, '{run: "./gen\\ndocker build -t acme/api ./api"}']],
      ['what is written into a file', [checkout, 'run: echo "FROM x" > ci/Dockerfile', pushed]],
      ['what is built only where it is', [checkout, '{run: "[ -d api ] && docker build -t acme/api ./api"}']],
      ['a step for certain files', [checkout, pushed.replace('{', '{if: "hashFiles(\'ci/*\')", ')]],
      ['an expression', [checkout, pushOf('context: ., file: "${{ matrix.file }}"')]],
      ['the address of a repository', [checkout, pushOf('context: "https://github.com/acme/api.git", file: a')]],
    ].map(([name, steps]): [string, Files] => [
      `a build of GitHub: ${name}`,
      {
        '.github/workflows/a.yml': workflow(...(steps as string[])).replace(
          'steps:',
          'strategy: {matrix: {file: [a]}}\n    steps:',
        ),
      },
    ]),
    [
      'what an action of the repository builds',
      {
        '.github/workflows/a.yml': workflow('run: make', '{uses: ./.github/actions/push, with: {name: acme/api}}'),
        '.github/actions/push/action.yml': `runs:\n  using: composite\n  steps:\n    - ${checkout}\n    - run: docker build -t \${{ inputs.name }} api\n`,
      },
    ],
    ...[
      ['artifacts of other jobs', 'gen: {artifacts: {paths: [api]}}\n'],
      ['what is included', 'include: other.yml\n'],
      ['what all jobs begin with', 'before_script: [make]\n'],
      ['what all jobs begin with by default', 'default: {before_script: [make]}\n'],
    ].map(([name, more]): [string, Files] => [
      `a build of GitLab: ${name}`,
      { '.gitlab-ci.yml': `${more}api:\n  script: [docker build -t acme/api api]\n` },
    ]),
    [
      'a build of GitLab: a job that extends another',
      { '.gitlab-ci.yml': 'api:\n  extends: .base\n  script: [docker build -t acme/api api]\n' },
    ],
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
