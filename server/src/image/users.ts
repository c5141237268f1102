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

/** The numbers of the users that images bring for applications, from the same sources. */
const bundledIds: Readonly<Record<string, string>> = { node: '1000', nonroot: '65532' };

/** The number of a user that an image brings; undefined when it is not known to bring one of that name. */
export function bundledUserId(image: ImageReference, user: string): string | undefined {
  return usersOf(image).bundled === user ? bundledIds[user] : undefined;
}
