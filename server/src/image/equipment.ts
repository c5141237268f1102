import { isWindowsImage } from './base-images.ts';
import { type ImageReference, officialName } from './reference.ts';
import { isDistroless } from './users.ts';

/** Official images that stand on buildpack-deps, or install ca-certificates themselves (their Dockerfiles, 2026-08). */
const withCertificates: ReadonlySet<string> = new Set([
  'alpine',
  'buildpack-deps',
  'eclipse-temurin',
  'gcc',
  'golang',
  'gradle',
  'maven',
  'python',
  'rust',
]);

/** Whether an image is known to bring the certificates of public authorities, in the file all programs read. */
export function bringsCertificates(image: ImageReference): boolean {
  const name = officialName(image);
  if (name === undefined) return image.registry === 'mcr.microsoft.com';
  // Their slim variants and those on Alpine remove them again (github.com/erlang/docker-erlang-otp, August 2026).
  if (name === 'elixir' || name === 'erlang') return !/slim|alpine/.test(image.tag ?? '');
  // Node.js trusts the certificates it is built with (nodejs.org/api/cli.html), so its slim variant loses nothing.
  return name === 'node' || withCertificates.has(name);
}

/** The working directory of an image's containers, and of instructions before the first WORKDIR. */
export function workingFolderOf(image: ImageReference): string {
  switch (officialName(image)) {
    case 'golang':
      return '/go';
    case 'gradle':
      return '/home/gradle';
    case 'php':
      return '/var/www/html';
    default:
      return '/';
  }
}

/** Official images with a working directory of their own (their Dockerfiles, August 2026). */
const workingFolders: Readonly<Record<string, string>> = {
  golang: '/go',
  gradle: '/home/gradle',
  httpd: '/usr/local/apache2',
  php: '/var/www/html',
  redis: '/data',
  tomcat: '/usr/local/tomcat',
};

/** Official images whose containers start in the root folder, from the same source. */
const imagesInRoot: ReadonlySet<string> = new Set([
  'almalinux',
  'alpine',
  'amazonlinux',
  'buildpack-deps',
  'busybox',
  'debian',
  'eclipse-temurin',
  'fedora',
  'gcc',
  'mariadb',
  'maven',
  'memcached',
  'mongo',
  'mysql',
  'nginx',
  'node',
  'oraclelinux',
  'postgres',
  'python',
  'rabbitmq',
  'rockylinux',
  'ruby',
  'rust',
  'ubuntu',
]);

/** The working directory of an image's containers, where it is known. */
export function knownWorkingFolder(image: ImageReference): string | undefined {
  // github.com/GoogleContainerTools/distroless, static/static.bzl, August 2026.
  if (isDistroless(image)) return /nonroot/.test(image.tag ?? '') ? '/home/nonroot' : '/';
  const name = officialName(image);
  if (name === undefined || isWindowsImage(image)) return undefined;
  if (Object.hasOwn(workingFolders, name)) return workingFolders[name];
  return imagesInRoot.has(name) ? '/' : undefined;
}

/** Variables that official images set for their build tools, and that images to run programs on do not have. */
export const toolVariables: ReadonlySet<string> = new Set([
  'CARGO_HOME',
  'GCC_VERSION',
  'GOLANG_VERSION',
  'GOPATH',
  'GOTOOLCHAIN',
  'GRADLE_HOME',
  'MAVEN_CONFIG',
  'MAVEN_HOME',
  'RUSTUP_HOME',
  'RUST_VERSION',
]);

/** Whether curl and wget are among an image's programs: buildpack-deps, and so the full official images, bring them. */
export function bringsDownloaders(image: ImageReference): boolean {
  const name = officialName(image) ?? '';
  const onBuildpackDeps = ['buildpack-deps', 'elixir', 'erlang', 'gcc', 'golang', 'node', 'python', 'rust'].includes(
    name,
  );
  return onBuildpackDeps && !/slim|alpine/.test(image.tag ?? '');
}

/** Official images of distributions and languages, which start a shell or an interpreter (their Dockerfiles, 2026-08). */
const imagesStartingShells: ReadonlySet<string> = new Set([
  'almalinux',
  'alpine',
  'amazonlinux',
  'buildpack-deps',
  'busybox',
  'debian',
  'eclipse-temurin',
  'fedora',
  'gcc',
  'golang',
  'node',
  'oraclelinux',
  'perl',
  'pypy',
  'python',
  'rockylinux',
  'ruby',
  'rust',
  'ubuntu',
]);

/** Whether an image is known to start a shell, or the interpreter of its language, when nothing else is asked for. */
export function startsShell(image: ImageReference): boolean {
  return imagesStartingShells.has(officialName(image) ?? '');
}

/** Whether an image is known to set no STOPSIGNAL: those of distributions and languages do not, but for PHP's. */
export function setsNoStopSignal(image: ImageReference): boolean {
  return startsShell(image);
}
