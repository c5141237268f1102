import { describe, expect, it } from 'vitest';
import { type Keyword, keywords } from '../../server/src/dockerfile/instructions/create.ts';
import { flagNames } from '../../server/src/dockerfile/problems/flags.ts';
import { dockerfileHover } from '../../server/src/ide/dockerfile/hover/index.ts';
import { flagReference } from '../../server/src/ide/dockerfile/reference/flags.ts';
import { explainImage } from '../../server/src/ide/image-explanation.ts';
import { containerImages } from '../../server/src/ide/kubernetes/image-hover.ts';
import { readImageReference } from '../../server/src/image/reference.ts';
import { spotIn } from '../support/writing.ts';

/** What is explained at the `|`, and of what: `span: text`. */
async function hoverAt(marked: string): Promise<string> {
  const spot = spotIn('Dockerfile', marked);
  const found = (await Promise.all(dockerfileHover.map((one) => one.explain?.(spot) ?? []))).flat();
  expect(found.length).toBeLessThanOrEqual(1);
  return found.map(({ text, span }) => `${spot.file.text.slice(span.start, span.end)}: ${text}`).join('');
}

describe('the language', () => {
  it('is explained: instructions, also those kept by ONBUILD', async () => {
    expect(await hoverAt('FROM alpine\nCO|PY a b')).toContain('COPY: ```dockerfile\nCOPY [OPTIONS] SOURCE');
    expect(await hoverAt('FROM alpine\nCO|PY a b')).toContain('https://docs.docker.com/reference/dockerfile/#copy');
    expect(await hoverAt('FROM alpine\nONBUILD ru|n true')).toContain('run: ```dockerfile\nRUN');
    expect(await hoverAt('FROM alpine\nCOP|PY a b')).toBe('');
  });

  it('is explained: flags, mounts and their options', async () => {
    expect(await hoverAt('FROM alpine\nCOPY --li|nk a b')).toContain('--link: ');
    const mount = (at: string) => hoverAt(`FROM alpine\nRUN ${at} true`);
    expect(await mount('--mo|unt=type=cache,target=/x')).toContain('do not become part of the image');
    expect(await mount('--mount=ty|pe=secret,id=x')).toContain('type=secret: ```dockerfile\n--mount=type=secret');
    expect(await mount('--mount=type=cache,sh|aring=locked')).toContain('**`sharing=`** of a cache mount');
    expect(await mount('--mount=type=bind,d|st=/x')).toContain('**`dst=`** of a bind mount');
    expect(await hoverAt('FROM alpine\nCOPY --lin|q a b')).toBe('');
  });

  it('is explained: directives, but no other comments', async () => {
    expect(await hoverAt('# syn|tax=docker/dockerfile:1\nFROM alpine')).toContain('#syntax)');
    expect(await hoverAt('FROM alpine\n# RU|N true')).toBe('');
    expect(await hoverAt('FROM alpine\nRUN true \\\n  # RU|N\n  && false')).toBe('');
  });

  it('has an explanation for each flag that there is', () => {
    const known = (keywords as readonly Keyword[]).map((keyword) => [keyword, [...flagNames(keyword)].sort()]);
    const explained = keywords.map((keyword) => [keyword, Object.keys(flagReference[keyword] ?? {}).sort()]);
    expect(explained).toEqual(known);
  });
});

describe('variables', () => {
  const text = (line: string) => `ARG TAG=3\nFROM alpine:3 AS a\nARG TAG\nENV DIR=/srv/$TAG\nARG NONE\n${line}`;

  it('are explained where they are used', async () => {
    expect(await hoverAt(text('WORKDIR $D|IR'))).toBe(
      'DIR: **`DIR`** = `/srv/3`\n\nENV, in the image as well, declared in line 4.',
    );
    expect(await hoverAt(text('RUN echo "${TA|G}"'))).toContain('**`TAG`** = `3`');
    expect(await hoverAt(text('RUN echo $NO|NE'))).toContain('ARG without a default, declared in line 5');
    expect(await hoverAt(text('RUN echo $NO|NE'))).toContain('`--build-arg NONE=...`');
  });

  it('are explained where they are declared', async () => {
    expect(await hoverAt('ARG TA|G=3\nFROM alpine')).toBe(
      'TAG: **`TAG`** = `3`\n\nARG, before the first FROM.\n\nA build may be given another one: `--build-arg TAG=...`.',
    );
  });

  it('are those of the builder and of the base image, too', async () => {
    expect(await hoverAt('FROM --platform=$BUILDPL|ATFORM alpine')).toContain('such as `linux/amd64`');
    expect(await hoverAt('FROM golang:1.27\nWORKDIR $GOP|ATH')).toContain('set by golang:1.27');
    expect(await hoverAt('FROM alpine\nRUN x=1; echo $|x')).toBe('');
  });
});

describe('stages', () => {
  const text = (line: string) => `FROM golang:1.27 AS build\nFROM build AS test\nFROM alpine:3.24\n${line}`;

  it('are explained where they are used and named', async () => {
    const told = await hoverAt(text('COPY --from=bu|ild /a /b'));
    expect(told).toContain('build: **Stage `build`** (number 0)');
    expect(told).toContain('- Built upon `golang:1.27`');
    expect(told).toContain('- Used by FROM in line 2, COPY in line 4');
    expect(told).toContain('- Nothing of it is in the image but what is copied from it');
    expect(await hoverAt(text('COPY --from=|0 /a /b'))).toContain('**Stage `build`**');
    expect(await hoverAt('FROM alpine AS on|e\nFROM scratch\n')).toContain('Built only when it is asked for');
  });
});

describe('images', () => {
  const lines = (reference: string) => explainImage(readImageReference(reference)).split('\n');

  it('are explained in FROM, with their variables put in', async () => {
    expect(await hoverAt('ARG V=24\nFROM node:|$V')).toContain('node:$V: **`node:24`** is a Docker official image.');
    expect(await hoverAt('FROM alpine\nCOPY --from=busy|box /bin/sh /')).toContain('**`busybox`**');
    expect(await hoverAt('FROM alpine\nCOPY --from=la|ter /bin/sh /\nFROM alpine AS later')).not.toContain(
      'Docker Hub',
    );
  });

  it('are told what they stand on, as whom they run, and what is smaller', () => {
    expect(lines('node:24')).toEqual([
      '**`node:24`** is a Docker official image.',
      '',
      '- Repository `library/node` of Docker Hub',
      '- Tag `24`: moves on to newer images; a digest pins one',
      '- Debian bookworm: packages with `apt-get`, the C library is glibc',
      '- `/bin/sh` is dash; Bash is there as well',
      '- Runs as root unless told otherwise, and brings the user `node` (1000)',
      '- Smaller: `24-slim`, `24-alpine`',
    ]);
    expect(lines('golang:1.27-alpine')).toContain('- Alpine: packages with `apk`, the C library is musl');
    expect(lines('gcr.io/distroless/static:nonroot')).toContain('- Runs as `nonroot` (65532)');
    expect(lines('nginx:1.31')).toContain('- Exposes 80');
  });

  it('are told when they came to their end', () => {
    expect(lines('node:16-alpine')).toContain('- **End of life**: Node.js 16 gets no more fixes since 2023-09-11');
    expect(lines('node:16-alpine')).toContain('- The current stable line is `24`');
  });

  it('are told how far they are pinned', () => {
    expect(lines('team/app')[3]).toContain('No tag, which means `latest`');
    expect(lines('localhost:5000/app:1.2.3')[2]).toBe('- Repository `app` of `localhost:5000`');
    expect(lines('localhost:5000/app:1.2.3')[3]).toContain('one release');
    expect(lines(`app:1@sha256:${'a'.repeat(64)}`)[3]).toContain('Pinned');
  });

  it('are explained in manifests', async () => {
    const manifest =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: ';
    const at = async (image: string) =>
      (await containerImages.explain?.(spotIn('pod.yaml', `${manifest}${image}\n`)))?.map(({ text }) => text);
    expect((await at('ngi|nx:1.31'))?.[0]).toContain('- Exposes 80');
    expect(await at('"{{ .Values.im|age }}"')).toEqual([]);
  });
});

describe('values', () => {
  it('are explained: permissions', async () => {
    const told = await hoverAt('FROM alpine\nCOPY --chmod=7|50 a b');
    expect(told).toContain('750: **`750`** is `rwxr-x---`');
    expect(told).toContain(
      '- the owner may read, write and execute\n- the group may read and execute\n- others may do nothing',
    );
    expect(await hoverAt('FROM alpine\nCOPY --chmod=47|55 a b')).toContain('special bits: setuid');
  });

  it('are explained: where one works, and where files go', async () => {
    expect(await hoverAt('FROM alpine\nWORKDIR /srv\nWORKDIR a|pp')).toContain('`/srv/app`');
    expect(await hoverAt('FROM alpine\nWORKDIR /srv\nCOPY a b ./c|onf')).toContain('Into the folder `/srv/conf/`');
    expect(await hoverAt('FROM alpine\nWORKDIR /srv\nCOPY a b|')).toContain('To `/srv/b`');
    expect(await hoverAt('FROM alpine\nCOPY a| b')).toBe('');
  });

  it('are explained: users and signals', async () => {
    expect(await hoverAt('FROM alpine\nRUN adduser -D -u 1001 app\nUSER a|pp')).toContain(
      'made in line 2 with number 1001',
    );
    expect(await hoverAt('FROM node:24\nUSER no|de:node')).toContain(
      'brought by `node:24` with number 1000, in the group `node` alone',
    );
    expect(await hoverAt('FROM alpine\nSTOPSIGNAL 1|5')).toContain('SIGTERM');
  });
});

describe('what is half written', () => {
  it('is no obstacle', async () => {
    const text =
      'ARG A\r\nFROM $A:${B AS\r\nCOPY --from= --chmod=9 a\r\nRUN --mount=type=,x= <<EOF\n$A ${\nSTOPSIGNAL\nUSER $\nUSER :\nWORKDIR ""\nONBUILD\nONBUILD USER\n';
    for (let offset = 0; offset <= text.length; offset++) {
      await hoverAt(`${text.slice(0, offset)}|${text.slice(offset)}`);
      await hoverAt(`${text.slice(0, offset)}|`);
    }
  });
});
