import { isWindowsImage } from './base-images.ts';
import { foundationOf } from './foundations.ts';
import { canonicalName, type ImageReference, officialName } from './reference.ts';
import { usersOf } from './users.ts';

/** What is known of the shells of a base image. */
export interface ImageShells {
  /** What `/bin/sh` is. */
  readonly sh: 'dash' | 'busybox' | 'bash';
  readonly hasBash: boolean;
  /** Whether `/bin/sh` knows `set -o pipefail`: Bash and BusyBox do, dash since Debian 13 (0.5.12-12). */
  readonly shHasPipefail: boolean;
}

/** Official images of Red Hat's family and Arch, and the like under other names, whose `/bin/sh` is Bash. */
const withBashAsSh: ReadonlySet<string> = new Set([
  'almalinux',
  'amazonlinux',
  'archlinux',
  'centos',
  'fedora',
  'oraclelinux',
  'rockylinux',
]);
const alsoWithBashAsSh =
  /^(?:registry\.(?:access\.)?redhat\.com\/.*\bubi\d*(?:-minimal|-init)?|docker\.io\/(?:redhat\/ubi\d+(?:-minimal|-init)?|rockylinux\/rockylinux|opensuse\/(?:leap|tumbleweed))|public\.ecr\.aws\/amazonlinux\/amazonlinux)$/;

/** What is known of the shells of an image; undefined when it is nothing. */
export function shellsOf(image: ImageReference): ImageShells | undefined {
  if (isWindowsImage(image)) return undefined;
  if (withBashAsSh.has(officialName(image) ?? '') || alsoWithBashAsSh.test(canonicalName(image))) {
    return { sh: 'bash', hasBash: true, shHasPipefail: true };
  }
  if (officialName(image) === 'busybox') return { sh: 'busybox', hasBash: false, shHasPipefail: true };
  switch (usersOf(image).idiom) {
    case 'adduser':
      return { sh: 'busybox', hasBash: false, shHasPipefail: true };
    case 'useradd': {
      // Bash is an essential package of Debian and Ubuntu.
      if (/ubi|al2|amazon|oracle|windows|nanoserver|busybox|alpine/.test(image.tag ?? '')) return undefined;
      const foundation = foundationOf(image);
      const isTrixie = foundation?.isExact === true && foundation.release === 'trixie';
      return { sh: 'dash', hasBash: true, shHasPipefail: isTrixie };
    }
    default:
      return undefined;
  }
}
