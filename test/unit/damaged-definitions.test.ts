import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RememberedFiles } from '../../server/src/core/remembered-files.ts';
import { languageOfFile } from '../../server/src/engine/engine.ts';
import { DeadLinks } from '../../server/src/workspace/image-links/dead-links.ts';
import { ImageLinks } from '../../server/src/workspace/image-links/image-links.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

/** A definition of each kind, by its path, that builds an image from a Dockerfile of its own. */
const definitions: Readonly<Record<string, { readonly image: string; readonly text: string }>> = {
  'skaffold.yaml': {
    image: 'acme/anchovy',
    text: 'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: acme/anchovy\n      context: anchovy\n      docker:\n        buildArgs:\n          A: 1\n',
  },
  'compose.yaml': {
    image: 'acme/barley',
    text: 'include:\n  - path: [more/services.yaml]\nservices:\n  base:\n    build:\n      context: barley\n  web:\n    extends:\n      service: base\n    image: acme/barley\n',
  },
  'docker-bake.hcl': {
    image: 'acme/cumin',
    text: 'variable "TAG" {\n  default = "1"\n}\ntarget "base" {\n  context = "cumin"\n}\ntarget "web" {\n  inherits = ["base"]\n  tags = [\n    "acme/cumin:${TAG}",\n  ]\n}\n',
  },
  'docker-bake.more.json': {
    image: 'acme/dandelion',
    text: '{\n  "target": {\n    "more": {\n      "context": "dandelion",\n      "tags": ["acme/dandelion"]\n    }\n  }\n}\n',
  },
  '.github/workflows/build.yaml': {
    image: 'acme/endive',
    text: 'on: push\njobs:\n  build:\n    steps:\n      - uses: actions/checkout@v5\n      - uses: docker/build-push-action@v6\n        with:\n          context: endive\n          tags: |\n            acme/endive:latest\n',
  },
  '.gitlab-ci.yml': {
    image: 'acme/fennel',
    text: 'build:\n  script:\n    - docker info\n    - docker build -t acme/fennel fennel\n',
  },
  Tiltfile: {
    image: 'acme/garlic',
    text: "load('ext://restart', 'restart')\ndocker_build(\n  'acme/garlic',\n  'garlic',\n)\n",
  },
  'devspace.yaml': {
    image: 'acme/hazel',
    text: 'version: v2beta1\nimages:\n  web:\n    image: acme/hazel\n    context: ./hazel\n    dockerfile: ./hazel/Dockerfile\n',
  },
  'azure-pipelines.yml': {
    image: 'acme/iris',
    text: 'steps:\n  - script: |\n      docker build -t acme/iris iris\n',
  },
  'cloudbuild.yaml': {
    image: 'acme/juniper',
    text: 'steps:\n  - name: gcr.io/cloud-builders/docker\n    args: [build, -t, acme/juniper, juniper]\n',
  },
  Makefile: { image: 'acme/kale', text: 'all: image\n\nimage:\n\tdocker build -t acme/kale \\\n\t  kale\n' },
  'Taskfile.yml': {
    image: 'acme/leek',
    text: 'version: 3\ntasks:\n  build:\n    cmds:\n      - docker build -t acme/leek leek\n',
  },
  'package.json': {
    image: 'acme/mint',
    text: '{\n  "name": "a",\n  "scripts": {\n    "build": "docker build -t acme/mint mint"\n  }\n}\n',
  },
  'build.sh': {
    image: 'acme/nettle',
    text: '#!/bin/sh\nset -e\nif true; then\n  docker build -t acme/nettle nettle\nfi\n',
  },
  '.seaworthy.yaml': { image: 'acme/okra', text: 'images:\n  acme/okra:\n    dockerfile: okra/Dockerfile\n' },
};
const paths = Object.keys(definitions);

function workspaceWith(damaged: string, text: string): MemoryHost {
  const files = Object.entries(definitions).flatMap(([path, { image, text }]) => [
    [path, text],
    [`${image.slice('acme/'.length)}/Dockerfile`, 'FROM scratch\n'],
  ]);
  const all = {
    ...Object.fromEntries<string>(files as [string, string][]),
    'more/services.yaml': 'services: {}\n',
    [damaged]: text,
  };
  return new MemoryHost(Object.fromEntries(Object.entries(all).map(([path, one]) => [`${testRoot}/${path}`, one])));
}

/** The images of which nobody builds the right Dockerfile, those of one definition aside. */
async function lost(damaged: string, text: string): Promise<readonly string[]> {
  const { host } = new RememberedFiles(workspaceWith(damaged, text)).recording();
  const from = `${testRoot}/k8s.yaml`;
  const links = await ImageLinks.around(from, host);
  await DeadLinks.around(from, host);
  return paths
    .filter((path) => path !== damaged)
    .map((path) => definitions[path]?.image ?? '')
    .filter((image) => {
      const [best] = links.dockerfilesOf(image, from);
      return (
        best?.confidence === 'guess' || best?.dockerfile !== `${testRoot}/${image.slice('acme/'.length)}/Dockerfile`
      );
    });
}

/** What happens to a text: a part of it is cut out, lines are written twice, two lines change places. */
const damage = fc.array(
  fc.record({
    kind: fc.constantFrom('cut', 'double', 'swap'),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    to: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 4 },
);

function damagedBy(text: string, { kind, from, to }: { kind: string; from: number; to: number }): string {
  if (kind === 'cut') {
    const [start, end] = [from, to].map((part) => Math.floor(part * text.length)).toSorted((one, other) => one - other);
    return text.slice(0, start) + text.slice(end);
  }
  const lines = text.split('\n');
  const [one, other] = [from, to].map((part) => Math.min(Math.floor(part * lines.length), lines.length - 1));
  const [first, second] = [Math.min(one ?? 0, other ?? 0), Math.max(one ?? 0, other ?? 0)];
  if (kind === 'double') lines.splice(second, 0, ...lines.slice(first, second));
  else [lines[first], lines[second]] = [lines[second] ?? '', lines[first] ?? ''];
  return lines.join('\n').slice(0, 20_000);
}

describe('of damaged build definitions', () => {
  it.each(paths)('%s is read when it is whole', async (path) => {
    const other = path === 'build.sh' ? 'Makefile' : 'build.sh';
    expect(await lost(other, '')).toEqual([]);
  });

  it.each(paths)('%s takes nothing away from the others', async (path) => {
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const text = changes.reduce(damagedBy, definitions[path]?.text ?? '');
        expect(await lost(path, text)).toEqual([]);
        if (languageOfFile(path.slice(path.lastIndexOf('/') + 1)) === undefined) return;
        // Throws when a rule does.
        await Judgement.around(path, text, preset('all'), workspaceWith(path, text));
      }),
      { numRuns: 25 },
    );
  });
});
