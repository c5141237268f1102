import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { sameImage } from '../../server/src/dockerfile/runtime-image/same-image.ts';
import type { Refactoring } from '../../server/src/ide/assistant.ts';
import { stageExtraction } from '../../server/src/ide/dockerfile/stage-extraction.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { Judgement, preset } from '../support/judge.ts';
import '../support/seed.ts';
import { workedOn } from '../support/writing.ts';

type Files = Readonly<Record<string, string>>;

/** What is offered for the lines of a Dockerfile between two marks, which are no part of it. */
async function offered(marked: string, files: Files = {}): Promise<Refactoring | undefined> {
  const [above = '', selected = '', below = ''] = marked.split('»');
  const worked = workedOn('Dockerfile', above + selected + below, files);
  const at = { start: above.length, end: above.length + selected.length };
  return (await stageExtraction.refactorings?.(worked, at))?.[0];
}

/** The file afterwards, or why it stays as it is; undefined where nothing is offered. */
async function extracted(marked: string, files: Files = {}): Promise<string | undefined> {
  const { built } = (await offered(marked, files)) ?? {};
  if (!built || built instanceof Refusal) return built?.reason;
  return applyEdits(
    marked.replaceAll('»', ''),
    built.flatMap(({ edits }) => edits),
  );
}

describe('instructions that are selected', () => {
  it('become a stage of their own, from which what they made is copied', async () => {
    const download =
      'RUN apt-get update && apt-get install -y curl ca-certificates \\\n && curl -fsSL https://x.org/$V/tool -o /usr/local/bin/tool && chmod +x /usr/local/bin/tool';
    expect(await extracted(`FROM debian:13\n»${download}\n»USER nobody\nCMD ["tool"]\n`)).toBe(
      `FROM debian:13 AS builder\n${download}\n\nFROM debian:13\nCOPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt\nCOPY --from=builder /usr/local/bin/tool /usr/local/bin/tool\nUSER nobody\nCMD ["tool"]\n`,
    );
  });

  it('take the settings above along, and leave behind where they only worked', async () => {
    expect(
      await extracted(
        'FROM golang:1.26 AS app\nWORKDIR /src\nENV A=1\nLABEL a=b\n»COPY . .\n# Builds.\nRUN go build -o /usr/local/bin/app ./cmd\n»EXPOSE 80\nWORKDIR /data\nCMD ["app"]\n',
      ),
    ).toBe(
      'FROM golang:1.26 AS builder\nWORKDIR /src\nENV A=1\nCOPY . .\n# Builds.\nRUN go build -o /usr/local/bin/app ./cmd\n\nFROM golang:1.26 AS app\nWORKDIR /src\nENV A=1\nLABEL a=b\nCOPY --from=builder /usr/local/bin/app /usr/local/bin/app\nEXPOSE 80\nWORKDIR /data\nCMD ["app"]\n',
    );
  });

  const node =
    'FROM node:24\nWORKDIR /app/\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n»RUN npm run build\n»CMD ["node", "dist"]\n';

  it('share what both need, and hand on the folder that a bundler writes', async () => {
    const common = 'FROM node:24 AS common\nWORKDIR /app/\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n\n';
    const rest = (path: string) =>
      `${common}FROM common AS builder\nRUN npm run build\n\nFROM common\nCOPY --from=builder ${path} ${path}\nCMD ["node", "dist"]\n`;
    expect(await extracted(node, { 'package.json': '{"scripts":{"build":"tsc -b && vite build"}}' })).toBe(
      rest('/app/dist'),
    );
    expect(
      await extracted(node, {
        'package.json': '{"scripts":{"build":"vite build"}}',
        'vite.config.ts': 'export default { build: { outDir: "out" } }',
      }),
    ).toBe(rest('/app'));
  });

  it('are moved above what only the image needs', async () => {
    expect(
      await extracted(
        'FROM debian:13\r\nRUN apt-get update && apt-get install -y git gcc make\r\nCOPY conf /srv/conf\r\nENV B=2\r\n»RUN git clone https://x/y.git /src && cd /src && ./configure --prefix=/opt/y && make && make install\r\n»CMD ["/opt/y/bin/y"]\r\n',
      ),
    ).toBe(
      'FROM debian:13 AS common\r\nRUN apt-get update && apt-get install -y git gcc make\r\n\r\nFROM common AS builder\r\nENV B=2\r\nRUN git clone https://x/y.git /src && cd /src && ./configure --prefix=/opt/y && make && make install\r\n\r\nFROM common\r\nCOPY conf /srv/conf\r\nENV B=2\r\nCOPY --from=builder /opt/y /opt/y\r\nCMD ["/opt/y/bin/y"]\r\n',
    );
  });

  it('hand on what they unpack, by name or by folder, and no archive', async () => {
    expect(
      await extracted(
        'FROM debian:13\n»ADD https://x.org/h.tgz /tmp/h.tgz\nRUN tar -xzf /tmp/h.tgz -C /usr/local/bin --strip-components=1 linux-$ARCH/helm && mkdir -p /opt/p && cd /opt/p && curl -O https://x.org/p.zip && unzip p.zip\n»CMD ["helm"]\n',
      ),
    ).toContain(
      'FROM debian:13\nCOPY --from=builder /usr/local/bin/helm /usr/local/bin/helm\nCOPY --from=builder /opt/p /opt/p\nCMD',
    );
  });

  it('keep what holds for later instructions, and the user whose the files are', async () => {
    expect(
      await extracted(
        'FROM node:24 AS a\nUSER node\n»ARG X=1\nENV Y=$X\nWORKDIR /home/node/app\nRUN git clone https://x/y.git z\n»CMD ["node", "z"]\n',
      ),
    ).toBe(
      'FROM node:24 AS builder\nUSER node\nARG X=1\nENV Y=$X\nWORKDIR /home/node/app\nRUN git clone https://x/y.git z\n\nFROM node:24 AS a\nUSER node\nARG X=1\nENV Y=$X\nWORKDIR /home/node/app\nCOPY --from=builder --chown=node /home/node/app/z /home/node/app/z\nCMD ["node", "z"]\n',
    );
  });

  it('hand on no certificates that are removed again', async () => {
    expect(
      await extracted(
        'FROM alpine:3.22\n»RUN apk add --no-cache --virtual .b ca-certificates curl && curl -o /opt/x https://x/y && apk del .b\n»CMD ["/opt/x"]\n',
      ),
    ).toContain('\nFROM alpine:3.22\nCOPY --from=builder /opt/x /opt/x\nCMD');
  });

  it.each([
    ['a package is for the image', 'RUN apt-get install -y libpq5 && curl -o /x https://x', 'libpq5'],
    ['headers bring libraries', 'RUN apt-get install -y libpq-dev && make -C /src', 'brings libraries'],
    ['a tool is called later', 'RUN apt-get install -y curl && curl -o /x https://x', '"curl" is installed'],
    ['a tool is called by nobody there', 'RUN apt-get install -y git && touch /x', '"git" is installed'],
    ['it is removed later', 'RUN touch /opt/later/y', 'is removed further down'],
    ['a user is made', 'RUN useradd app && touch /x', 'A user or group is made'],
    ['a script is not known', 'RUN ./install.sh', 'What "install.sh" leaves behind'],
    ['packages lie among those of the image', 'RUN pip install flask', 'pip installs among'],
    ['the folder is full of other things', 'RUN tar -xf a.tar -C /usr', 'cannot be told from'],
    ['a link would be followed', 'RUN mkdir /opt/y && ln -s /opt/y /usr/bin/y', 'COPY would follow the link'],
    ['a condition decides', 'RUN if [ -e /z ]; then touch /opt/y; fi', 'depends on a condition'],
    ['something above is taken away', 'RUN touch /opt/y && rm /etc/z', '/etc/z is removed'],
    ['nothing is left', 'RUN echo hello', 'Nothing is left behind'],
    ['it is no part of a build', 'RUN touch /opt/y\nUSER app', 'USER is for the image itself'],
    ['a file goes where a variable says', 'RUN curl -o /opt/$Y https://x', 'a variable decides'],
    ['files change hands', 'RUN touch /opt/y && chown app /opt/y', 'gives files to a user'],
    ['what a tool keeps elsewhere is used later', 'RUN go mod download && touch /opt/y', 'Go runs again later'],
    ['it lies in a volume', 'RUN touch /vol/y', 'lies in a volume'],
  ])('stay where %s', async (_, lines, reason) => {
    const marked = `FROM debian:13\nVOLUME /vol\n»${lines}\n»RUN curl https://y | go build && rm -rf /opt/later\nCMD ["curl"]\n`;
    const after = await extracted(marked);
    expect(after).toContain(reason);
    expect(after).not.toContain('FROM');
  });

  it('stay where a start script calls what they install, or cannot be read', async () => {
    const marked =
      'FROM debian:13\n»RUN apt-get install -y curl && curl -o /opt/x https://x\n»COPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n';
    expect(await extracted(marked, { 'start.sh': '#!/bin/sh\ncurl https://y\n' })).toContain('"curl" is installed');
    expect(await extracted(marked, { 'start.sh': '#!/bin/sh\nexec /opt/x\n' })).toContain('AS builder');
    expect(await extracted(marked)).toContain('cannot be read');
  });

  it.each([
    ['part of an instruction is selected', 'FROM a:1\nRUN »touch /opt/y»\n'],
    ['nothing is selected', 'FROM a:1\n»»RUN touch /opt/y\n'],
    ['the selection reaches into two stages', 'FROM a:1\n»RUN b\nFROM c:1\nRUN d\n»'],
    ['nothing is built', 'FROM a:1\n»COPY a b\n»CMD ["c"]\n'],
    ['it is a stage already', 'FROM a:1 AS b\n»RUN touch /opt/y\n»FROM a:1\nCOPY --from=b /opt/y /opt/y\n'],
  ])('are left alone where %s', async (_, marked) => {
    expect(await offered(marked)).toBeUndefined();
  });
});

/** The rules that warn of something in a Dockerfile. */
function warnings(text: string): readonly string[] {
  const { findings } = new Judgement('Dockerfile', text, preset('recommended'));
  return findings.filter(({ severity }) => severity === 'warning' || severity === 'error').map(({ rule }) => rule.id);
}

describe('any stage', () => {
  const lines = [
    'RUN curl -fsSL https://x.org/a -o /opt/a',
    'RUN mkdir -p /srv/b && touch /srv/b/c',
    'COPY d /srv/d/',
    'WORKDIR /work',
    'ENV E=1 F=/srv/b',
    'ARG G=2',
    'RUN make -j2 && cp h /usr/local/bin/h',
    'RUN git clone https://x.org/i.git /src/i',
    'USER nobody',
    'EXPOSE 80',
    '# A comment.\nRUN tar -xzf /tmp/x.tgz -C /opt/j',
    'LABEL k="l"',
  ];

  it('runs as before when something of it was extracted, has no new warnings, and offers the same no second time', async () => {
    let offers = 0;
    const check = async (chosen: readonly string[], from: number, length: number) => {
      const start = from % chosen.length;
      const end = start + 1 + (length % (chosen.length - start));
      const text = (mark: string) =>
        `FROM debian:13 AS z\n${chosen.map((line, at) => `${at === start ? mark : ''}${line}${at === end - 1 ? mark : ''}\n`).join('')}CMD ["h"]\n`;
      const after = await extracted(text('»'));
      if (!after?.startsWith('FROM')) return;
      offers++;
      const [before, now] = [new Dockerfile(text('')), new Dockerfile(after)];
      expect(sameImage(before.finalStage, now.finalStage), after).toBe(true);
      expect(now.finalStage.name).toBe('z');
      const known = new Set(warnings(text('')));
      expect(warnings(after).filter((id) => !known.has(id))).toEqual([]);
      const builder = now.stages.find(({ name }) => name === 'builder');
      const [first, ...own] = builder?.instructions.slice(1) ?? [];
      const [begin, stop] = [first?.span.start ?? 0, (own.at(-1) ?? first)?.span.end ?? 0];
      const again = `${after.slice(0, begin)}»${after.slice(begin, stop)}»${after.slice(stop)}`;
      expect(await offered(again), again).toBeUndefined();
    };
    const property = fc.asyncProperty(
      fc.uniqueArray(fc.constantFrom(...lines), { minLength: 3, maxLength: 8 }),
      fc.nat(20),
      fc.nat(20),
      check,
    );
    await fc.assert(property, { numRuns: 200 });
    expect(offers).toBeGreaterThan(20);
  });
});
