import { describe, expect, it } from 'vitest';
import type { Commit } from '../../server/src/core/history.ts';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { adviceFor, gainInWords } from '../../server/src/workspace/build-cache/advice.ts';
import { MemoryHost } from '../support/memory-host.ts';

/** Commits that change these files, the last one first. */
function commits(...changes: readonly string[]): readonly Commit[] {
  return changes.map((files, at) => ({ id: String(at).repeat(40), time: 0, subject: '', files: files.split(' ') }));
}

/** What is advised for a Dockerfile after these commits: title, gain and the file as it would be. */
async function advised(text: string, history: readonly Commit[], files: Readonly<Record<string, string>> = {}) {
  const base = 'file:///work/';
  const host = Object.assign(
    new MemoryHost(
      Object.fromEntries(Object.entries({ ...files, Dockerfile: text }).map(([name, one]) => [base + name, one])),
    ),
    { history: async () => ({ commits: history, limit: undefined }) },
  );
  const dockerfile = new Dockerfile(text);
  const { advice } = await adviceFor(dockerfile, dockerfile.finalStage, { uri: `${base}Dockerfile`, host });
  return advice.map(({ proposal, gain, edits }) => ({
    said: `${proposal.title} (${gainInWords(gain)})`,
    text: applyEdits(text, edits),
  }));
}

const sources = commits('src/a.js', 'src/a.js', 'src/b.js package.json', 'src/a.js', 'package-lock.json');
const node = { 'package.json': '{"name": "app"}', 'package-lock.json': '{}', 'src/a.js': '' };

describe('advice for the build cache', () => {
  it('is to copy dependency files first, with what the install would have been spared', async () => {
    expect(await advised('FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\n', sources, node)).toEqual([
      {
        said: 'Copy the dependency files first (5 of 5 builds down to 2)',
        text: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n',
      },
    ]);
  });

  it('counts the part of a step that becomes one of its own', async () => {
    const [first] = await advised(
      'FROM golang:1.27 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\n',
      commits('main.go', 'main.go', 'main.go go.mod', 'a.go'),
      { 'go.mod': 'module app\n', 'go.sum': '', 'main.go': '' },
    );
    expect(first?.said).toBe('Copy the dependency files first (4 of 4 builds down to 1)');
  });

  it('is nothing where nothing would have been saved', async () => {
    const text = 'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\n';
    expect(await advised(text, commits('package.json', 'package-lock.json src/a.js'), node)).toEqual([]);
    expect(await advised(text, [], node)).toEqual([]);
  });

  it('is to install system packages before files are copied, with the comments that belong to it', async () => {
    const text =
      'FROM debian:13\nWORKDIR /app\n# The sources.\nCOPY src /app\nEXPOSE 80\n# For TLS.\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates \\\n && rm -rf /var/lib/apt/lists/*\nCMD ["./a"]\n';
    expect(await advised(text, sources, { 'src/a.js': '' })).toEqual([
      {
        said: 'Install system packages before files are copied (4 of 5 builds down to 0)',
        text: 'FROM debian:13\nWORKDIR /app\n# For TLS.\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates \\\n && rm -rf /var/lib/apt/lists/*\n# The sources.\nCOPY src /app\nEXPOSE 80\nCMD ["./a"]\n',
      },
    ]);
  });

  it('keeps line endings, and a last line that has none', async () => {
    const [first] = await advised('FROM alpine:3.24\r\nCOPY src /app\r\nRUN apk add curl', sources, { 'src/a.js': '' });
    expect(first?.text).toBe('FROM alpine:3.24\r\nRUN apk add curl\r\nCOPY src /app');
  });

  it.each([
    ['the copy may configure the system', 'COPY src /etc/apt/\nRUN apt-get update && apt-get install -y curl\n'],
    ['it is not known where the copy goes', 'ARG D\nCOPY src $D\nRUN apt-get update && apt-get install -y curl\n'],
    ['a package is a file', 'COPY src /app\nRUN apt-get install -y /app/a.deb\n'],
    ['a package depends on a file', 'COPY src /app\nRUN apt-get install -y $(cat /app/packages)\n'],
    ['it does something else as well', 'COPY src /app\nRUN apt-get install -y gcc && make -C /app\n'],
    ['it writes where the files are', 'COPY src /app\nRUN apt-get install -y curl && echo a > /app/b\n'],
    ['another user runs it', 'COPY src /app\nUSER root\nRUN apt-get install -y curl\n'],
    [
      'a variable is set between them',
      'COPY src /app\nENV DEBIAN_FRONTEND=noninteractive\nRUN apt-get install -y curl\n',
    ],
    ['something is mounted', 'COPY src /app\nRUN --mount=type=bind,target=/x apt-get install -y curl\n'],
    ['a home is made where files are copied to', 'COPY src /home/app\nRUN apt-get install -y curl && useradd -m app\n'],
  ])('leaves an install where it is when %s', async (_, text) => {
    expect(await advised(`FROM debian:13\n${text}`, sources, { 'src/a.js': '' })).toEqual([]);
  });

  it('is to declare what differs with each build where it is used', async () => {
    const text =
      'FROM debian:13\nARG GIT_COMMIT\nRUN apt-get update && apt-get install -y curl\nCOPY src /app\nRUN make\nLABEL revision=$GIT_COMMIT\n';
    expect(await advised(text, sources, { 'src/a.js': '' })).toEqual([
      {
        said: 'Declare GIT_COMMIT where it is used (5 of 5 builds down to 0)',
        text: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\nCOPY src /app\nARG GIT_COMMIT\nRUN make\nLABEL revision=$GIT_COMMIT\n',
      },
    ]);
  });

  it.each([
    ['the install uses it', 'ARG BUILD_DATE\nRUN apt-get install -y curl=$BUILD_DATE\nRUN make\n'],
    ['it is a version, which stays', 'ARG NODE_VERSION\nRUN apt-get install -y curl\nRUN make $NODE_VERSION\n'],
    ['a program may ask for it', 'ARG BUILD_DATE\nRUN make\nLABEL created=$BUILD_DATE\n'],
  ])('leaves an argument where it is when %s', async (_, text) => {
    expect(await advised(`FROM debian:13\n${text}COPY src /app\n`, sources, { 'src/a.js': '' })).toEqual([]);
  });

  describe('for files that are large and change rarely', () => {
    const large = 'x'.repeat(10_000_000);
    const history = commits('src/a.js', 'src/a.js', 'src/a.js', 'models/m.bin', 'src/a.js');
    const files = { 'src/a.js': '1', 'models/m.bin': large, 'm.bin': large, 'a.js': '1', 'b.js': '2' };

    it('is to copy them above what changes more often', async () => {
      const text =
        'FROM debian:13\nRUN apt-get update\nCOPY src /app/src\n# Large.\nCOPY models /app/models\nCMD ["/a"]\n';
      expect(await advised(text, history, files)).toEqual([
        {
          said: 'Copy what changes more often behind this (5 of 5 builds down to 1)',
          text: 'FROM debian:13\nRUN apt-get update\n# Large.\nCOPY models /app/models\nCOPY src /app/src\nCMD ["/a"]\n',
        },
      ]);
    });

    it('is to copy what changes by itself, behind the others', async () => {
      const often = commits('a.js', 'a.js', 'a.js', 'b.js', 'm.bin');
      expect(await advised('FROM debian:13\nCOPY --chmod=644 a.js m.bin b.js /app/\n', often, files)).toEqual([
        {
          said: 'Copy a.js by itself, behind what changes less often (5 of 5 builds down to 2)',
          text: 'FROM debian:13\nCOPY --chmod=644 m.bin b.js /app/\nCOPY --chmod=644 a.js /app/\n',
        },
      ]);
    });

    it('is to copy the largest folder before the rest, where the builder can leave it out then', async () => {
      const text = '# syntax=docker/dockerfile:1\nFROM debian:13\nWORKDIR /app\nCOPY . .\n';
      expect(await advised(text, history, files)).toEqual([
        {
          said: 'Copy the largest folder before the rest (5 of 5 builds down to 1)',
          text: '# syntax=docker/dockerfile:1\nFROM debian:13\nWORKDIR /app\nCOPY models ./models\nCOPY --exclude=models . .\n',
        },
      ]);
      for (const syntax of ['# syntax=docker/dockerfile:1.7\n', '', '# syntax=acme/frontend:1\n']) {
        expect(await advised(text.replace(/^.*\n/, syntax), history, files)).toEqual([]);
      }
    });

    it.each([
      ['they are small', 'COPY src /app/src\nCOPY b.js /app/b.js\n'],
      ['one place lies in the other', 'COPY src /app\nCOPY models /app/models\n'],
      ['a program runs in between', 'COPY src /app/src\nRUN make -C /app/src\nCOPY models /app/models\n'],
      ['the folder is another one', 'WORKDIR /a\nCOPY src src\nWORKDIR /b\nCOPY models models\n'],
      ['folders would be made for another user', 'COPY --chown=1 src /app/src\nCOPY models /app/models\n'],
      ['nothing else changes more often', 'COPY models /app/models\nCOPY m.bin /app/m.bin\n'],
      ['others would be copied as often as they were', 'COPY b.js /app/b.js\nCOPY models /app/models\n'],
      ['it is not known where they go', 'COPY src /app/src\nARG D\nCOPY models $D\n'],
    ])('is nothing where %s', async (_, text) => {
      expect(await advised(`FROM debian:13\n${text}`, history, files)).toEqual([]);
    });

    it('is nothing where sources bring files of the same name', async () => {
      const both = { 'one/x': large, 'two/x': '1', 'two/y': '1' };
      const often = commits('two/y', 'two/y', 'two/y');
      expect(await advised('FROM debian:13\nCOPY two one /app/\n', often, both)).toEqual([]);
      const apart = { 'one/z': large, 'two/x': '1', 'two/y': '1' };
      const [first] = await advised('FROM debian:13\nCOPY two one /app/\n', often, apart);
      expect(first?.text).toBe('FROM debian:13\nCOPY one /app/\nCOPY two /app/\n');
    });
  });
});
