import { type ImageReference, officialName } from './reference.ts';

/** How users are made on a distribution: with `useradd` of shadow, or with BusyBox' `adduser`. */
export type UserIdiom = 'useradd' | 'adduser';

/** What is known of the users of a base image. */
export interface ImageUsers {
  /** A user that is not root and that the image already has for running applications. */
  readonly bundled: string | undefined;
  readonly idiom: UserIdiom | undefined;
}

/** Official images that stand on Debian or Ubuntu unless their tag says `alpine` (their Dockerfiles, August 2026). */
const debianBased: ReadonlySet<string> = new Set([
  'buildpack-deps',
  'dart',
  'debian',
  'drupal',
  'eclipse-temurin',
  'elixir',
  'erlang',
  'gcc',
  'golang',
  'gradle',
  'haskell',
  'httpd',
  'julia',
  'mariadb',
  'maven',
  'mongo',
  'nginx',
  'node',
  'perl',
  'php',
  'postgres',
  'pypy',
  'python',
  'r-base',
  'redis',
  'ruby',
  'rust',
  'swift',
  'tomcat',
  'ubuntu',
  'wordpress',
]);

/** Users that images bring for applications without running as them (the images' documentation). */
const bundledUsers: Readonly<Record<string, string>> = { node: 'node' };

/** What is known of an image's users; both parts undefined when it is nothing. */
export function usersOf(image: ImageReference): ImageUsers {
  if (isDistroless(image)) return { bundled: 'nonroot', idiom: undefined };
  const name = officialName(image) ?? '';
  const bundled = Object.hasOwn(bundledUsers, name) ? bundledUsers[name] : undefined;
  if (name === 'alpine' || (name !== '' && /(?:^|-)alpine/.test(image.tag ?? ''))) return { bundled, idiom: 'adduser' };
  return { bundled, idiom: debianBased.has(name) ? 'useradd' : undefined };
}

/** Google's images without a distribution, which have a user `nonroot` and run as root unless their tag says so. */
export function isDistroless(image: ImageReference): boolean {
  return image.registry === 'gcr.io' && image.repository.startsWith('distroless/');
}

/**
 * The users that official images make, by number: on Debian, and on Alpine where it is another (the Dockerfiles that
 * github.com/docker-library/official-images names, 2026-08-21).
 */
const made: Readonly<Record<string, Readonly<Record<string, string | readonly [string, string]>>>> = {
  haproxy: { haproxy: '99' },
  memcached: { memcache: '11211' },
  mongo: { mongodb: '999' },
  nginx: { nginx: '101' },
  node: { node: '1000' },
  postgres: { postgres: ['999', '70'] },
  rabbitmq: { rabbitmq: ['999', '100'] },
  redis: { redis: '999' },
};

/** The users of Debian and Ubuntu that programs run as (base-passwd, passwd.master). */
const ofDebian: Readonly<Record<string, string>> = { daemon: '1', nobody: '65534', 'www-data': '33' };

/** That of Alpine which has the same number everywhere (aports, main/alpine-baselayout, passwd). */
const ofAlpine: Readonly<Record<string, string>> = { nobody: '65534' };

/** The official images whose variants on Alpine make Debian's user of web servers, with a number of its own. */
const withWebUser: ReadonlySet<string> = new Set(['httpd', 'php', 'wordpress']);

/** The number of a user that an image brings; undefined when it is not known to bring one of that name. */
export function bundledUserId(image: ImageReference, user: string): string | undefined {
  if (isDistroless(image)) return user === 'nonroot' ? '65532' : undefined;
  // github.com/dotnet/dotnet-docker, src/runtime-deps, August 2026: since version 8, on all distributions.
  if (isDotnet(image)) return user === 'app' && Number.parseInt(image.tag ?? '', 10) >= 8 ? '1654' : undefined;
  const name = officialName(image) ?? '';
  const { idiom } = usersOf(image);
  const isAlpine = idiom === 'adduser';
  if (Object.hasOwn(made, name) && Object.hasOwn(made[name] ?? {}, user)) {
    const id = made[name]?.[user];
    return typeof id === 'object' ? id[isAlpine ? 1 : 0] : id;
  }
  if (isAlpine && withWebUser.has(name) && user === 'www-data') return '82';
  const own = isAlpine ? ofAlpine : ofDebian;
  return idiom !== undefined && Object.hasOwn(own, user) ? own[user] : undefined;
}

/** Whether it is one of Microsoft's images of .NET for running or building programs. */
export function isDotnet(image: ImageReference): boolean {
  return (
    image.registry === 'mcr.microsoft.com' && /^dotnet\/(?:aspnet|runtime|runtime-deps|sdk)$/.test(image.repository)
  );
}
