import { describe, expect, it } from 'vitest';
import { isBare } from '../../server/src/image/bare-images.ts';
import { runsAsRoot } from '../../server/src/image/base-images.ts';
import { imageFacts } from '../../server/src/image/facts.ts';
import { readImageReference } from '../../server/src/image/reference.ts';

const factsOf = (image: string) => imageFacts(readImageReference(image));

describe('users of images', () => {
  it.each([
    ['nginx:1.29', 'nginx', 101],
    ['nginx:1.29-alpine', 'nginx', 101],
    ['postgres:17', 'postgres', 999],
    ['postgres:17-alpine', 'postgres', 70],
    ['php:8.4-fpm', 'www-data', 33],
    ['php:8.4-fpm-alpine', 'www-data', 82],
    ['alpine:3.22', 'nobody', 65_534],
    ['alpine:3.22', 'www-data', undefined],
    ['mcr.microsoft.com/dotnet/aspnet:9.0', 'app', 1654],
    ['mcr.microsoft.com/dotnet/aspnet:7.0', 'app', undefined],
    ['gcr.io/distroless/static-debian13', 'nonroot', 65_532],
    ['node:24', 'app', undefined],
  ])('%s has %s as %s', (image, user, id) => expect(factsOf(image).idOf(user)).toBe(id));

  it.each([
    ['wordpress:6', true],
    ['wordpress:cli-php8.4', false],
    ['mariadb:11.8', true],
    ['mariadb:11.8-ubi9', false],
    ['adminer:5', false],
  ])('%s runs as root: %s', (image, isRoot) => expect(runsAsRoot(readImageReference(image))).toBe(isRoot));
});

describe('what differs between the tags of an image', () => {
  it.each([
    ['rabbitmq:4', [4369, 5671, 5672, 15_691, 15_692, 25_672]],
    ['rabbitmq:4-management', [4369, 5671, 5672, 15_691, 15_692, 25_672, 15_671, 15_672]],
    ['rabbitmq:3.8', undefined],
    ['influxdb:2.7', [8086]],
    ['influxdb:3-core', [8181]],
    ['influxdb:latest', undefined],
    ['mysql:5.6', [3306]],
    ['mysql:9', [3306, 33_060]],
    ['caddy:2-builder', []],
    ['couchdb:3.4-nouveau', [5987, 5988]],
    ['bitnami/nginx:1.27', [8080, 8443]],
  ])('%s exposes %j', (image, ports) => expect(factsOf(image).ports).toEqual(ports));

  it.each([
    ['postgres:17', 'SIGINT'],
    ['postgres:12', undefined],
    ['httpd:2.4', 'SIGWINCH'],
    ['httpd:2.4.37', undefined],
    ['httpd:alpine', 'SIGWINCH'],
  ])('%s is stopped with %s', (image, signal) => expect(factsOf(image).stopSignal).toBe(signal));

  it.each([
    ['python:3.14', ['python3']],
    ['python:2.7', undefined],
    ['node:lts-onbuild', undefined],
    ['traefik:v3.6', ['traefik']],
    ['traefik:v1.7', undefined],
    ['wordpress:cli', ['wp', 'shell']],
  ])('%s starts %j', (image, command) => expect(factsOf(image).command).toEqual(command));

  it.each([
    ['gcr.io/distroless/static-debian13:nonroot', '/home/nonroot'],
    ['gcr.io/distroless/static-debian13', '/'],
    ['haproxy:3.2', undefined],
  ])('%s works in %s', (image, folder) => expect(factsOf(image).workingFolder).toBe(folder));

  it.each([
    ['cgr.dev/chainguard/python:latest', true],
    ['cgr.dev/chainguard/python:latest-dev', false],
    ['cgr.dev/chainguard/node:latest', false],
  ])('%s has no shell: %s', (image, isWithout) => expect(isBare(readImageReference(image))).toBe(isWithout));
});
