import { anyAlpine, type Foundation, foundationOf } from './foundations.ts';
import { type ImageReference, officialName, readImageReference } from './reference.ts';

/**
 * The slim variant of an image of Node.js or Python, as the tag to write; undefined where there is none. The tags
 * follow one scheme: `24` and `24-slim`, `24-bookworm` and `24-bookworm-slim` for Node.js, `3.14-slim-bookworm` for
 * Python (library files of github.com/docker-library/official-images, commit of 2026-08-11; so since Node.js 8 and
 * Python 3.5). Slim and Alpine images are their own slim variant.
 */
export function slimTag(image: ImageReference): string | undefined {
  const name = officialName(image);
  const { tag } = image;
  if (tag === undefined || (name !== 'node' && name !== 'python')) return undefined;
  if (/slim|alpine/.test(tag)) return tag;
  const match = /^(\d+(?:\.\d+){0,2}|lts|[a-z]+)(?:-(bullseye|bookworm|trixie))?$/.exec(tag);
  const [, version, suite] = match ?? [];
  if (version === undefined || version === 'latest' || (name === 'python' && !/^\d/.test(version))) return undefined;
  if (suite === undefined) return `${version}-slim`;
  return name === 'node' ? `${version}-${suite}-slim` : `${version}-slim-${suite}`;
}

/** Java versions that Eclipse Temurin publishes a JRE of, from the same source. */
const temurinVersions: ReadonlySet<string> = new Set(['8', '11', '17', '21', '25', '26']);

/** Endings of tags of `eclipse-temurin` that stand for the same distribution in the tags of its JDK and its JRE. */
const temurinEndings: ReadonlySet<string> = new Set(['', '-alpine', '-jammy', '-noble', '-resolute']);

/**
 * The image of the Java runtime that belongs to an image with a JDK, Maven or Gradle: Eclipse Temurin's JRE of the
 * same Java version and distribution. Undefined where the tag does not say the version, and for other vendors' JDKs,
 * which publish no JRE with all modules.
 */
export function javaRuntimeImage(image: ImageReference): string | undefined {
  const temurin = temurinOf(image);
  return temurin && `eclipse-temurin:${temurin.version}-jre${temurin.ending}`;
}

/**
 * The distribution of an image with Eclipse Temurin's JDK, by the ending of its tag: Ubuntu where there is none. Its Linux
 * builds run with older C libraries than that of any of these (adoptium.net, "Supported Platforms").
 */
export function temurinFoundation(image: ImageReference): Foundation | undefined {
  const temurin = temurinOf(image);
  if (!temurin) return undefined;
  const release = temurin.ending === '' ? 'noble' : temurin.ending.slice(1);
  return release === 'alpine' ? anyAlpine : foundationOf(readImageReference(`ubuntu:${release}`));
}

/** The Java version and the ending of the tag of an image with Eclipse Temurin's JDK. */
function temurinOf(image: ImageReference): { readonly version: string; readonly ending: string } | undefined {
  const tag = image.tag ?? '';
  let match: RegExpExecArray | null = null;
  switch (officialName(image)) {
    case 'maven':
      match = /^\d[\d.]*-eclipse-temurin-(\d+)(-[a-z]+)?$/.exec(tag);
      break;
    case 'gradle':
      match = /^(?:\d[\d.]*-)?jdk(\d+)(-[a-z]+)?$/.exec(tag);
      break;
    case 'eclipse-temurin':
      match = /^(\d+)(?:-jdk)?(-[a-z]+)?$/.exec(tag);
      break;
    default:
  }
  const [, version, ending = ''] = match ?? [];
  if (version === undefined || !temurinVersions.has(version) || !temurinEndings.has(ending)) return undefined;
  return { version, ending };
}

/**
 * The tag of `mcr.microsoft.com/dotnet/aspnet` and `.../runtime` that belongs to a tag of the SDK: the version of the
 * runtime is the first two numbers of the SDK's, and the endings are the same (github.com/dotnet/dotnet-docker,
 * documentation/supported-tags.md). On Alpine the runtime images lack ICU and time zones, which the SDK's have.
 */
export function dotnetRuntimeTag({ tag }: ImageReference): string | undefined {
  const match = /^(\d+\.0)(?:\.\d+)?((?:-(?:bookworm-slim|trixie-slim|jammy|noble|resolute))?)$/.exec(tag ?? '');
  return match ? `${match[1]}${match[2]}` : undefined;
}
