import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { dockerfileNames } from '../../server/src/ide/dockerfile/names.ts';
import { dockerfileRenaming } from '../../server/src/ide/dockerfile/renaming.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { dockerfileSpot, marking } from '../support/marked.ts';

/** A Dockerfile with all mentions marked of what is mentioned at its `¦`. */
async function mentions(...lines: string[]): Promise<string> {
  const spot = dockerfileSpot(lines.join('\n'));
  const places = (await Promise.all(dockerfileNames.map((one) => one.references?.(spot, true) ?? []))).flat();
  return marking(
    spot.file.text,
    places.map(({ span }) => span),
  );
}

/** Checks that all mentions of one thing are found from each of them: they are marked with `⟨` and `⟩`. */
async function expectMentions(...lines: string[]): Promise<void> {
  const marked = lines.join('\n');
  const parts = marked.split('⟨');
  expect(parts.length).toBeGreaterThan(1);
  for (let at = 1; at < parts.length; at++) {
    const cursor = `${parts.slice(0, at).join('')}¦${parts.slice(at).join('')}`.replaceAll('⟩', '');
    expect(await mentions(cursor), cursor).toBe(marked);
  }
}

/** The definition that a `¦` leads to, marked. */
async function definition(...lines: string[]): Promise<string> {
  const spot = dockerfileSpot(lines.join('\n'));
  const targets = (await Promise.all(dockerfileNames.map((one) => one.definitions?.(spot) ?? []))).flat();
  return marking(
    spot.file.text,
    targets.map(({ place }) => place.span),
  );
}

interface Renamed {
  readonly text: string;
  readonly doubts: readonly string[];
}

/** What a Dockerfile is after a rename at its `¦`, or why there is none. */
async function renamed(
  marked: string,
  to: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Renamed | string | undefined> {
  const spot = dockerfileSpot(marked, files);
  const renaming = await dockerfileRenaming.renaming?.(spot);
  if (renaming instanceof Refusal) return renaming.reason;
  const edits = await renaming?.to(to);
  if (edits instanceof Refusal) return edits.reason;
  const own = edits?.find(({ file }) => file.uri === spot.file.uri)?.edits;
  return own && { text: applyEdits(spot.file.text, own), doubts: own.flatMap(({ doubt }) => doubt ?? []) };
}

describe('the names of stages', () => {
  it('are found wherever they are used', async () => {
    await expectMentions(
      'FROM a AS ⟨Build⟩',
      'FROM ⟨build⟩ AS test',
      'COPY --from=⟨build⟩ /a /b',
      'RUN --mount=type=bind,from=⟨build⟩,target=/x make',
      'COPY --from=⟨0⟩ /a /b',
    );
  });

  it('are no names of images, and not those of triggers, which are of another file', async () => {
    await expectMentions('FROM a AS ⟨b⟩', 'ONBUILD COPY --from=b / /', 'FROM b:1', 'COPY --from=⟨b⟩ / /', 'RUN b');
  });

  it('lead to their FROM', async () => {
    expect(await definition('FROM a AS b', 'FROM c', 'COPY --from=¦b / /')).toBe(
      'FROM a AS ⟨b⟩\nFROM c\nCOPY --from=b / /',
    );
    expect(await definition('FROM a:1', 'FROM c', 'COPY --from=¦0 / /')).toBe('FROM ⟨a:1⟩\nFROM c\nCOPY --from=0 / /');
    expect(await definition('FROM a', 'COPY --from=¦later / /', 'FROM b AS later')).not.toContain('⟨');
  });

  it('can be changed, numbers of stages not', async () => {
    const text = 'FROM a AS build\nFROM b\nCOPY --from=¦build / /\nCOPY --from=0 / /\n';
    expect(await renamed(text, 'make')).toEqual({
      text: 'FROM a AS make\nFROM b\nCOPY --from=make / /\nCOPY --from=0 / /\n',
      doubts: [],
    });
    expect(await renamed('FROM a AS b\nFROM c\nCOPY --from=¦0 / /', 'x')).toMatch(/number of a stage/);
  });

  it('stay when another one would not do', async () => {
    const text = 'FROM alpine AS ¦one\nFROM node AS two\nCOPY --from=one / /\nCOPY --from=busybox / /';
    expect(await renamed(text, 'two')).toMatch(/already/);
    expect(await renamed(text, 'busybox')).toMatch(/is an image/);
    expect(await renamed(text, 'Two Words')).toMatch(/small letter/);
    expect(await renamed(text, 'scratch')).toMatch(/for itself/);
    expect(await renamed('FROM a AS ¦x\nFROM b AS x', 'y')).toMatch(/More than one/);
    expect(await renamed('ARG S=x\nFROM a AS ¦x\nFROM $S', 'y')).toMatch(/line 3/);
    expect(await renamed('FROM a AS ¦b\nFROM \\\n b AS c', 'd')).toEqual({
      text: 'FROM a AS d\nFROM \\\n d AS c',
      doubts: [],
    });
    expect(await renamed('FROM a AS ¦bc\nFROM b\\\nc', 'd')).toMatch(/line 2/);
  });

  it('raise a doubt when somebody builds the stage', async () => {
    const files = { 'compose.yaml': 'services:\n  web:\n    build: {context: ., target: dev}\n' };
    expect(await renamed('FROM a AS ¦dev\n', 'test', files)).toEqual({
      text: 'FROM a AS test\n',
      doubts: ['compose.yaml builds the stage under its old name, and stays as it is'],
    });
  });
});

describe('names that a variable may put together', () => {
  const doubts = ['Line 4 may mean base-arm too, as a variable decides which stage is used there'];

  it('raise a doubt', async () => {
    const text = (first: string, arg: string) =>
      `FROM a AS ${first}\nARG ${arg}=1\nRUN $V\nFROM base-\${TARGETARCH}\nRUN $V`;
    expect(await renamed(text('¦base-arm', 'V'), 'x')).toMatchObject({ doubts });
    expect(await renamed(text('base-arm', '¦V'), 'x')).toMatchObject({
      doubts: ['Line 4 may mean V too, as a variable decides which stage is used there'],
    });
    expect(await renamed(text('¦other', 'V'), 'x')).toMatchObject({ doubts: [] });
    expect(await renamed('ARG B\nFROM a AS ¦b\nFROM $B\nFROM b', 'x')).toMatchObject({ doubts: [] });
  });
});

describe('the names of arguments', () => {
  it('are one in the whole file, declared again or not', async () => {
    await expectMentions(
      'ARG ⟨V⟩=1',
      'FROM --platform=$P a:${⟨V⟩} AS b',
      'RUN echo $V',
      'ARG ⟨V⟩',
      'LABEL v=$⟨V⟩ "k"="${⟨V⟩:-x}"',
      'FROM b',
      'RUN --mount=type=cache,id=$⟨V⟩,target=/x echo "$⟨V⟩" \'$V\' \\$V',
      'COPY --chown=${⟨V⟩} src-$⟨V⟩ /',
      'FROM c',
      'USER $V',
    );
  });

  it('end where ENV has another value', async () => {
    await expectMentions('FROM a', 'ARG ⟨V⟩=1', 'RUN echo $⟨V⟩', 'ENV V=$⟨V⟩', 'RUN echo $V', 'ARG ⟨V⟩');
    await expectMentions('FROM a', 'ARG V=1', 'ENV ⟨V⟩=$V', 'RUN echo $⟨V⟩', 'CMD echo $⟨V⟩');
  });

  it('are unknown to containers', async () => {
    await expectMentions('FROM a', 'ARG ⟨V⟩=1', 'CMD echo $V', 'ENTRYPOINT ["sh", "-c", "echo $V"]', 'RUN : $⟨V⟩');
  });

  it('lead to what gives the value', async () => {
    expect(await definition('ARG V=1', 'FROM a:$¦V', 'ARG V=2')).toBe('ARG ⟨V⟩=1\nFROM a:$V\nARG V=2');
    expect(await definition('ARG V=1', 'FROM a', 'ARG ¦V')).toBe('ARG ⟨V⟩=1\nFROM a\nARG V');
    expect(await definition('FROM a', 'ARG V=1', 'RUN $¦V', 'ARG V=2')).toBe('FROM a\nARG ⟨V⟩=1\nRUN $V\nARG V=2');
    expect(await definition('FROM --platform=$¦BUILDPLATFORM a')).not.toContain('⟨');
  });

  it('can be changed', async () => {
    expect(await renamed('ARG V=1\nFROM a:$¦V\nARG V\nRUN x-$V-y ${V#v}\n', 'VERSION')).toEqual({
      text: 'ARG VERSION=1\nFROM a:$VERSION\nARG VERSION\nRUN x-$VERSION-y ${VERSION#v}\n',
      doubts: [],
    });
  });

  it('stay when another one would not do', async () => {
    expect(await renamed('FROM a\nARG ¦TARGETARCH\nRUN $TARGETARCH', 'X')).toMatch(/builder/);
    expect(await renamed('FROM a\nARG ¦A=1\nARG B=2\nRUN $A', 'B')).toMatch(/already/);
    expect(await renamed('FROM a\nARG ¦A=1\nRUN B=1; echo $B $A', 'B')).toMatch(/already/);
    expect(await renamed('FROM a\nARG ¦A=1\nRUN $A', '1A')).toMatch(/letters/);
    expect(await renamed('FROM a\nARG ¦A=1\nRUN $A', 'http_proxy')).toMatch(/meaning/);
    expect(await renamed('FROM a\nARG ¦AB=1\nUSER $A\\\nB', 'C')).toMatch(/line 3/);
    expect(await renamed('FROM a\nARG ¦AB=1\nRUN sh -c "echo \\$AB"', 'C')).toMatch(/line 3/);
  });

  it('raise a doubt when somebody sets them, or nobody uses them', async () => {
    const files = { 'compose.yaml': 'services:\n  web:\n    build: {context: ., args: {V: "2"}}\n' };
    const text = 'ARG ¦V=1\nFROM a:$V\n';
    expect(await renamed(text, 'W', files)).toMatchObject({
      doubts: ['compose.yaml sets the argument under its old name, and stays as it is'],
    });
    expect(await renamed('FROM a\nARG ¦DEBIAN_FRONTEND=x\nRUN b', 'X')).toMatchObject({
      doubts: ['Nothing in this file uses DEBIAN_FRONTEND: programs may look for it under this name'],
    });
  });
});

describe('the names of environment variables', () => {
  it('are one in the stages that are built upon one another', async () => {
    await expectMentions(
      'FROM a AS base',
      'ENV ⟨X⟩=1 Y=$X',
      'FROM base',
      'ENV ⟨X⟩=$⟨X⟩:2',
      'WORKDIR /$⟨X⟩/"${⟨X⟩}"',
      'HEALTHCHECK CMD test $⟨X⟩',
    );
    await expectMentions('FROM a', 'ENV ⟨X⟩=1', 'USER $⟨X⟩', 'FROM b', 'ENV X=2', 'USER $X');
    await expectMentions('FROM a', 'ENV ⟨X⟩ 1', 'ONBUILD RUN $⟨X⟩', 'EXPOSE $⟨X⟩', 'STOPSIGNAL $⟨X⟩');
  });

  it('are found in here-documents that are expanded', async () => {
    await expectMentions('FROM a', 'ENV ⟨X⟩=1', 'COPY <<A <<"B" /', '$⟨X⟩', 'A', '$X', 'B', 'USER $⟨X⟩');
    await expectMentions('FROM a', 'ENV ⟨X⟩=1', 'RUN <<A', 'echo $⟨X⟩', 'A', "RUN cat <<'B'", '$X', 'B');
    await expectMentions('FROM a', 'ENV ⟨X⟩=1', 'RUN cat <<A', '$⟨X⟩', 'A', 'RUN <<P', '#!/usr/bin/python', '$X', 'P');
  });

  it('are found with another escape character, and in the shells of Windows', async () => {
    await expectMentions('# escape=`', 'FROM a', 'ENV ⟨X⟩=1', 'COPY `$X C:\\$⟨X⟩\\ /');
    await expectMentions('FROM mcr.microsoft.com/windows/servercore', 'ENV ⟨X⟩=1', 'RUN echo %⟨X⟩% $X');
    await expectMentions(
      'FROM a',
      'SHELL ["powershell", "-Command"]',
      'ENV ⟨X⟩=1',
      'RUN Write-Host $env:⟨X⟩ \'$env:X\' "${env:⟨X⟩}" `$env:X $X',
    );
  });

  it('stay where the base image knows them', async () => {
    expect(await renamed('FROM a\nENV ¦PATH=/x:$PATH', 'P')).toMatch(/system/);
    expect(await renamed('FROM node:24\nENV ¦NODE_VERSION=1\nRUN $NODE_VERSION', 'P')).toMatch(/base image/);
    expect(await renamed('FROM a\nENV ¦FOO=$FOO:/x\nRUN $FOO', 'P')).toMatch(/line 2/);
    expect(await renamed('FROM alpine\nENV ¦FOO=1\nRUN $FOO', 'P')).toMatchObject({
      text: 'FROM alpine\nENV P=1\nRUN $P',
    });
  });
});

describe('variables in scripts', () => {
  it('are those of the file until the script sets them', async () => {
    await expectMentions('FROM a', 'ARG ⟨V⟩', 'RUN echo $⟨V⟩ && V=$⟨V⟩-1 && echo $V');
    await expectMentions('FROM a', 'ARG ⟨V⟩', 'RUN for V in a $⟨V⟩; do echo $V; done');
    await expectMentions('FROM a', 'ARG ⟨V⟩', 'RUN V=1 echo $⟨V⟩; (V=2; echo $V); echo $⟨V⟩ "$(echo $⟨V⟩)"');
    await expectMentions('FROM a', 'ARG ⟨V⟩', 'RUN read V; echo $V', 'RUN export ⟨V⟩; echo $((⟨V⟩ + 1))');
    await expectMentions('FROM a', 'ARG ⟨V⟩', "RUN sh -c 'echo $⟨V⟩'; V=2 sh -c 'echo $V' # $V");
  });

  it('are one with those of the file where they may be either', async () => {
    await expectMentions('FROM a', 'ARG ⟨V⟩', 'RUN [ -n "$⟨V⟩" ] || ⟨V⟩=1; echo $⟨V⟩');
    await expectMentions('FROM a', 'ARG ⟨V⟩', 'RUN if x; then ⟨V⟩=1; fi; echo $⟨V⟩');
    await expectMentions('FROM a', 'ARG ⟨V⟩', 'RUN f() { echo $⟨V⟩; }; ⟨V⟩=1; f');
    await expectMentions('FROM a', 'ARG ⟨V⟩', 'RUN while x; do echo $⟨V⟩; ⟨V⟩=1; done');
    await expectMentions('FROM a', 'ARG ⟨V⟩', 'RUN : ${⟨V⟩:=1}; echo $⟨V⟩');
    await expectMentions('FROM a', 'ARG ⟨V⟩', "RUN export ⟨V⟩=1; sh -c 'echo $⟨V⟩'");
  });

  it('are their own otherwise', async () => {
    await expectMentions('FROM a', 'ARG V', 'RUN ⟨V⟩=1 && echo $⟨V⟩ && ⟨V⟩=2', 'RUN echo $V');
    await expectMentions('FROM a', 'RUN for ⟨f⟩ in *; do rm "${⟨f⟩%.x}"; done', 'RUN f=1');
    await expectMentions('FROM a', 'RUN if x; then V=a; else V=b; fi; ⟨W⟩=$V; echo $⟨W⟩');
    await expectMentions('FROM a', 'ARG V', 'RUN if x; then ⟨V⟩=a; else ⟨V⟩=b; fi; echo $⟨V⟩');
    expect(await definition('FROM a', 'RUN V=1 && V=2 && echo $¦V && V=3')).toBe(
      'FROM a\nRUN V=1 && ⟨V⟩=2 && echo $V && V=3',
    );
  });

  it('may be functions', async () => {
    await expectMentions('FROM a', 'RUN ⟨go⟩() { make; } && ⟨go⟩ && go2 && echo go');
    expect(await renamed('FROM a\nRUN go() { make; } && ¦go', 'run-it')).toMatchObject({
      text: 'FROM a\nRUN run-it() { make; } && run-it',
    });
  });

  it('are none of anybody when nobody sets them', async () => {
    expect(await mentions('FROM a', 'RUN echo $¦X')).not.toContain('⟨');
    expect(await mentions('FROM a', 'ARG X', 'RUN env X=1 ¦X')).not.toContain('⟨');
  });
});
