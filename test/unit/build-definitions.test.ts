import { describe, expect, it } from 'vitest';
import { Engine } from '../../server/src/engine/engine.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

type Files = Readonly<Record<string, string>>;

const dockerfile = 'FROM debian:13 AS run\n';

/** What is found in one file of several, as `rule:line: message`. */
async function found(path: string, files: Files): Promise<readonly string[]> {
  const placed = Object.entries({ 'a.txt': '', ...files }).map(([name, text]) => [`${testRoot}/${name}`, text]);
  const host = new MemoryHost(Object.fromEntries(placed));
  const { findings, source } = await Judgement.around(path, files[path] ?? '', preset('recommended'), host);
  return findings.map(({ rule, span, message }) => `${rule.id}:${source.lines.lineAt(span.start) + 1}: ${message}`);
}

describe('a build definition is judged where it stands', () => {
  const compose = 'services:\n  api:\n    image: acme/api\n    build: api\n  web:\n    build: web\n';

  it('once, and what can be built is not told', async () => {
    const expected = [
      'build-finds-dockerfile:3: "acme/api" cannot be built: Compose builds it for the service "api", from api/Dockerfile, which does not exist',
    ];
    const files = { 'compose.yaml': compose, 'web/Dockerfile': dockerfile };
    expect(await found('compose.yaml', files)).toEqual(expected);
    const including = { ...files, 'docker-compose.yaml': 'include: [compose.yaml]\n' };
    expect(await found('compose.yaml', including)).toEqual(expected);
    expect(await found('docker-compose.yaml', including)).toEqual([]);
    const pod = 'apiVersion: v1\nkind: Pod\nspec:\n  containers: [{name: api, image: acme/api}]\n';
    const rules = await found('pod.yaml', { ...files, 'pod.yaml': pod });
    expect(rules.filter((one) => one.startsWith('build-finds-dockerfile'))).toEqual([]);
  });

  it.each<[string, string]>([
    ['for a line', '    # seaworthy-ignore-next-line build-finds-dockerfile: made by make\n    image: acme/api'],
    ['for the file', '    # seaworthy-ignore-file build-finds-dockerfile\n    image: acme/api'],
  ])('unless somebody says not to: %s', async (_, written) => {
    const text = compose.replace('    image: acme/api', written);
    expect(await found('compose.yaml', { 'compose.yaml': text, 'web/Dockerfile': dockerfile })).toEqual([]);
  });

  it('and one that was suppressed in vain is told', async () => {
    const text = `${compose.replace('build: api', 'build: web')}    # seaworthy-ignore-next-line build-finds-dockerfile\n    scale: 1\n`;
    expect(await found('compose.yaml', { 'compose.yaml': text, 'web/Dockerfile': dockerfile })).toEqual([
      expect.stringMatching(/^unused-suppression:7: /),
    ]);
  });

  it('but not as one when it declares resources', async () => {
    const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  name: b\n';
    expect(await found('compose.yaml', { 'compose.yaml': configMap })).toEqual([
      expect.stringMatching(/^manifest-syntax:5: /),
    ]);
  });

  it('and not again when its text is as before', () => {
    const engine = new Engine(new MemoryHost({}));
    const first = engine.read(`${testRoot}/compose.yaml`, 'kubernetes', compose);
    expect(engine.read(`${testRoot}/compose.yaml`, 'kubernetes', compose, first).units[0]).toBe(first.units[0]);
    expect(engine.read(`${testRoot}/compose.yaml`, 'kubernetes', `${compose} `, first).units).toHaveLength(1);
    expect(engine.read(`${testRoot}/other.yaml`, 'kubernetes', compose).units).toEqual([]);
  });
});

describe('a build definition that cannot be read is told of once, at the place, and nothing else is lost', () => {
  const other = { 'docker-bake.json': '{"target": {"a": {"context": "gone"}}}', 'web/Dockerfile': dockerfile };
  const large = 500_000;

  it.each<[string, string, string, readonly string[]]>([
    ['a tab', 'compose.yaml', 'services:\n  a:\n    image: b\n\tbuild: .\n', ['build-definition-syntax:4: ']],
    ['quotes', '.github/workflows/a.yml', 'jobs:\n  a: {steps: [{run: "build}]}\n', ['build-definition-syntax:2: ']],
    ['in GitLab CI', '.gitlab-ci.yml', 'a:\n  script: [docker build\nb: 1\n', ['build-definition-syntax:']],
    [
      'quotes in HCL',
      'docker-bake.hcl',
      'target "web" {\n  tags = ["a]\n}\n',
      ['build-definition-syntax:2: This quote is not closed'],
    ],
    [
      'a bracket too many',
      'docker-bake.hcl',
      'target "web" {\n  tags = []\n}}\n',
      ['build-definition-syntax:3: This "}" closes nothing'],
    ],
    [
      'the wrong bracket',
      'docker-bake.hcl',
      'target "web" {\n  tags = [}\n',
      ['build-definition-syntax:2: This "}" closes nothing'],
    ],
    ['a bracket too few', 'docker-bake.hcl', 'target "web" {\n', ['build-definition-syntax:1: This "{" is not closed']],
    ['JSON', 'docker-bake.json', '{"target": {"web": [}}\n', ['build-definition-syntax:']],
    [
      'a large one',
      'compose.yaml',
      `services: {a: {build: gone}}\n${'#'.repeat(large)}`,
      ['build-definition-syntax:1: This file has more than 500,000 characters and is not searched for builds'],
    ],
    [
      'a large one of several documents',
      'skaffold.yaml',
      `apiVersion: skaffold/v4beta11\nkind: Config\n---\napiVersion: skaffold/v4beta11\nkind: Config\nmetadata: {name: a}\n${'#'.repeat(large)}`,
      ['build-definition-syntax:1: This file has more than 500,000 characters and is not searched for builds'],
    ],
  ])('%s', async (_, path, text, expected) => {
    const all = await found(path, { ...other, [path]: text });
    const own = all.filter((one) => one.startsWith('build-'));
    expect(own.map((one, at) => one.slice(0, expected[at]?.length))).toEqual(expected);
    if (path === 'docker-bake.json') return;
    expect(await found('docker-bake.json', { ...other, [path]: text })).toEqual([
      expect.stringMatching(/^build-finds-dockerfile:1: This image cannot be built/),
    ]);
  });

  it('but not what is only written in another way', async () => {
    const files = {
      'docker-bake.hcl':
        '# }\n// "\n/* [ */\nfunction "f" {\n  params = [x]\n  result = "${x == "a" ? "}" : join("]", [x])}"\n}\ntarget "a" {\n  dockerfile-inline = <<EOT\n} " [\nEOT\n  context = "web"\n}\n',
      'compose.yaml': 'services:\n  a: {build: !reset null, command: "{{.Name}}"}\n---\nservices: {b: {build: web}}\n',
      '.github/workflows/a.yml':
        "on: push\njobs:\n  a:\n    if: ${{ x && 'build' }}\n    steps:\n      - run: echo ${{ y }} {\n",
      'web/Dockerfile': dockerfile,
    };
    for (const path of Object.keys(files)) expect(await found(path, files)).toEqual([]);
  });
});
