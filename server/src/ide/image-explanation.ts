import { runsAsRoot } from '../image/base-images.ts';
import { endOfLife } from '../image/end-of-life.ts';
import { knownWorkingFolder } from '../image/equipment.ts';
import { type Foundation, foundationOf } from '../image/foundations.ts';
import { isOfficialImage, stableTag } from '../image/official-tags.ts';
import { portsOfImage } from '../image/ports.ts';
import { canonicalName, type ImageReference, officialName } from '../image/reference.ts';
import { shellsOf } from '../image/shells.ts';
import { bundledUserId, isDistroless, usersOf } from '../image/users.ts';
import { smallerTags } from '../image/variants.ts';

/** What an image reference means, and what is known of the image without asking anybody, as Markdown. */
export function explainImage(image: ImageReference): string {
  if (officialName(image) === 'scratch') return '**`scratch`** is nothing at all: an image without a single file.';
  const heading = `**\`${image.text}\`**${isOfficialImage(image) ? ' is a Docker official image.' : ''}`;
  const facts = [whereItIs(image), whichItIs(image), ...whatIsInside(image), ...howLong(image), ...whatElse(image)];
  return `${heading}\n\n${facts.map((fact) => `- ${fact}`).join('\n')}`;
}

function whereItIs(image: ImageReference): string {
  const name = canonicalName(image);
  const registry = name.slice(0, name.indexOf('/'));
  const repository = name.slice(name.indexOf('/') + 1);
  return `Repository \`${repository}\` of ${registry === 'docker.io' ? 'Docker Hub' : `\`${registry}\``}`;
}

/** Whether the same reference gives the same image tomorrow. */
function whichItIs({ tag, digest }: ImageReference): string {
  if (digest !== undefined) {
    const beside = tag === undefined ? '' : ` The tag \`${tag}\` is only a note beside it.`;
    return `Pinned: the digest means this one image, always.${beside}`;
  }
  if (tag === undefined || tag === 'latest')
    return `${tag === undefined ? 'No tag, which means `latest`' : 'Tag `latest`'}: whatever was published last, another image tomorrow`;
  return /^v?\d+\.\d+\.\d+/.test(tag)
    ? `Tag \`${tag}\`: one release, which may still be published again with other contents; a digest pins it`
    : `Tag \`${tag}\`: moves on to newer images; a digest pins one`;
}

/** The distribution with its package manager and libc, the shell, the user. */
function whatIsInside(image: ImageReference): readonly string[] {
  const foundation = foundationOf(image);
  const { idiom, bundled } = usersOf(image);
  const shells = shellsOf(image);
  const id = bundled === undefined ? undefined : bundledUserId(image, bundled);
  const number = id === undefined ? '' : ` (${id})`;
  const user = bundled === undefined ? '' : `, and brings the user \`${bundled}\`${number}`;
  const folder = knownWorkingFolder(image);
  return [
    ...(foundation ? [describeFoundation(foundation)] : idiom === 'adduser' ? [`Alpine: ${systems.alpine}`] : []),
    ...(shells
      ? [
          `\`/bin/sh\` is ${shellNames[shells.sh]}${shells.hasBash && shells.sh !== 'bash' ? '; Bash is there as well' : ''}`,
        ]
      : []),
    ...(isDistroless(image) && !/debug/.test(image.tag ?? '') ? ['No shell and no package manager'] : []),
    ...(runsAsRoot(image)
      ? [`Runs as root unless told otherwise${user}`]
      : bundled === undefined
        ? []
        : [`Runs as \`${bundled}\`${number}`]),
    ...(folder === undefined || folder === '/' ? [] : [`Works in \`${folder}\``]),
  ];
}

const shellNames = { dash: 'dash', busybox: "BusyBox' ash", bash: 'Bash' } as const;

const systems = {
  alpine: 'packages with `apk`, the C library is musl',
  debian: 'packages with `apt-get`, the C library is glibc',
  ubuntu: 'packages with `apt-get`, the C library is glibc',
} as const;

function describeFoundation({ distribution, release, isExact }: Foundation): string {
  const name = distribution.charAt(0).toUpperCase() + distribution.slice(1);
  return `${name}${isExact ? ` ${release}` : ''}: ${systems[distribution]}`;
}

function howLong(image: ImageReference): readonly string[] {
  const end = endOfLife(image);
  if (!end) return [];
  const instead = end.instead === undefined ? '' : `; use ${end.instead}`;
  return [`**End of life**: ${end.what} gets no more fixes since ${end.since}${instead}`];
}

function whatElse(image: ImageReference): readonly string[] {
  const smaller = smallerTags(image).map((tag) => `\`${tag}\``);
  const stable = stableTag(image);
  const isOther = stable !== undefined && image.tag !== undefined && !isOfLine(image.tag, stable);
  const ports = portsOfImage(image);
  return [
    ...(ports.length === 0 ? [] : [`Exposes ${ports.join(', ')}`]),
    ...(smaller.length === 0 ? [] : [`Smaller: ${smaller.join(', ')}`]),
    ...(isOther ? [`The current stable line is \`${stable}\``] : []),
  ];
}

/** Whether a tag is of the same line as another one: begins with the same version, or says none. */
function isOfLine(tag: string, stable: string): boolean {
  const version = /^v?\d[\d.]*/.exec(tag)?.[0];
  const line = /^v?\d[\d.]*/.exec(stable)?.[0] ?? stable;
  return version === undefined || version === line || version.startsWith(`${line}.`) || line.startsWith(`${version}.`);
}
