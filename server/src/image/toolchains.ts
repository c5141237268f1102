import { isWindowsImage } from './base-images.ts';
import { type ImageReference, officialName } from './reference.ts';

/** The languages whose build tools are known. */
export type ToolchainLanguage =
  | 'c'
  | 'dart'
  | 'dotnet'
  | 'elixir'
  | 'go'
  | 'gradle'
  | 'haskell'
  | 'java'
  | 'maven'
  | 'node'
  | 'python'
  | 'rust'
  | 'swift';

/** The build tools that an image brings. */
export interface Toolchain {
  readonly language: ToolchainLanguage;
  /** What they are, for messages: `the Go compiler`. */
  readonly what: string;
}

/** What images bring by the last part of their name, whoever publishes them (their documentation, August 2026). */
const byName: Readonly<Record<string, Toolchain>> = {
  golang: { language: 'go', what: 'the Go compiler' },
  rust: { language: 'rust', what: 'the Rust compiler' },
  gcc: { language: 'c', what: 'GCC' },
  maven: { language: 'maven', what: 'Maven and a JDK' },
  gradle: { language: 'gradle', what: 'Gradle and a JDK' },
  swift: { language: 'swift', what: 'the Swift compiler' },
  haskell: { language: 'haskell', what: 'GHC' },
  elixir: { language: 'elixir', what: 'Elixir and the Erlang compiler' },
  dart: { language: 'dart', what: 'the Dart SDK' },
};

const jdk: Toolchain = { language: 'java', what: 'a JDK' };

/** Images of Java, and how their tags say that they hold only what is needed to run it. */
const javaImages: Readonly<Record<string, RegExp>> = {
  'eclipse-temurin': /jre/,
  openjdk: /jre/,
  amazoncorretto: /headless/,
  'ibm-semeru-runtimes': /jre/,
  sapmachine: /jre/,
};

/**
 * The build tools that an image is used for: compilers, build systems, SDKs. The full image of Node.js brings a C compiler
 * for native packages; its slim and Alpine variants do not. Python's does too, but there nothing tells a build apart.
 */
export function toolchainOf(image: ImageReference): Toolchain | undefined {
  const { repository } = image;
  const tag = image.tag ?? '';
  const last = repository.slice(repository.lastIndexOf('/') + 1);
  if (isDotnetSdk(image)) return { language: 'dotnet', what: 'the .NET SDK' };
  if (isWindowsImage(image)) return undefined;
  const official = officialName(image);
  if (official === 'node') {
    if (/slim|alpine/.test(tag)) return undefined;
    return { language: 'node', what: 'a C compiler and the headers of many libraries' };
  }
  const runtimeOnly = official !== undefined && Object.hasOwn(javaImages, official) ? javaImages[official] : undefined;
  if (runtimeOnly) return runtimeOnly.test(tag) ? undefined : jdk;
  if (last === 'swift' && tag.includes('slim')) return undefined;
  return Object.hasOwn(byName, last) ? byName[last] : undefined;
}

/** Whether an image is an official one that brings what runs Java, with the tools that build or without. */
export function isJavaImage(image: ImageReference): boolean {
  const official = officialName(image);
  return official !== undefined && Object.hasOwn(javaImages, official);
}

/** Whether an image is Microsoft's image of the .NET SDK. */
function isDotnetSdk({ registry, repository }: ImageReference): boolean {
  return registry === 'mcr.microsoft.com' && /^dotnet\/(?:core\/|nightly\/)?sdk$/.test(repository);
}
