import { describe, expect, it } from 'vitest';
import type { FolderEntry, Host } from '../../server/src/core/host.ts';
import { RememberedFiles } from '../../server/src/core/remembered-files.ts';
import type { Rule } from '../../server/src/core/rule.ts';
import { Engine } from '../../server/src/engine/engine.ts';
import { Manifest } from '../../server/src/kubernetes/manifest.ts';
import { registry } from '../../server/src/rules/index.ts';
import { pairsOf } from '../../server/src/workspace/pairs/container-images.ts';
import { Judgement, only, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

type Files = Readonly<Record<string, string>>;

const pod = (image: string, more = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ${image}\n${more}`;
const nonRoot = '      securityContext:\n        runAsNonRoot: true\n';
const builds = (image: string, more = '') =>
  `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: ${image}\n      context: .\n${more}`;

function placed(files: Files): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${testRoot}/${path}`, text]));
}

/** The images of the only container of a manifest, as `confidence Dockerfile user`. */
async function imagesIn(manifest: string, files: Files): Promise<readonly string[]> {
  const host = new RememberedFiles(new MemoryHost(placed({ 'k8s/web.yaml': manifest, ...files }))).recording().host;
  const [container] = new Manifest(manifest).containers;
  if (!container) throw new Error('there is no container');
  return (await pairsOf(container, `${testRoot}/k8s/web.yaml`, host)).map(({ image, built, confidence }) => {
    const dockerfile = built?.file.uri.slice(testRoot.length + 1) ?? 'elsewhere';
    return `${confidence} ${dockerfile} ${image.user?.text}`;
  });
}

describe('the images of a container', () => {
  const user = 'FROM debian:13 AS base\nARG WHO=7\nUSER $WHO\nFROM base AS test\nUSER 8\n';

  it.each<[string, string, Files, readonly string[]]>([
    [
      'are what its Dockerfile makes',
      pod('web'),
      { 'skaffold.yaml': builds('web'), Dockerfile: user },
      ['certain Dockerfile 8'],
    ],
    [
      'are what the target makes of it, with the arguments of the build',
      pod('web'),
      {
        'skaffold.yaml': builds('web', '      docker:\n        target: base\n        buildArgs:\n          WHO: "9"\n'),
        Dockerfile: user,
      },
      ['certain Dockerfile 9'],
    ],
    [
      'are not known when the target is not there',
      pod('web'),
      { 'skaffold.yaml': builds('web', '      docker:\n        target: prod\n'), Dockerfile: user },
      [],
    ],
    ['are what is known of an image of others', pod('memcached:1'), {}, ['certain elsewhere memcache']],
    [
      'are not what is known of an image that is built here',
      pod('memcached'),
      { 'skaffold.yaml': builds('memcached'), Dockerfile: user },
      ['likely Dockerfile 8'],
    ],
    ['are nothing where a template has yet to say it', pod('"{{ .Values.image }}"'), { Dockerfile: user }, []],
    [
      'are all that come into question',
      pod('acme/web'),
      { 'a/web/Dockerfile': 'FROM debian:13\nUSER 1\n', 'b/web/Dockerfile': 'FROM debian:13\nUSER 2\n' },
      ['guess a/web/Dockerfile 1', 'guess b/web/Dockerfile 2'],
    ],
  ])('%s', async (_, manifest, files, images) => expect(await imagesIn(manifest, files)).toEqual(images));
});

const rule = registry.lookUp('runnable-as-non-root')[0] as Rule;

/** What is found in a file of a workspace, as `severity: message`, with what it is related to. */
async function found(path: string, files: Files): Promise<readonly string[]> {
  const judged = await Judgement.around(path, files[path] ?? '', only(rule), new MemoryHost(placed(files)));
  return judged.findings.map(({ severity, message, related }) => {
    const places = related.map(
      ({ file, span }) => `${file?.uri.slice(testRoot.length + 1)}:${(file?.lines.lineAt(span.start) ?? 0) + 1}`,
    );
    return `${severity}: ${message} [${places.join(', ')}]`;
  });
}

describe('a rule about a container and its image', () => {
  const files = {
    'skaffold.yaml': builds('web'),
    Dockerfile: 'FROM debian:13\nUSER app\n',
    'k8s/web.yaml': pod('web', nonRoot),
  };

  it('speaks on both sides, and points at the other', async () => {
    expect(await found('k8s/web.yaml', files)).toEqual([
      expect.stringMatching(/^warning: .* names its user \(app\) .* \[Dockerfile:2\]$/),
    ]);
    expect(await found('Dockerfile', files)).toEqual([
      expect.stringMatching(/^warning: .* whether app is: .* \[k8s\/web.yaml:10\]$/),
    ]);
  });

  it('says once in a Dockerfile what holds for several containers, and shows some', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 8 }, (_, place) => [`k8s/${place}.yaml`, pod('web', nonRoot)]),
    );
    const said = await found('Dockerfile', { ...files, ...many });
    expect(said).toHaveLength(1);
    expect(said[0]?.match(/k8s/g)).toHaveLength(5);
  });

  it('is no more than a hint, with the reason, where the two may be no pair', async () => {
    const guessed = { 'web/Dockerfile': 'FROM debian:13\nUSER app\n', 'k8s/web.yaml': pod('acme/web', nonRoot) };
    expect(await found('k8s/web.yaml', guessed)).toEqual([expect.stringMatching(/^hint: .*\(a guess: .+\)/)]);
    expect(await found('web/Dockerfile', guessed)).toEqual([expect.stringMatching(/^hint: .*\(a guess: .+\)/)]);
  });

  it('says of several images only what holds for all', async () => {
    const two = (user: string) => ({
      'a/web/Dockerfile': 'FROM debian:13\nUSER app\n',
      'b/web/Dockerfile': `FROM debian:13\nUSER ${user}\n`,
      'k8s/web.yaml': pod('acme/web', nonRoot),
    });
    expect(await found('k8s/web.yaml', two('other'))).toHaveLength(1);
    expect(await found('k8s/web.yaml', two('10001'))).toEqual([]);
    expect(await found('a/web/Dockerfile', two('other'))).toEqual([]);
  });

  it('leaves what kustomizations put together to the manifests', async () => {
    const built = {
      ...files,
      'k8s/kustomization.yaml': 'resources: [web.yaml]\npatches: [{path: patch.yaml}]\n',
      'k8s/patch.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 10001\n  containers:\n    - name: web\n',
    };
    expect(await found('k8s/web.yaml', built)).toEqual([]);
    expect(await found('Dockerfile', built)).toEqual([]);
    const { 'k8s/patch.yaml': _, ...rest } = built;
    const plain = { ...rest, 'k8s/kustomization.yaml': 'resources: [web.yaml]\nnamePrefix: a-\n' };
    expect(await found('k8s/web.yaml', plain)).toHaveLength(1);
  });
});

/** A host that counts which files it is asked for. */
class CountingHost implements Host {
  readonly files: Map<string, string>;
  readonly read: string[] = [];
  private readonly inner: MemoryHost;

  constructor(files: Readonly<Record<string, string>>) {
    this.inner = new MemoryHost(files);
    this.files = new Map(Object.entries(files));
  }

  rootOf(uri: string): string {
    return this.inner.rootOf(uri);
  }

  async readText(uri: string): Promise<string | undefined> {
    this.read.push(uri);
    return this.files.get(uri);
  }

  listFolder(uri: string): Promise<readonly FolderEntry[] | undefined> {
    return this.inner.listFolder(uri);
  }
}

it('is judged again when the other file has changed, of which no more is read than that', async () => {
  const others = Object.fromEntries(
    Array.from({ length: 30 }, (_, place) => [`other/${place}/Dockerfile`, 'FROM debian:13\nUSER 1\n']),
  );
  const host = new CountingHost(
    placed({
      ...others,
      'skaffold.yaml': builds('web'),
      Dockerfile: 'FROM debian:13\nUSER 5\n',
      'k8s/web.yaml': pod('web', nonRoot),
    }),
  );
  const engine = new Engine(host);
  const settings = only(rule);
  const file = engine.read(`${testRoot}/k8s/web.yaml`, 'kubernetes', pod('web', nonRoot));
  await engine.lookAround(file, settings);
  expect(engine.lint(file, settings).findings).toEqual([]);
  expect(host.read.filter((uri) => uri.endsWith('Dockerfile'))).toEqual([`${testRoot}/Dockerfile`]);
  host.read.length = 0;
  host.files.set(`${testRoot}/Dockerfile`, 'FROM debian:13\nUSER app\n');
  engine.filesChanged([`${testRoot}/Dockerfile`]);
  await engine.lookAround(file, settings);
  expect(engine.lint(file, settings).findings).toHaveLength(1);
  expect(new Set(host.read)).toEqual(new Set([`${testRoot}/Dockerfile`]));
});
