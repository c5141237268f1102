import { describe, expect, it } from 'vitest';
import { dockerfileFiles } from '../../server/src/ide/dockerfile/files.ts';
import { dockerfileLinks } from '../../server/src/ide/dockerfile/links.ts';
import { dockerfileSpot } from '../support/marked.ts';

const folder = 'file:///workspace/';

/** Where a `¦` leads: paths of files, or the text that is meant in the Dockerfile itself. */
async function leadsTo(
  text: string,
  files: Readonly<Record<string, string>>,
  name?: string,
): Promise<readonly string[]> {
  const spot = dockerfileSpot(text, files, name);
  const targets = (await dockerfileFiles.definitions?.(spot)) ?? [];
  return targets.map(({ place: { file, span } }) =>
    file.uri === spot.file.uri ? spot.file.text.slice(span.start, span.end) : file.uri.replace(folder, ''),
  );
}

describe('what is copied', () => {
  const files = { 'package.json': '', 'src/a.ts': '', 'src/b.ts': '', 'src/c.js': '' };

  it('leads to files of the build context', async () => {
    expect(await leadsTo('FROM a\nCOPY pack¦age.json /', files)).toEqual(['package.json']);
    expect(await leadsTo('FROM a\nCOPY ["package.json", "./src/a¦.ts", "/x/"]', files)).toEqual(['src/a.ts']);
    expect(await leadsTo('FROM a\nARG E=ts\nCOPY src/¦a.$E /', files)).toEqual(['src/a.ts']);
    expect(await leadsTo('FROM a\nCOPY src/*.¦ts /x/', files)).toEqual(['src/a.ts', 'src/b.ts']);
    expect(await leadsTo('FROM a\nCOPY s¦rc /', files)).toEqual([]);
    expect(await leadsTo('FROM a\nCOPY no¦ne /', files)).toEqual([]);
    expect(await leadsTo('FROM a\nADD https://a¦.b/c /', files)).toEqual([]);
  });

  it('leads to the context that somebody builds in', async () => {
    const compose = { 'compose.yaml': 'services:\n  a:\n    build: {context: ., dockerfile: docker/Dockerfile}\n' };
    expect(await leadsTo('FROM a\nCOPY package¦.json no /', { ...files, ...compose }, 'docker/Dockerfile')).toEqual([
      'package.json',
    ]);
    expect(await leadsTo('FROM a\nCOPY package¦.json /', files, 'docker/Dockerfile')).toEqual(['package.json']);
  });

  it('leads to what put it into another stage, or to that stage', async () => {
    const stages = 'FROM a AS b\nWORKDIR /app\nCOPY package.json ./\nRUN make\nFROM c\n';
    expect(await leadsTo(`${stages}COPY --from=b /app/pack¦age.json /`, files)).toEqual(['COPY package.json ./']);
    expect(await leadsTo(`${stages}COPY --from=b /out¦ /`, files)).toEqual(['FROM a AS b']);
    expect(await leadsTo(`${stages}COPY --from=nginx /out¦ /`, files)).toEqual([]);
  });
});

describe('what is run', () => {
  const files = { 'docker/entry.sh': '', 'run.sh': '', 'app/main.py': '' };

  it('leads to the file that was copied there', async () => {
    const copy = 'FROM alpine\nCOPY docker/entry.sh /usr/local/bin/\n';
    expect(await leadsTo(`${copy}ENTRYPOINT ["/usr/local/bin/en¦try.sh"]`, files)).toEqual(['docker/entry.sh']);
    expect(await leadsTo(`${copy}RUN chmod +x /usr/local/bin/entry¦.sh`, files)).toEqual(['docker/entry.sh']);
    expect(await leadsTo('FROM alpine\nCOPY run.sh /go\nRUN /g¦o', files)).toEqual(['run.sh']);
    expect(await leadsTo('FROM alpine\nWORKDIR /x\nCOPY . .\nRUN ./run¦.sh && make', files)).toEqual(['run.sh']);
    expect(await leadsTo('FROM alpine\nWORKDIR /x\nCOPY app ./lib\nCMD ["python", "lib/ma¦in.py"]', files)).toEqual([
      'app/main.py',
    ]);
    expect(await leadsTo('FROM alpine\nWORKDIR /x\nCOPY *.sh ./\nCMD sh -c "./run¦.sh"', files)).toEqual(['run.sh']);
  });

  it('leads through stages, and to here-documents', async () => {
    const stages = 'FROM alpine AS b\nCOPY run.sh /s/\nFROM alpine\nCOPY --from=b /s /t\n';
    expect(await leadsTo(`${stages}CMD ["/t/r¦un.sh"]`, files)).toEqual(['run.sh']);
    expect(await leadsTo('FROM alpine\nCOPY <<E /e.sh\necho\nE\nCMD ["/e¦.sh"]', files)).toEqual(['echo\n']);
  });

  it('leads nowhere when nothing was copied there', async () => {
    expect(await leadsTo('FROM alpine\nCOPY run.sh /a/\nCMD ["/b/run¦.sh"]', files)).toEqual([]);
    expect(await leadsTo('FROM alpine\nRUN /a¦/run.sh\nCOPY run.sh /a/', files)).toEqual([]);
    expect(await leadsTo('FROM alpine\nWORKDIR /\nCOPY none.sh /\nRUN ./no¦ne.sh', files)).toEqual([]);
  });
});

describe('links', () => {
  const links = async (text: string, files: Readonly<Record<string, string>> = {}) => {
    const spot = dockerfileSpot(text, files);
    const found = (await dockerfileLinks.links?.(spot)) ?? [];
    return found.map(({ span, uri }) => `${spot.file.text.slice(span.start, span.end)} ${uri.replace(folder, '')}`);
  };

  it('lead to the pages of images', async () => {
    const images: Readonly<Record<string, string | undefined>> = {
      'node:24': 'https://hub.docker.com/_/node',
      'docker.io/library/node': 'https://hub.docker.com/_/node',
      'grafana/k6:1': 'https://hub.docker.com/r/grafana/k6',
      'ghcr.io/astral-sh/uv:0.8': 'https://ghcr.io/astral-sh/uv',
      'quay.io/a/b': 'https://quay.io/repository/a/b',
      'mcr.microsoft.com/dotnet/sdk:9.0': 'https://mcr.microsoft.com/artifact/mar/dotnet/sdk/about',
      'gcr.io/distroless/static': 'https://github.com/GoogleContainerTools/distroless',
      'gcr.io/mine/a': undefined,
      'registry.example.com/a': undefined,
      scratch: undefined,
      $X: undefined,
    };
    for (const [image, page] of Object.entries(images)) {
      expect(await links(`FROM ${image}`)).toEqual(page === undefined ? [] : [`${image} ${page}`]);
    }
    expect(await links('FROM a AS b\nFROM b')).toHaveLength(1);
    expect(await links('ARG V=24\nFROM node:$V')).toEqual(['node:$V https://hub.docker.com/_/node']);
    expect(await links('# syntax=docker/dockerfile:1\nFROM scratch')).toEqual([
      'docker/dockerfile:1 https://hub.docker.com/r/docker/dockerfile',
    ]);
  });

  it('lead to addresses, variables put in', async () => {
    const head = 'FROM scratch\nARG V=1.2\n';
    expect(await links(`${head}ADD https://a.b/$V.tgz /`)).toEqual(['https://a.b/$V.tgz https://a.b/1.2.tgz']);
    expect(await links(`${head}RUN curl -L "https://a.b/\${V}/c" | sh`)).toEqual([
      '"https://a.b/${V}/c" https://a.b/1.2/c',
    ]);
    expect(await links(`${head}RUN V=2; curl https://a.b/$V`)).toEqual([]);
    expect(await links(`${head}RUN curl https://a.b/$(arch) https://a.b/$W`)).toEqual([]);
  });

  it('lead to files that are copied', async () => {
    expect(await links('FROM scratch\nCOPY a.txt b.txt src /', { 'a.txt': '', 'src/c': '' })).toEqual(['a.txt a.txt']);
  });
});
