import { describe, expect, it } from 'vitest';
import { foundationOf, smallestImage } from '../../server/src/image/foundations.ts';
import { runtimeLibraries } from '../../server/src/image/libraries.ts';
import { readImageReference } from '../../server/src/image/reference.ts';
import { dotnetRuntimeTag, javaRuntimeImage, slimTag } from '../../server/src/image/runtime-images.ts';
import rule from '../../server/src/rules/dockerfile/build-tools-in-final-stage.ts';
import { Judgement, only } from '../support/judge.ts';

describe('the distribution below an image', () => {
  it.each([
    ['golang:1.26', 'debian:trixie-slim', true],
    ['golang:1.22', 'debian:bookworm-slim', true],
    // Built on bookworm and later on trixie: what runs on the newer one is sure, what it was built on is not.
    ['golang:1.24.3', 'debian:trixie-slim', false],
    ['golang:1.24-bookworm', 'debian:bookworm-slim', true],
    ['golang:1.24-alpine3.21', 'alpine:3.21', true],
    ['golang:1.24-alpine', 'alpine:3.24', false],
    ['rust:1.80-slim', 'debian:bookworm-slim', true],
    ['gcc:13.2', 'debian:bookworm-slim', true],
    ['docker.io/library/gcc:14', 'debian:trixie-slim', true],
    ['ubuntu:24.04', 'ubuntu:noble', true],
    ['php:8.4-fpm', 'debian:trixie-slim', true],
    ['php:8.3.10-apache', 'debian:trixie-slim', false],
    ['php:8.4-cli-alpine3.22', 'alpine:3.22', true],
    ['ruby:3.1-slim', 'debian:bookworm-slim', true],
    // Erlang 26 and 27 stand on bookworm, later ones on trixie.
    ['elixir:1.18.4-otp-27-slim', 'debian:trixie-slim', false],
    ['elixir:1.17-alpine', 'alpine:3.24', false],
    ['hexpm/elixir:1.18.4-erlang-27.3.4-debian-bookworm-20250630-slim', 'debian:bookworm-slim', true],
    ['hexpm/elixir:1.18.4-erlang-27.3.4-ubuntu-noble-20250619', 'ubuntu:noble', true],
  ])('of %s is %s', (image, smallest, isExact) => {
    const foundation = foundationOf(readImageReference(image));
    expect(foundation && smallestImage(foundation)).toBe(smallest);
    expect(foundation?.isExact).toBe(isExact);
  });

  it.each([
    'elixir:1.15',
    'elixir:1.16-otp-25',
    'elixir:1.99',
    'php:8.4-fpm-stretch',
    'golang',
    'golang:1',
    'golang:1.99',
    'golang:1.20-buster',
    'acme/golang:1.26',
    'debian:sid',
    'fedora:44',
  ])('of %s is not known', (image) => expect(foundationOf(readImageReference(image))).toBeUndefined());

  it('decides which libraries belong to headers', () => {
    const [bookworm, older] = ['golang:1.22', 'golang:1.24.3'].map((image) => foundationOf(readImageReference(image)));
    if (!bookworm || !older) throw new Error('these are known');
    expect(runtimeLibraries('libssl-dev', bookworm)).toEqual(['libssl3']);
    expect(runtimeLibraries('libssl-dev', older)).toBeUndefined();
    expect(runtimeLibraries('libpq-dev', older)).toEqual(['libpq5']);
    expect(runtimeLibraries('libc6-dev', older)).toEqual([]);
    expect(runtimeLibraries('libfoo-dev', bookworm)).toBeUndefined();
  });
});

describe('the image to run on', () => {
  const read = readImageReference;

  it.each([
    ['node:24', '24-slim'],
    ['node:22.1-bookworm', '22.1-bookworm-slim'],
    ['python:3.13', '3.13-slim'],
    ['python:3.13-bookworm', '3.13-slim-bookworm'],
    ['node:24-alpine', '24-alpine'],
    ['node:latest', undefined],
    ['ruby:3.4', undefined],
  ])('of %s is its variant %s', (image, tag) => expect(slimTag(read(image))).toBe(tag));

  it.each([
    ['maven:3.9-eclipse-temurin-21', 'eclipse-temurin:21-jre'],
    ['maven:3.9.9-eclipse-temurin-17-alpine', 'eclipse-temurin:17-jre-alpine'],
    ['gradle:8.14-jdk21-noble', 'eclipse-temurin:21-jre-noble'],
    ['eclipse-temurin:21', 'eclipse-temurin:21-jre'],
    ['maven:3.9', undefined],
    ['maven:3.9-amazoncorretto-21', undefined],
    ['gradle:8-jdk19', undefined],
    ['gradle:8.14-jdk21-graal', undefined],
  ])('of %s is %s', (image, runtime) => expect(javaRuntimeImage(read(image))).toBe(runtime));

  it.each([
    ['mcr.microsoft.com/dotnet/sdk:8.0', '8.0'],
    ['mcr.microsoft.com/dotnet/sdk:8.0.404-noble', '8.0-noble'],
    ['mcr.microsoft.com/dotnet/sdk:8.0-alpine', undefined],
    ['mcr.microsoft.com/dotnet/sdk:latest', undefined],
  ])('of %s has the tag %s', (image, tag) => expect(dotnetRuntimeTag(read(image))).toBe(tag));
});

describe('build tools that ship', () => {
  /** The texts that findings stand at, each with what it points to. */
  function found(text: string, path = 'Dockerfile'): string[] {
    const judged = new Judgement(path, text, only(rule));
    const at = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
    return judged.findings.map(({ span, related }) => [at(span), ...related.map((one) => at(one.span))].join(' <- '));
  }

  it('are found where they come from, with what uses them', () => {
    expect(found('FROM golang:1.26\nRUN go build -o /a .\nCMD ["/a"]\n')).toEqual(['golang:1.26 <- go build -o /a .']);
    expect(
      found('FROM ruby:3.4-slim\nRUN apt-get install -y git gcc make libpq-dev && bundle install\nCMD ["puma"]\n'),
    ).toEqual(['gcc make libpq-dev <- bundle install']);
    expect(found('FROM alpine:3.24\nRUN apk add gcc curl make\nRUN make\nCMD ["/a"]\n')).toEqual(['gcc <- make']);
    expect(found('FROM rust:1.80 AS a\nRUN cargo build\nFROM a\nCMD ["/a"]\n')).toEqual(['rust:1.80 <- cargo build']);
  });

  it.each([
    ['a stage for tests', 'FROM golang:1.26 AS test\nRUN go build .\nCMD ["/a"]\n'],
    ['a file for development', 'FROM golang:1.26\nRUN go build .\nCMD ["/a"]\n', 'api.dev.dockerfile'],
    ['a shell', 'FROM golang:1.26\nRUN go build .\nCMD ["bash"]\n'],
    ['a compiler', 'FROM gcc:14\nRUN make\nENTRYPOINT ["gcc"]\n'],
    ['a task of developers', 'FROM node:24\nRUN npm run build\nCMD ["npm", "run", "dev"]\n'],
    ['a check', 'FROM golang:1.26\nRUN go build -o /a .\nCMD cmp /a /b\n'],
    ['something that waits', 'FROM golang:1.26\nRUN go build .\nCMD ["sleep", "infinity"]\n'],
    ['tools that nothing in the file uses', 'FROM alpine:3.24\nRUN apk add gcc make\nCMD ["/benchmark"]\n'],
    [
      'tools that are removed again',
      'FROM debian:13\nRUN apt-get install -y gcc && make && apt-get purge -y gcc\nCMD ["a"]\n',
    ],
    ['a runtime', 'FROM eclipse-temurin:21-jre\nRUN ./gradlew build\nCMD ["java", "-jar", "a.jar"]\n'],
    ['tests alone', 'FROM golang:1.26\nRUN go vet ./...\nCMD ["/a"]\n'],
  ])('are none in %s', (_, text, path = 'Dockerfile') => expect(found(text, path)).toEqual([]));
});
