import { isBare } from './bare-images.ts';
import { isWindowsImage } from './base-images.ts';
import { bringsDownloaders } from './equipment.ts';
import { type ImageReference, officialName } from './reference.ts';
import { shellsOf } from './shells.ts';
import { usersOf } from './users.ts';

/** Programs that every Linux distribution for containers has: POSIX's shell, and what coreutils and grep bring. */
const everywhere: ReadonlySet<string> = new Set(
  '[ basename cat chmod chown cp cut date dirname echo env expr false grep head id ln ls mkdir mv printf pwd rm sed sh sleep sort stat tail tee test touch tr true uname uniq wc whoami'.split(
    ' ',
  ),
);

/** What BusyBox has besides, as Alpine and the image of that name build it (busybox.net/downloads/BusyBox.html). */
const ofBusyBox: ReadonlySet<string> = new Set(
  'ash awk find hostname kill killall nc netstat pgrep pidof pkill ps timeout vi wget xargs'.split(' '),
);

/** What no distribution and no official image brings: it is downloaded or copied (github.com/grpc-ecosystem/grpc-health-probe). */
const added = 'grpc_health_probe';

/** Programs that are in no image without a distribution unless somebody copies them there. */
const notInBare: ReadonlySet<string> = new Set([...everywhere, ...ofBusyBox, 'bash', 'curl', 'dash', added]);

/** Official images whose variants on Alpine bring neither curl nor Bash (their Dockerfiles, July 2026). */
const bareOnAlpine: ReadonlySet<string> = new Set(['alpine', 'node', 'python']);

/** Official images of Debian and Ubuntu, of which the plain or the slim ones bring neither curl nor wget, from there too. */
const withoutDownloaders: ReadonlySet<string> = new Set(['debian', 'ubuntu']);
const slimWithoutDownloaders: ReadonlySet<string> = new Set(['node', 'python']);

/** Whether a program, named without a folder, is in an image; undefined when that is not known. */
export function hasProgram(image: ImageReference, program: string): boolean | undefined {
  if (isWindowsImage(image)) return undefined;
  if (isBare(image)) return notInBare.has(program) ? false : undefined;
  const shells = shellsOf(image);
  if (!shells) return undefined;
  if (everywhere.has(program)) return true;
  const name = officialName(image) ?? '';
  if (program === added) return name === '' ? undefined : false;
  if (shells.sh === 'busybox') {
    if (ofBusyBox.has(program)) return true;
    const isLacking = program === 'curl' || program === 'bash';
    return isLacking && (name === 'busybox' || bareOnAlpine.has(name)) ? false : undefined;
  }
  if (program === 'bash') return shells.hasBash || undefined;
  if (program !== 'curl' && program !== 'wget') return undefined;
  if (bringsDownloaders(image)) return true;
  const isLacking =
    withoutDownloaders.has(name) || (slimWithoutDownloaders.has(name) && /(?:^|-)slim/.test(image.tag ?? ''));
  return isLacking ? false : undefined;
}

/** The package manager of an image's distribution; null when it is known to have none, undefined when nothing is known. */
export function packageManagerOf(image: ImageReference): 'apt-get' | 'apk' | null | undefined {
  if (isWindowsImage(image)) return undefined;
  if (isBare(image) || officialName(image) === 'busybox') return null;
  switch (usersOf(image).idiom) {
    case 'adduser':
      return 'apk';
    case 'useradd':
      return shellsOf(image) ? 'apt-get' : undefined;
    default:
      return undefined;
  }
}
