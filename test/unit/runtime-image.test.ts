import { describe, expect, it } from 'vitest';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { RuntimeImage } from '../../server/src/dockerfile/runtime-image/runtime-image.ts';
import { readImageReference } from '../../server/src/image/reference.ts';

function imageOf(text: string, given: Readonly<Record<string, string | undefined>> = {}, target?: string) {
  const dockerfile = new Dockerfile(text).builtWith(new Map(Object.entries(given)));
  return RuntimeImage.of((target && dockerfile.stageNamed(target)) || dockerfile.finalStage);
}

const used = (reference: string) => RuntimeImage.from(readImageReference(reference));

describe('whom an image runs as', () => {
  it.each<[string, string, string, number | undefined]>([
    ['a number', 'FROM debian:13\nUSER 10001:10001\n', '10001', 10_001],
    ['a name whose number the file says', 'FROM debian:13\nRUN useradd -u 1234 app\nUSER app\n', 'app', 1234],
    [
      'a number behind an ARG',
      'FROM debian:13\nARG UID=10001\nRUN adduser --disabled-password --uid "${UID}" app\nUSER app\n',
      'app',
      10_001,
    ],
    [
      'a name that a variable says',
      'FROM debian:13\nENV WHO=app UID=1000\nRUN useradd --uid "$UID" "$WHO"\nUSER app\n',
      'app',
      1000,
    ],
    ['an official image through a mirror', 'FROM mirror.gcr.io/library/node:24\nUSER node\n', 'node', 1000],
    ['Prometheus', 'FROM prom/prometheus:v3.5.0\n', 'nobody', 65_534],
    ['Elasticsearch', 'FROM elasticsearch:9.1.0\n', '1000', 1000],
    ['a name whose number nobody says', 'FROM debian:13\nRUN useradd app\nUSER app\n', 'app', undefined],
    ['a user of the base image', 'FROM node:24\nUSER node\n', 'node', 1000],
    ['the user of a stage below', 'FROM debian:13 AS a\nUSER 7\nFROM a\nRUN true\n', '7', 7],
    ['nobody but root', 'FROM debian:13\n', '', 0],
    ['the user of the base image', 'FROM gcr.io/distroless/static:nonroot\n', '65532', 65_532],
    ['.NET without a shell', 'FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled\n', '1654', 1654],
    ['nginx without root', 'FROM nginxinc/nginx-unprivileged:1.29\n', '101', 101],
    ['root by name', 'FROM node:24\nUSER root\n', 'root', 0],
    [
      "the number that .NET's images keep in a variable",
      'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nUSER $APP_UID\n',
      '1654',
      1654,
    ],
  ])('%s', (_, text, user, id) => {
    expect(imageOf(text).user).toMatchObject({ text: user, id, isRoot: id === 0, isNumeric: /^\d+$/.test(user) });
  });

  it.each([
    ['a variable decides', 'FROM debian:13\nARG WHO\nUSER $WHO\n'],
    ['the base image is not known', 'FROM ghcr.io/acme/base:1\n'],
    ['it is for Windows', 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n'],
    ['only the build knows the base image', 'ARG BASE\nFROM $BASE\n'],
  ])('is not known where %s', (_, text) => expect(imageOf(text).user).toBeUndefined());

  it('is what the build is told', () => {
    const text = 'FROM debian:13\nARG WHO=root\nUSER $WHO\n';
    expect(imageOf(text).user?.id).toBe(0);
    expect(imageOf(text, { WHO: '1000' }).user?.id).toBe(1000);
    expect(imageOf(text, { WHO: undefined }).user).toBeUndefined();
    expect(imageOf(text, { OTHER: '1' }).user?.id).toBe(0);
  });

  it('says where that stands', () => {
    expect(imageOf('FROM debian:13\nUSER 1\nUSER 2\n').user?.instruction?.span.start).toBe(22);
    expect(imageOf('FROM debian:13\n').user?.instruction).toBeUndefined();
  });
});

describe('the ports of an image', () => {
  const ports = (text: string) =>
    imageOf(text).ports?.map(({ first, last, protocol }) => `${first}-${last}/${protocol}`);

  it('are those of the file and of the base image', () => {
    expect(ports('FROM nginx:1.29\nARG PORT=8080\nEXPOSE $PORT 53/udp\n')).toEqual([
      '80-80/TCP',
      '8080-8080/TCP',
      '53-53/UDP',
    ]);
    expect(ports('FROM debian:13\nEXPOSE 7000-7010\n')).toEqual(['7000-7010/TCP']);
    expect(ports('FROM php:8.4-fpm\n')).toEqual(['9000-9000/TCP']);
    expect(ports('FROM node:24\n')).toEqual([]);
  });

  it('are not known where one is not', () => {
    expect(ports('FROM ghcr.io/acme/base:1\nEXPOSE 80\n')).toBeUndefined();
    expect(ports('FROM debian:13\nARG PORT\nEXPOSE $PORT\n')).toBeUndefined();
    expect(imageOf('FROM ghcr.io/acme/base:1\nEXPOSE 80\n').ownPorts).toHaveLength(1);
  });
});

describe('what an image starts', () => {
  const start = (text: string) => {
    const image = imageOf(text);
    return [image.entrypoint?.value.arguments, image.command?.value.arguments];
  };

  it('is what the last instructions say', () => {
    expect(start('FROM node:24\nCMD ["node", "a.js"]\n')).toEqual([['docker-entrypoint.sh'], ['node', 'a.js']]);
    expect(start('FROM nginx:1.29\n')).toEqual([['/docker-entrypoint.sh'], ['nginx', '-g', 'daemon off;']]);
    expect(start('FROM debian:13\nCMD echo hi\n')).toEqual([[], ['/bin/sh', '-c', 'echo hi']]);
  });

  it('loses the CMD of what is below an ENTRYPOINT', () => {
    expect(start('FROM nginx:1.29\nENTRYPOINT ["/x"]\n')).toEqual([['/x'], []]);
    expect(start('FROM debian:13 AS a\nCMD ["a"]\nFROM a\nENTRYPOINT ["/x"]\n')).toEqual([['/x'], []]);
  });

  it('is not known of an image that is not', () => {
    expect(start('FROM ghcr.io/acme/base:1\n')).toEqual([undefined, undefined]);
  });
});

describe('whether a program is in an image', () => {
  it.each<[string, string, boolean | undefined]>([
    ['FROM scratch\nCOPY --from=build /out/app /app\n', 'sh', false],
    ['FROM scratch\nCOPY --from=build /rootfs /\n', 'sh', undefined],
    ['FROM scratch\nCOPY . /\n', 'sh', undefined],
    ['FROM scratch\nCOPY --from=busybox /bin/sh /bin/sh\n', 'sh', undefined],
    ['FROM scratch\nADD rootfs.tar.gz /\n', 'sh', undefined],
    ['FROM scratch\nWORKDIR /src\nCOPY --from=build /src/server /src/server\n', 'wget', false],
    ['FROM gcr.io/distroless/static-debian12\nWORKDIR /src\nCOPY --from=b /go/bin/x .\n', 'sh', false],
    ['FROM gcr.io/distroless/base:debug\n', 'sh', undefined],
    ['FROM alpine:3.22\n', 'sh', true],
    ['FROM alpine:3.22\n', 'wget', true],
    ['FROM alpine:3.22\n', 'curl', false],
    ['FROM alpine:3.22\nRUN apk add curl\n', 'curl', undefined],
    ['FROM node:24-slim\nRUN npm ci\n', 'curl', false],
    ['FROM node:24\n', 'curl', true],
    ['FROM nginx:1.29-alpine\n', 'curl', undefined],
    ['FROM ghcr.io/acme/base:1\n', 'sh', undefined],
  ])('%j: %s', (text, program, answer) => expect(imageOf(text).has(program)).toBe(answer));
});

it('says what else holds for an image', () => {
  const image = imageOf(
    'FROM --platform=linux/amd64 httpd:2.4\nWORKDIR conf\nENV A=1 B=$A\nVOLUME ["/a", "/b"]\nLABEL x=y\nSTOPSIGNAL term\nHEALTHCHECK --interval=1m30s --retries=5 CMD curl -f localhost\n',
  );
  expect(image.workingFolder?.value).toBe('/usr/local/apache2/conf');
  expect(image.environment.get('A')?.value).toBe('1');
  expect(image.volumes?.map(({ value }) => value)).toEqual(['/a', '/b']);
  expect(image.labels.get('x')?.value).toBe('y');
  expect(image.stopSignal?.value).toBe('SIGTERM');
  expect(image.healthCheck).toMatchObject({ interval: 90, timeout: 30, startPeriod: 0, retries: 5 });
  expect(image.platform?.value).toBe('linux/amd64');
  expect(image.packageManager).toBe('apt-get');
  expect(imageOf('FROM debian:13\nHEALTHCHECK NONE\n').healthCheck).toBeNull();
  expect(imageOf('FROM ghcr.io/acme/base:1\n').healthCheck).toBeUndefined();
});

it('is the same for an image that somebody else makes', () => {
  expect(used('nginx:1.29').user?.isRoot).toBe(true);
  expect(used('nginx:1.29').stopSignal?.value).toBe('SIGQUIT');
  expect(used('memcached:1').user).toMatchObject({ text: 'memcache', id: 11_211, isNumeric: false });
  expect(used('gcr.io/distroless/static:nonroot').hasShell).toBe(false);
  expect(used('ghcr.io/acme/app:1').user).toBeUndefined();
});
