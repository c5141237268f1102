import { describe, expect, it } from 'vitest';
import type { Suggestion } from '../../server/src/ide/assistant.ts';
import { dockerfileCompletion } from '../../server/src/ide/dockerfile/completion/index.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { spotIn } from '../support/writing.ts';

const workspace = {
  '.dockerignore': 'node_modules\n*.log\n',
  'docker/entrypoint.sh': '',
  'node_modules/left/index.js': '',
  'package.json': '',
  'my file.txt': '',
  'debug.log': '',
  'src/lib/a.go': '',
  'src/main.go': '',
  'other/Dockerfile': 'FROM node:22-alpine\nRUN apk add --no-cache curl git\n',
  'another/Dockerfile':
    'FROM node:22-alpine\nRUN apk add git\nFROM debian:13\nRUN apt-get install -y jq=1.7 curl\nRUN pip install flask==3\n',
};

/** What is suggested at the `|`, as the editor orders it. */
async function suggestionsAt(marked: string, name = 'Dockerfile'): Promise<readonly Suggestion[]> {
  const spot = spotIn(name, marked, workspace);
  const found = (await Promise.all(dockerfileCompletion.map((one) => one.complete?.(spot) ?? []))).flat();
  for (const { edit } of found) {
    expect(edit.span.start).toBeLessThanOrEqual(spot.offset);
    expect(edit.span.end).toBeGreaterThanOrEqual(spot.offset);
    expect(spot.file.text.slice(edit.span.start, edit.span.end)).not.toContain('\n');
  }
  return [...found].sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0) || (one.label < other.label ? -1 : 1));
}

async function labelsAt(marked: string): Promise<readonly string[]> {
  return (await suggestionsAt(marked)).map(({ label }) => label);
}

/** The text after a suggestion has been chosen. */
async function chosen(marked: string, label: string): Promise<string> {
  const suggestion = (await suggestionsAt(marked)).find((one) => one.label === label);
  if (!suggestion) throw new Error(`"${label}" is not suggested`);
  return applyEdits(marked.replace('|', ''), [suggestion.edit]);
}

async function detailOf(marked: string, label: string): Promise<string | undefined> {
  return (await suggestionsAt(marked)).find((one) => one.label === label)?.detail;
}

describe('templates', () => {
  const templatesAt = async (marked: string) =>
    (await suggestionsAt(marked)).filter(({ plainText }) => plainText !== undefined);

  it('are whole files where nothing is written yet', async () => {
    for (const marked of ['|', 'mul|', '\n|\n', '# syntax=docker/dockerfile:1\n|', '# Ours.\nF|']) {
      expect((await templatesAt(marked)).map(({ label }) => label)).toContain('multi-stage-go');
    }
    for (const marked of ['FROM |', 'FROM alpine\n|', 'ARG A\n|', '| alpine', 'R|\nFROM alpine', '# F|\n#']) {
      expect((await templatesAt(marked)).filter(({ label }) => label === 'multi-stage-go')).toEqual([]);
    }
  });

  it('are found by FROM and by their names', async () => {
    const filterAt = async (marked: string) =>
      (await templatesAt(marked)).find(({ label }) => label === 'multi-stage-go')?.filter;
    expect(await filterAt('fro|')).toBe('FROM multi-stage-go');
    expect(await filterAt('mul|')).toBe('multi-stage-go FROM');
  });

  it('have their directives on the first lines alone', async () => {
    expect(await chosen('mul|', 'multi-stage-go')).toMatch(/^# syntax=docker\/dockerfile:1\n\nFROM/);
    expect(await chosen('\n\n|', 'multi-stage-go')).toMatch(/^\n\nFROM/);
    expect(await chosen('# syntax=docker/dockerfile:1\n\n|', 'multi-stage-go')).toMatch(
      /^# syntax=docker\/dockerfile:1\n\nFROM/,
    );
    expect(await chosen('# Ours.\n|', 'multi-stage-go')).toMatch(/^# Ours.\nFROM/);
  });

  it('have the line breaks of the file', async () => {
    const [first] = await templatesAt('\r\n|');
    expect(first?.plainText?.replaceAll('\r\n', '')).not.toContain('\n');
    expect(first?.edit.newText.replaceAll('\r\n', '')).not.toContain('\n');
  });
});

describe('keywords', () => {
  it('begin lines: before the first FROM only those that may stand there', async () => {
    const first = await suggestionsAt('# syntax=docker/dockerfile:1\n\nF|');
    expect(first.filter(({ kind }) => kind === 'keyword').map(({ label }) => label)).toEqual(['FROM', 'ARG']);
    expect((await labelsAt('FROM alpine\n|')).slice(0, 4)).toEqual(['FROM', 'RUN', 'COPY', 'WORKDIR']);
    expect(await labelsAt('FROM alpine\n|')).not.toContain('MAINTAINER');
  });

  it('put the cursor where one goes on', async () => {
    expect(await chosen('FROM alpine\nCO|', 'COPY')).toBe('FROM alpine\nCOPY ');
    expect(await chosen('FROM alpine\nEN|\nUSER a\n', 'ENV')).toBe('FROM alpine\nENV ${1:NAME}=${2:value}\nUSER a\n');
    expect(await chosen('FROM alpine\nC| . /app\n', 'COPY')).toBe('FROM alpine\nCOPY . /app\n');
    expect(await chosen('FROM alpine\r\nCM|\r\n', 'CMD')).toBe('FROM alpine\r\nCMD ["$1"]\r\n');
  });

  it('are in the case of the file', async () => {
    expect(await chosen('from alpine\nru|', 'run')).toBe('from alpine\nrun $0');
    expect(await chosen('FROM alpine\nru|', 'RUN')).toBe('FROM alpine\nRUN $0');
  });

  it('follow ONBUILD, those left out that it cannot keep', async () => {
    for (const text of ['FROM alpine\nONBUILD |', 'FROM alpine\nONBUILD C|']) {
      const labels = await labelsAt(text);
      expect(labels).toContain('COPY');
      expect(labels).not.toContain('FROM');
      expect(labels).not.toContain('ONBUILD');
    }
  });

  it('stand neither in the middle of an instruction nor in comments', async () => {
    expect(await labelsAt('FROM alpine\nRUN true \\\n  |')).toEqual([]);
    expect(await labelsAt('FROM alpine\nRUN true \\\n  # a|\n  && false')).toEqual([]);
    expect(await labelsAt('FROM alpine\nRUN apk add git \\|\n  curl')).toEqual([]);
    expect(await labelsAt('FROM alpine\nRUN |apk add git')).toEqual([]);
    expect(await labelsAt('FROM alpine\n# C|')).toEqual([]);
    expect(await labelsAt('FROM alpine\nRUN <<EOF\nC|\nEOF\n')).toEqual([]);
    expect(await labelsAt('# escape=`\nFROM alpine\nRUN true `\n  |')).toEqual([]);
  });
});

describe('directives', () => {
  it('are suggested at the top', async () => {
    expect(await chosen('# s|\nFROM alpine', '# syntax=docker/dockerfile:1')).toBe(
      '# syntax=docker/dockerfile:1\nFROM alpine',
    );
    expect(await labelsAt('|')).toContain('# syntax=docker/dockerfile:1');
    expect(await labelsAt('# syntax=docker/dockerfile:1\n#|')).toEqual(['# escape=`', '# check=skip=']);
    expect(await labelsAt('# a comment |')).toEqual([]);
    expect(await labelsAt('# a comment\n# |')).toEqual([]);
  });

  it('have values', async () => {
    expect(await labelsAt('# syntax = dock|')).toEqual(['docker/dockerfile:1', 'docker/dockerfile:1-labs']);
    expect(await chosen('# check=skip=JSONArgsRecommended,St|;error=true', 'StageNameCasing')).toBe(
      '# check=skip=JSONArgsRecommended,StageNameCasing;error=true',
    );
    expect(await labelsAt('# check=skip=StageNameCasing,|')).not.toContain('StageNameCasing');
  });
});

describe('flags', () => {
  it('are those that the instruction does not have yet', async () => {
    expect(await labelsAt('FROM alpine\nCOPY --link --| a b')).toEqual([
      '--from=',
      '--chown=',
      '--chmod=',
      '--parents',
      '--exclude=',
    ]);
    expect(await labelsAt('FROM alpine\nRUN --mount=type=ssh --m|')).toContain('--mount=');
    expect(await labelsAt('FROM alpine\nRUN echo --|')).toEqual([]);
  });

  it('keep the value that is there', async () => {
    expect(await chosen('FROM alpine\nCOPY --ch|=a b c', '--chown=')).toBe('FROM alpine\nCOPY --chown=a b c');
  });

  it('have values', async () => {
    expect(await chosen('FROM --platform=|linux/s390x alpine', '$BUILDPLATFORM')).toBe(
      'FROM --platform=$BUILDPLATFORM alpine',
    );
    expect(await labelsAt('FROM alpine\nRUN --network=|')).toEqual(['none', 'default', 'host']);
  });
});

describe('mounts', () => {
  it('begin with their type', async () => {
    expect(await chosen('FROM alpine\nRUN --mount=|', 'type=cache')).toBe(
      'FROM alpine\nRUN --mount=type=cache,target=',
    );
    expect(await chosen('FROM alpine\nRUN --mount=|,target=/x a', 'type=tmpfs')).toBe(
      'FROM alpine\nRUN --mount=type=tmpfs,target=/x a',
    );
  });

  it('have the options of their type, others left out', async () => {
    const labels = await labelsAt('FROM alpine\nRUN --mount=type=secret,id=npm,| npm ci');
    expect(labels).toEqual(['target=', 'env=', 'required=', 'mode=', 'uid=', 'gid=']);
    expect(await labelsAt('FROM alpine\nRUN --mount=type=cache,sharing=| a')).toEqual(['locked', 'shared', 'private']);
  });

  it('know the caches of the package managers that are used', async () => {
    const text = 'FROM node:24\nRUN --mount=type=cache,target=| npm ci';
    const [first] = await suggestionsAt(text);
    expect(first).toMatchObject({ label: '/root/.npm', detail: 'npm' });
    expect(await chosen('FROM alpine\nRUN --mount=type=cache,target=| apk add a', '/var/cache/apk')).toBe(
      'FROM alpine\nRUN --mount=type=cache,target=/var/cache/apk,sharing=locked apk add a',
    );
  });
});

describe('stages and images', () => {
  const stages = 'FROM golang:1.27 AS one\nFROM alpine AS two\nFROM debian\nFROM scratch\n';

  it('are stages above, the nearest first, by name or number', async () => {
    expect((await labelsAt(`${stages}COPY --from=| a b\nFROM alpine AS later`)).slice(0, 3)).toEqual([
      '2',
      'two',
      'one',
    ]);
    expect(await labelsAt(`${stages}COPY --from=| a b\nFROM alpine AS later`)).not.toContain('later');
    expect((await labelsAt(`${stages}RUN --mount=from=t|,target=/x a`)).slice(0, 2)).toEqual(['2', 'two']);
    expect((await labelsAt(`${stages}FROM |`)).slice(0, 2)).toEqual(['two', 'one']);
    expect(await detailOf(`${stages}FROM |`, 'one')).toBe('stage, from golang:1.27');
  });

  it('are images of the workspace, then official ones', async () => {
    const labels = await labelsAt('FROM |');
    expect(labels.slice(0, 3)).toEqual(['node:22-alpine', 'debian:13', 'scratch']);
    expect(labels).toContain('node:24');
    expect(await detailOf('FROM |', 'node:22-alpine')).toBe('used in 2 Dockerfiles of the workspace');
    expect(await chosen('FROM --platform=linux/amd64 no|de:8 AS x', 'node:24')).toBe(
      'FROM --platform=linux/amd64 node:24 AS x',
    );
  });

  it('are none of those that somebody has yet to finish elsewhere', async () => {
    const spot = spotIn('Dockerfile', 'FROM |', { 'a/Dockerfile': 'FROM node:\nFROM redis:8\n' });
    const found = (await Promise.all(dockerfileCompletion.map((one) => one.complete?.(spot) ?? []))).flat();
    expect(found.map(({ label }) => label)).toContain('redis:8');
    expect(found.map(({ label }) => label)).not.toContain('node:');
  });

  it('are the current tags of an image', async () => {
    expect(await labelsAt('FROM eclipse-temurin:|')).toEqual(
      expect.arrayContaining(['eclipse-temurin:25-jdk', 'eclipse-temurin:25-jre', 'eclipse-temurin:25-jre-alpine']),
    );
    expect(await labelsAt('FROM docker.io/library/python:|')).toContain('docker.io/library/python:3.14-slim');
  });

  it('are followed by AS', async () => {
    expect(await chosen('FROM alpine |', 'AS')).toBe('FROM alpine AS ${1:name}');
    expect(await labelsAt('from alpine a|')).toEqual(['as']);
    expect(await labelsAt('FROM alpine AS |')).toEqual([]);
  });
});

describe('variables', () => {
  it('are those in scope, with their values', async () => {
    const text = 'ARG G=1\nFROM alpine\nENV A=/srv\nENV B=$A/b\nARG C\nWORKDIR $|\nENV LATER=1\n';
    expect(await labelsAt(text)).toEqual(['A', 'B', 'C', 'PATH']);
    expect(await detailOf(text, 'B')).toBe('/srv/b');
    expect(await detailOf(text, 'C')).toBe('ARG without a default');
  });

  it('are closed where a brace is open', async () => {
    expect(await chosen('FROM alpine\nENV ABC=1\nRUN echo "${A|"', 'ABC')).toBe(
      'FROM alpine\nENV ABC=1\nRUN echo "${ABC}"',
    );
    expect(await chosen('FROM alpine\nENV ABC=1\nRUN echo ${A|X}', 'ABC')).toBe(
      'FROM alpine\nENV ABC=1\nRUN echo ${ABC}',
    );
  });

  it('are in FROM those from before it, and those of the builder', async () => {
    const labels = await labelsAt('ARG TAG=3\nFROM alpine AS a\nARG X=1\nFROM alpine:$|');
    expect(labels[0]).toBe('TAG');
    expect(labels).toContain('BUILDPLATFORM');
    expect(labels).not.toContain('X');
  });

  it('are those of the base image, too', async () => {
    expect(await detailOf('FROM golang:1.27\nRUN ls $|', 'GOPATH')).toBe('set by golang:1.27');
  });

  it('stand in here-documents, but not where nobody puts them in', async () => {
    expect(await labelsAt('FROM alpine\nENV A=1\nRUN <<EOF\necho $|\nEOF\n')).toContain('A');
    expect(await labelsAt('FROM alpine\nENV A=1\nCOPY <<"EOF" /x\n$|\nEOF\n')).toEqual([]);
    expect(await labelsAt('FROM alpine\nENV A=1\nCMD ["echo", "$|"]')).toEqual([]);
    expect(await labelsAt('FROM alpine\nENV A=1\nENV B=\\$|')).toEqual([]);
  });
});

describe('arguments', () => {
  it('are what is used below and declared nowhere, and what the stage can get', async () => {
    const labels = await labelsAt('ARG G=1\nFROM alpine\nARG |\nCOPY $FILE /\nENV X=$G\n');
    expect(labels.slice(0, 3)).toEqual(['FILE', 'G', 'TARGETARCH']);
    expect(await labelsAt('ARG |\nFROM alpine:$TAG\n')).toEqual(['TAG']);
    expect(await chosen('ARG |=3\nFROM alpine:$TAG\n', 'TAG')).toBe('ARG TAG=3\nFROM alpine:$TAG\n');
  });
});

describe('files of the build context', () => {
  it('are sources, folders first, without what .dockerignore leaves out', async () => {
    expect((await labelsAt('FROM alpine\nCOPY |')).slice(0, 5)).toEqual([
      'another/',
      'docker/',
      'other/',
      'src/',
      'package.json',
    ]);
    const labels = await labelsAt('FROM alpine\nCOPY |');
    for (const absent of ['node_modules/', 'debug.log', 'my file.txt']) expect(labels).not.toContain(absent);
  });

  it('are found segment by segment', async () => {
    expect(await labelsAt('FROM alpine\nCOPY src/| /')).toEqual(['lib/', 'main.go']);
    expect(await chosen('FROM alpine\nCOPY ./src/m| /', 'main.go')).toBe('FROM alpine\nCOPY ./src/main.go /');
    expect(await chosen('FROM alpine\nCOPY s|/main.go /', 'src/')).toBe('FROM alpine\nCOPY src/main.go /');
    expect((await suggestionsAt('FROM alpine\nCOPY s|')).find(({ label }) => label === 'src/')?.continues).toBe(true);
  });

  it('stand in JSON arrays and bind mounts', async () => {
    expect(await labelsAt('FROM alpine\nCOPY ["src/main.go", "|", "/"]')).toContain('my file.txt');
    expect(await chosen('FROM alpine\nADD ["s|"]', 'src/')).toBe('FROM alpine\nADD ["src/"]');
    expect(await labelsAt('FROM alpine\nRUN --mount=type=bind,source=src/| a')).toEqual(['lib/', 'main.go']);
    expect(await labelsAt('FROM alpine\nRUN --mount=type=cache,source=| a')).not.toContain('src/');
  });

  it('are not what other stages have', async () => {
    expect(await labelsAt('FROM alpine AS a\nFROM alpine\nCOPY --from=a |')).not.toContain('src/');
  });

  it('come from the folder above where the other sources do', async () => {
    const labels = async (text: string) => (await suggestionsAt(text, 'docker/Dockerfile')).map(({ label }) => label);
    expect(await labels('FROM alpine\nCOPY package.json /\nCOPY src/|')).toEqual(['lib/', 'main.go']);
    expect(await labels('FROM alpine\nCOPY entry|')).toContain('entrypoint.sh');
  });

  it('are sources again on a line that goes on', async () => {
    expect(await labelsAt('FROM alpine\nCOPY package.json \\\n  src/|\\\n  /app/')).toEqual(['lib/', 'main.go']);
  });
});

describe('paths in the image', () => {
  it('are destinations: where one works, and where others went', async () => {
    const text = 'FROM alpine\nWORKDIR /app\nCOPY package.json /opt/\nCOPY src/ |';
    expect((await labelsAt(text)).slice(0, 4)).toEqual(['./', 'src/', '/app/', '/opt/']);
    expect(await detailOf(text, './')).toBe('/app');
  });

  it('are what another stage makes', async () => {
    const text = 'FROM golang:1.27 AS b\nWORKDIR /src\nRUN go build -o /out/app .\nFROM alpine\nCOPY --from=b |';
    expect((await labelsAt(text)).slice(0, 2)).toEqual(['/out/app', '/src/']);
  });

  it('are folders to work in', async () => {
    expect(await labelsAt('FROM alpine\nWORKDIR /srv/x\nFROM alpine\nWORKDIR |')).toEqual([
      '/srv/x',
      '/app',
      '/src',
      '/workspace',
    ]);
  });
});

describe('users, ports and processes', () => {
  it('are users that the stage and its image have', async () => {
    const text = (line: string) => `FROM node:24\nRUN useradd -u 10001 app\n${line}`;
    expect(await labelsAt(text('USER |'))).toEqual(['app', '10001:10001', 'node', '1000:1000', 'root']);
    expect((await labelsAt(text('COPY --chown=| a b'))).slice(0, 2)).toEqual(['app:app', '10001:10001']);
  });

  it('are ports of variables, commands and images', async () => {
    expect(await labelsAt('FROM nginx:1.31\nENV PORT=8080\nEXPOSE |')).toEqual(['8080', '80']);
    expect(
      await labelsAt('FROM python\nEXPOSE |\nCMD ["uvicorn", "a:b", "--host", "0.0.0.0", "--port", "9000"]'),
    ).toEqual(['9000']);
  });

  it('are shells that the image has', async () => {
    expect((await labelsAt('FROM alpine:3.24\nSHELL |'))[0]).toBe('["/bin/ash", "-eo", "pipefail", "-c"]');
    expect((await labelsAt('FROM debian:13\nSHELL |'))[0]).toBe('["/bin/bash", "-o", "pipefail", "-c"]');
  });

  it('are scripts that were copied', async () => {
    const text = 'FROM alpine\nWORKDIR /app\nCOPY docker/entrypoint.sh ./\n';
    expect(await chosen(`${text}ENTRYPOINT |`, '["/app/entrypoint.sh"]')).toBe(
      `${text}ENTRYPOINT ["/app/entrypoint.sh"]`,
    );
    expect(await labelsAt(`${text}ENTRYPOINT ["|"]`)).toEqual(['/app/entrypoint.sh']);
    expect(await labelsAt(`${text}ENTRYPOINT ["sh", "|"]`)).toEqual([]);
  });

  it('are signals, the graceful one first', async () => {
    expect((await labelsAt('FROM nginx\nCMD ["nginx"]\nSTOPSIGNAL |'))[0]).toBe('SIGQUIT');
    expect(await labelsAt('FROM nginx\nSTOPSIGNAL |')).toContain('SIGTERM');
  });

  it('are the forms of HEALTHCHECK', async () => {
    expect((await labelsAt('FROM alpine\nHEALTHCHECK --retries=3 |')).slice(0, 2)).toEqual(['CMD', 'NONE']);
  });
});

describe('packages', () => {
  it('are those of other Dockerfiles, most used first, without those that are named already', async () => {
    expect(await labelsAt('FROM alpine\nRUN apk add |')).toEqual(['git', 'curl']);
    expect(await labelsAt('FROM alpine\nRUN apk add --no-cache git c|')).toEqual(['curl']);
    expect(await labelsAt('FROM debian\nRUN apt-get update && apt-get install -y \\\n  curl=8 \\\n  |')).toEqual([
      'jq',
    ]);
    expect(await labelsAt('FROM python\nRUN pip install --no-cache-dir |')).toEqual(['flask']);
  });

  it('are those of this file, too, and stand in here-documents', async () => {
    const text = 'FROM debian\nRUN apt-get install -y wget\nRUN <<EOF\napt-get install -y w|\nEOF\n';
    expect(await labelsAt(text)).toEqual(['jq', 'curl', 'wget']);
  });

  it('stand behind install commands only', async () => {
    for (const line of ['apk update |', 'apk add curl && |', 'apk add curl\n|', 'pip install -r |', 'apk add -|'])
      expect(await labelsAt(`FROM alpine\nRUN ${line}`)).not.toContain('git');
  });
});

describe('labels', () => {
  it('are those that registries read and those of this file', async () => {
    const text = 'FROM alpine\nLABEL team=web\nLABEL org.opencontainers.image.title="a" |';
    const labels = await labelsAt(text);
    expect(labels).toContain('org.opencontainers.image.source');
    expect(labels).toContain('team');
    expect(labels).not.toContain('org.opencontainers.image.title');
    expect(await chosen('FROM alpine\nLABEL t|=x', 'org.opencontainers.image.title')).toBe(
      'FROM alpine\nLABEL org.opencontainers.image.title=x',
    );
  });
});

describe('what is half written', () => {
  const files = [
    '# syntax=docker/dockerfile:1\r\nARG A=1\r\nFROM --platform=$B alpine:$A AS x\r\nCOPY --from=x --chown=1:1 ["a", "b c"] /\r\nRUN --mount=type=cache,target=/x \\\r\n  # comment\r\n  apk add a \\\r\n\r\n  b\r\n',
    '# escape=`\nFROM mcr.microsoft.com/windows/servercore\nSHELL ["powershell"]\nCOPY a C:\\b\nRUN dir `\n  C:\\\n',
    'FROM alpine\nRUN <<EOF cat\napk add a\nCOPY <<"A" <<B /x\n$x ${y\nA\nENV A="b\n',
    'from alpine\nonbuild copy [ "a\nlabel a=\'b\nhealthcheck --interval= cmd [\nexpose $\nuser ${\nenv a b=${c:-$\n',
    '\uFEFF#check=skip=all;\n# x\nCOPY\nFROM\nFROM  \nRUN --mount=\nRUN --mount=type=,,=,from= x\nCOPY --\nCOPY - -\nARG\nENV =\n',
  ];

  it('is no obstacle: nothing throws anywhere, and suggestions stay on their line', async () => {
    for (const text of files) {
      for (let offset = 0; offset <= text.length; offset++) {
        await suggestionsAt(`${text.slice(0, offset)}|${text.slice(offset)}`);
        await suggestionsAt(`${text.slice(0, offset)}|`);
      }
    }
  });
});
