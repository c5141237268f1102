import { describe, expect, it } from 'vitest';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { unknownValue } from '../../server/src/dockerfile/expand.ts';

/** What an expression is worth in a stage that begins with the given lines. */
function worth(lines: string, expression: string): string {
  const dockerfile = new Dockerfile(`${lines}\nWORKDIR ${expression}\n`);
  const workdir = dockerfile.instructions('WORKDIR').at(-1);
  if (!workdir?.value) throw new Error('no WORKDIR');
  return workdir.stage.expand(workdir.value).text.replaceAll(unknownValue, '?');
}

describe('variables', () => {
  it.each([
    ['FROM a\nARG X=1', '$X', '1'],
    ['FROM a\nENV X=1', '${X}', '1'],
    ['FROM a\nENV X=1\nARG X=2', '$X', '1'],
    ['ARG X=1\nFROM a\nARG X', '$X', '1'],
    ['ARG X=1\nFROM a', '$X', '?'],
    ['ARG X=1\nFROM a\nARG X=2', '$X', '2'],
    ['FROM a AS b\nENV X=1\nFROM b', '$X', '1'],
    ['FROM a AS b\nARG X=1\nFROM b', '$X', '1'],
    ['FROM a\nARG X', '$X', '?'],
    ['FROM a\nARG X', '${X:-d}', 'd'],
    ['FROM a\nENV X=', '${X:-d}', 'd'],
    ['FROM a\nENV X=', '${X-d}', ''],
    ['FROM a\nENV X=1', '${X:+y}', 'y'],
    ['FROM a\nENV X=1', '${X:-${Y}}', '1'],
    ['FROM a\nENV X=1 Y=$X', '$Y', '?'],
    ['FROM a\nENV X=1\nENV Y=$X', '$Y', '1'],
    ['FROM a\nENV X="a b"', '"$X"', 'a b'],
    ['FROM a\nENV X=1', "'$X'", '$X'],
    ['FROM a\nENV X=1', '\\$X', '$X'],
    ['FROM a\nENV X=v1.2.3', '${X#v}', '1.2.3'],
    ['FROM a\nENV X=1.2.3', '${X%.*}', '1.2'],
    ['FROM a\nENV X=1.2.3', '${X%%.*}', '1'],
    ['FROM a\nENV X=a-b-c', '${X/-/_}', 'a_b-c'],
    ['FROM a\nENV X=a-b-c', '${X//-/_}', 'a_b_c'],
    ['FROM a\nARG TARGETARCH', '$TARGETARCH', '?'],
    ['FROM a\nENV A=1 \\\n  # why\n  B=2', '$B', '2'],
    ['FROM a\nENV OLD a b  c', '$OLD', 'a b  c'],
  ])('%j: %s is worth %j', (lines, expression, value) => {
    expect(worth(lines, expression)).toBe(value);
  });

  it('do not fill the memory when they double one another', () => {
    const doubling = Array.from({ length: 60 }, (_, index) => `ENV X${index + 1}=$X${index}$X${index}`).join('\n');
    expect(worth(`FROM a\nENV X0=aaaaaaaaaa\n${doubling}`, '$X60')).toBe('?');
  });
});

describe('stages', () => {
  const text = [
    'ARG BASE=node',
    'FROM ${BASE}:24 AS Build',
    'FROM build AS test',
    'FROM scratch',
    'COPY --from=0 /a /a',
    'COPY --from=BUILD /b /b',
    'COPY --from=docker.io/library/alpine:3.24 /c /c',
    'RUN --mount=type=bind,from=test,target=/t true',
  ].join('\n');
  const dockerfile = new Dockerfile(text);

  it('are linked by FROM, COPY --from and mounts', () => {
    expect(dockerfile.stages.map((stage) => stage.uses.map((use) => use.stage.index))).toEqual([[], [0], [0, 0, 1]]);
    expect(dockerfile.targets.map((stage) => stage.index)).toEqual([2]);
  });

  it('resolve their base image', () => {
    expect(dockerfile.stages[0]?.image?.expansion.value).toBe('node:24');
    expect(dockerfile.stages[1]?.parent?.index).toBe(0);
    expect(dockerfile.stages[1]?.rootImage?.reference?.tag).toBe('24');
    expect(dockerfile.stages[2]?.isFromScratch).toBe(true);
  });

  it('know the images that files are copied from', () => {
    expect(dockerfile.copiedImages.map(({ reference }) => reference.text)).toEqual(['docker.io/library/alpine:3.24']);
  });

  it('survive ten thousand of them, each upon the one before', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `FROM s${index} AS s${index + 1}\n`).join('');
    expect(new Dockerfile(many).finalStage.lineage.length).toBe(10_000);
  });
});

describe('problems', () => {
  it.each([
    ['FROM', '1:1 FROM needs an image'],
    ['FROM a b', '1:8 FROM takes an image and "AS name"; "b" is neither'],
    ['FROM a AS', '1:8 The name of the stage is missing after AS'],
    ['FROM a\nENV X', '2:5 ENV X has no value: write X=value'],
    ['FROM a\nLABEL x=1 y', '2:11 "y" has no "=" after it: write y=value'],
    ['FROM a\nONBUILD ONBUILD RUN x', '2:9 ONBUILD may not be the trigger of ONBUILD'],
    ['RUN x\nFROM a', '1:1 RUN stands before the first FROM, where only ARG may stand'],
    ['FRO a\nRUN x\nCOPY a b\nFROM b', '1:1 There is no instruction "FRO"'],
    ['# escape=x\nFROM a', '1:10 The escape character must be \\ or `, not "x"'],
    ['FROM a\nHELLO x', '2:1 There is no instruction "HELLO"'],
    [
      'FROM a AS 1st',
      '1:11 A stage cannot be called "1st": begin with a letter and use letters, digits, "-", "_" and "."',
    ],
    ['FROM a\nARG X =y', '2:7 A name is missing before "=" in ARG'],
    ['FROM a\nONBUILD FROM x', '2:9 FROM may not be the trigger of ONBUILD'],
    ['FROM a\nONBUILD --x RUN y', '2:9 ONBUILD has no flags, so "--x" is refused'],
    ['FROM a\nHEALTHCHECK curl x', '2:13 HEALTHCHECK takes CMD and a command, or NONE; "curl" is neither'],
    ['FROM a\nHEALTHCHECK CMD', '2:13 A command is missing after HEALTHCHECK CMD'],
    ['FROM a\nHEALTHCHECK CMD []', '2:13 A command is missing after HEALTHCHECK CMD'],
    ['FROM a\nHEALTHCHECK --interval=5s', '2:1 HEALTHCHECK needs CMD and a command, or NONE'],
    ['FROM a\nHEALTHCHECK NONE x', '2:18 Nothing may follow HEALTHCHECK NONE, which takes no command'],
    ['FROM a\nHEALTHCHECK --interval=5 CMD x', '2:24 --interval: "5" has no unit: write 5s for seconds'],
    ['FROM a\nHEALTHCHECK --timeout=5x CMD x', '2:23 --timeout: there is no unit "x": use ms, s, m or h'],
    ['FROM a\nHEALTHCHECK --timeout=soon CMD x', '2:23 --timeout: "soon" is no time span such as 30s or 1m30s'],
    ['FROM a\nHEALTHCHECK --timeout=5us CMD x', '2:23 --timeout: "5us" is less than a millisecond'],
    ['FROM a\nHEALTHCHECK --retries=-1 CMD x', '2:23 --retries takes a whole number, not "-1"'],
    ['FROM a\nHEALTHCHECK --interval CMD x', '2:13 --interval lacks its value: write --interval=value'],
    ['FROM a\nHEALTHCHECK --retry=3 CMD x', '2:13 HEALTHCHECK has no flag "--retry"'],
    ['FROM a\nSHELL bash -c', '2:7 SHELL takes a JSON array: write ["program", "option"]'],
    ['FROM a\nSHELL []', '2:7 The array of SHELL is empty: name the shell and its options'],
    ["FROM a\nSHELL ['bash']", '2:8 SHELL takes a JSON array: JSON strings take double quotes'],
    ['FROM a\nCMD ["a", 1]', '2:11 CMD takes an array of strings: only strings in double quotes may stand here'],
    ['FROM a\nVOLUME []', '2:8 VOLUME needs a path'],
    ['FROM a\nVOLUME ["/a", " "]', '2:15 The path of a volume cannot be empty'],
    ['FROM a\nCOPY --form=b x y', '2:6 COPY has no flag "--form": did you mean --from?'],
    ['FROM a\nCOPY --from=b --from=c x y', '2:15 --from is given for the second time, and may be given once'],
    ['FROM a\nCOPY --link=on x y', '2:13 --link is true or false, not "on"'],
    ['FROM a\nCOPY --chown x y', '2:6 --chown lacks its value: write --chown=value'],
    ['FROM a\nCMD --port 80', '2:5 CMD has no flags, so "--port" is refused'],
    ['FROM a\nRUN --network=off x', '2:15 --network is default or none or host, not "off"'],
    [
      'FROM a\nRUN --mount=type=cash,target=/x y',
      '2:18 There are no mounts of type "cash": use bind, cache, tmpfs, secret, ssh',
    ],
    ['FROM a\nRUN --mount=type=cache,taget=/x y', '2:24 A mount has no option "taget": did you mean target?'],
    [
      'FROM a\nRUN --mount=from=$B,target=/x y',
      '2:18 Variables are not put in here: give the image a stage of its own and name that',
    ],
    [
      'FROM a\nCOPY x <<EOF\nEOF',
      '2:8 A here-document cannot be the destination of COPY: name the file to write behind it',
    ],
    [
      'FROM a\nCOPY ["x", "<<EOF"]',
      '2:12 A here-document cannot be the destination of COPY: name the file to write behind it',
    ],
  ])('%j: %s', (text, expected) => {
    const told = new Dockerfile(text).problems.map(({ span, message }) => {
      const before = text.slice(0, span.start).split('\n');
      return `${before.length}:${(before.at(-1)?.length ?? 0) + 1} ${message}`;
    });
    expect(told).toEqual([expected]);
  });

  it.each([
    'FROM --platform=$BUILDPLATFORM a AS Build_1.x',
    'FROM a\nRUN --mount=type=cache,target=/x,sharing=locked --mount=type=secret,id=a --network=none x',
    'FROM a\nRUN --mount=type=bind,from=b,target=/x,relabel=shared,Z x',
    'FROM a\nCOPY --link --exclude=a --exclude=b --chown=1:1 x /y',
    'FROM a\nHEALTHCHECK --interval=1m30s --timeout=.5s --start-period=0 --retries=0 CMD x',
    'FROM a\nHEALTHCHECK --anything NONE',
    'FROM a\nHEALTHCHECK CMD ["x"]',
    'FROM a\nENTRYPOINT []\nCMD []',
    'FROM a\nCMD [ -f x ] && exec run',
    'FROM a\nRUN [ -d /etc ] && cat <<EOF > /x\nhello world\nEOF',
    'FROM a\nRUN -- x',
  ])('are none in %j', (text) => {
    expect(new Dockerfile(text).problems).toEqual([]);
  });

  it('are not told of what only another frontend knows', () => {
    const text = 'INCLUDE ./x\nFROM a\nCOPY --magic x y\n';
    expect(new Dockerfile(`# syntax=devthefuture/dockerfile-x\n${text}`).problems).toEqual([]);
    for (const own of [
      'docker/dockerfile:1',
      'docker.io/docker/dockerfile-upstream:master',
      'r.io/hub/docker/dockerfile@sha256:1',
    ]) {
      expect(new Dockerfile(`# syntax=${own}\n${text}`).problems.length).toBe(2);
    }
  });
});

describe('shell text', () => {
  /** The commands of the first RUN, each with its source text. */
  function commands(text: string): string[] {
    const run = new Dockerfile(text).instructions('RUN')[0];
    return (run?.script?.commands ?? []).map(({ span }) => text.slice(span.start, span.end));
  }

  it('leads back to the file through continuations, comments and flags', () => {
    expect(
      commands('FROM a\nRUN --mount=type=cache,target=/c one \\\n  # why\n  && two; if x; then three; fi\n'),
    ).toEqual(['one', 'two', 'x', 'three']);
  });

  it('is found in here-documents, exec forms and nested shells', () => {
    expect(commands('FROM a\nRUN <<EOF\none\ntwo\nEOF\n')).toEqual(['one', 'two']);
    expect(commands('FROM a\nRUN ["sh", "-c", "one && two"]\n')).toEqual(['one', 'two']);
    expect(commands("FROM a\nRUN sudo sh -c 'one | two'\n")).toEqual(["sudo sh -c 'one | two'", 'one', 'two']);
    expect(commands('FROM a\nONBUILD RUN one && two\n')).toEqual(['one', 'two']);
  });

  it('is left alone where another shell reads it', () => {
    expect(commands('FROM a\nSHELL ["powershell", "-Command"]\nRUN Get-Item x\n')).toEqual([]);
    expect(commands('FROM mcr.microsoft.com/windows/servercore:ltsc2025\nRUN dir\n')).toEqual([]);
    expect(commands('FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF\n')).toEqual([]);
  });
});
