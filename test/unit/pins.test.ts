import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { Engine, languageOfFile } from '../../server/src/engine/engine.ts';
import { applyEdits, type TextEdit } from '../../server/src/text/edit.ts';
import {
  askForDigests,
  imagesIn,
  isAskedFor,
  outcomeOf,
  withoutRepetition,
} from '../../server/src/workspace/pins/pins.ts';
import { MemoryHost } from '../support/memory-host.ts';

const [digest, other] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];

function usesOf(text: string, name: string) {
  const uri = `file:///work/${name}`;
  const language = languageOfFile(name);
  if (!language) throw new Error(`${name} is of no language`);
  return imagesIn(uri, new Engine(new MemoryHost({})).read(uri, language, text).units);
}

/** The text with all its images pinned to one digest, what was asked for, and what was refused. */
function pinned(text: string, name = 'Dockerfile') {
  const edits: TextEdit[] = [];
  const asked: string[] = [];
  const refused: string[] = [];
  for (const use of usesOf(text, name)) {
    if (isAskedFor(use, 'all')) asked.push(use.image);
    const built = use.pin(digest);
    if (built instanceof Refusal) refused.push(built.reason);
    else if (isAskedFor(use, 'all')) edits.push(...built);
  }
  return { text: applyEdits(text, withoutRepetition(edits)).replaceAll(digest, 'DIGEST'), asked, refused };
}

describe('the images of a Dockerfile', () => {
  it('are those of the syntax, of stages, of copies and of mounts', () => {
    const text =
      '# syntax=docker/dockerfile:1\nFROM --platform=$BUILDPLATFORM node:24-slim AS build # not a comment\nRUN --mount=type=bind,from=ghcr.io/acme/tools:2,target=/t make\nFROM scratch\nCOPY --from=build /app /app\nCOPY --from=0 /b /b\nCOPY --from=busybox /bin/sh /bin/sh\nFROM build\n';
    const { text: after, asked } = pinned(text);
    expect(asked).toEqual(['docker/dockerfile:1', 'node:24-slim', 'ghcr.io/acme/tools:2', 'busybox:latest']);
    expect(after).toBe(
      text
        .replace('dockerfile:1', 'dockerfile:1@DIGEST')
        .replace('24-slim', '24-slim@DIGEST')
        .replace('tools:2', 'tools:2@DIGEST')
        .replace('busybox', 'busybox:latest@DIGEST'),
    );
  });

  it('keep line endings, quotes and tags, and get another digest in the place of an old one', () => {
    expect(pinned(`FROM "localhost:5000/a:1@${other}"\r\nFROM b:2@${other} AS x\r\n`).text).toBe(
      'FROM "localhost:5000/a:1@DIGEST"\r\nFROM b:2@DIGEST AS x\r\n',
    );
  });

  it('that have a digest and no tag are nobody to ask about', () => {
    expect(pinned(`FROM node@${other}\n`)).toMatchObject({ asked: [], text: `FROM node@${other}\n` });
  });

  it('are pinned in the one ARG that they end with', () => {
    const text = 'ARG V=24\nARG BASE="debian:12"\nFROM node:${V} AS a\nFROM node:$V AS b\nFROM ${BASE}\n';
    expect(pinned(text).text).toBe(text.replace('=24', '=24@DIGEST').replace('debian:12', 'debian:12@DIGEST'));
    const old = `ARG V=24@${other}\nFROM node:\${V}\n`;
    expect(pinned(old)).toMatchObject({ asked: ['node:24'], text: old.replace(other, 'DIGEST') });
    const registry = 'ARG R=docker.io\nFROM ${R}/library/node:24\n';
    expect(pinned(registry).text).toBe(registry.replace(':24', ':24@DIGEST'));
  });

  it.each([
    ['ARG V=24\nFROM node:${V}-slim\n', 'whatever V is'],
    ['ARG V=24\nARG V=25\nFROM node:${V}\n', 'not exactly one ARG'],
    ['ARG V=24\nFROM node:${V}\nARG V\nRUN echo $V\n', 'something else'],
    ['ARG V=24\nFROM node:${V}\nFROM deno:${V}\n', 'something else'],
    ['ARG V=24\nARG W=${V}-slim\nFROM node:${V}\n', 'something else'],
    ['ARG V=24\nFROM node:${V} AS build-$V\n', 'something else'],
    ['ARG W=4\nARG V=2$W\nFROM node:${V}\n', 'plain text'],
    ['ARG V=24\nFROM node:${V:-22}\n', 'changed before it is used'],
    ['FROM node:\\\n24\n', 'over several lines'],
  ])('are left alone where a digest would say more than was meant: %j', (text, reason) => {
    const { text: after, refused } = pinned(text);
    expect(after).toBe(text);
    expect(refused[0]).toContain(reason);
  });

  it('are not asked about where only the build knows them', () => {
    expect(pinned('ARG BASE\nFROM ${BASE}\n')).toMatchObject({
      asked: [],
      refused: ['Only the build says what BASE is.'],
    });
  });
});

describe('the images of manifests', () => {
  it('are pinned in containers and init containers, and nothing else changes', () => {
    const text =
      'apiVersion: v1\nkind: ConfigMap\n---\n# a pod\napiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  initContainers:\n    - {name: i, image: "busybox"}\n  containers:\n    - name: web # the web\n      image: ghcr.io/acme/web:1.2 # kept\n    - name: side\n      image: \'nginx:1.30@sha256:1\'\n';
    const { text: after, asked } = pinned(text, 'pod.yaml');
    expect(asked).toEqual(['busybox:latest', 'ghcr.io/acme/web:1.2', 'nginx:1.30']);
    expect(after).toBe(
      text
        .replace('busybox', 'busybox:latest@DIGEST')
        .replace('web:1.2', 'web:1.2@DIGEST')
        .replace('nginx:1.30@sha256:1', 'nginx:1.30@DIGEST'),
    );
  });

  it('are left to those who fill a template in', () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: "{{ .Values.image }}:{{ .Values.tag }}"\n    - name: b\n      image: acme/web:${TAG}\n';
    expect(pinned(text, 'pod.yaml')).toMatchObject({ asked: [], text });
    expect(usesOf(text, 'pod.yaml').map(({ image }) => image)).toContain('acme/web:${TAG}');
    const ko = text.replace(/"\{\{.*\}\}"/, 'ko://example.com/cmd');
    expect(usesOf(ko, 'pod.yaml')[0]?.unasked).toBe('As it is written it is no image reference.');
  });

  it('of a kustomization get a digest beside their tag', () => {
    const text =
      'images:\n  - name: web\n    newName: ghcr.io/acme/web\n    newTag: "1.2"\n  - name: other\n    newName: x\n';
    expect(pinned(text, 'kustomization.yaml')).toMatchObject({
      asked: ['ghcr.io/acme/web:1.2'],
      text: text.replace('"1.2"\n', '"1.2"\n    digest: DIGEST\n'),
    });
  });
});

describe('what comes of asking', () => {
  it('is asked once for each image, and written where it differs', async () => {
    const asked: string[] = [];
    const registry = {
      digestOf: async (image: string) => {
        asked.push(image);
        return image === 'a:1' ? { digest } : image === 'b:1' ? { digest: 'sha256:short' } : { reason: 'nobody knows' };
      },
    };
    const uses = usesOf(`FROM a:1\nFROM a:1@${digest}\nFROM a:1@${other}\nFROM b:1\nFROM c:1\n`, 'Dockerfile');
    const answers = await askForDigests(uses, registry);
    expect(asked).toEqual(['a:1', 'b:1', 'c:1']);
    expect(uses.map((use) => outcomeOf(use, answers).kind)).toEqual([
      'pinned',
      'kept',
      'moved',
      'unresolved',
      'unresolved',
    ]);
  });
});
