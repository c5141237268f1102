import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Buildah } from './buildah.ts';
import type { Images } from './images.ts';

/** Makes an image of this machine's busybox alone, which has to be one that needs no libraries. */
function makeBusybox(buildah: Buildah, folder: string): void {
  const programs = path.join(folder, 'bin');
  mkdirSync(programs, { recursive: true });
  const found = ['/bin/busybox', '/usr/bin/busybox'].find((file) => spawnSync(file, ['true']).status === 0);
  if (!found) throw new Error('there is no busybox here: install "busybox-static"');
  copyFileSync(found, path.join(programs, 'busybox'));
  for (const name of ['sh', 'cat', 'chmod', 'cp', 'echo', 'ls', 'mkdir'])
    symlinkSync('busybox', path.join(programs, name));
  mkdirSync(path.join(folder, 'tmp'));
  buildah.importFolder(folder, 'docker.io/library/busybox:1.37');
}

/**
 * Why no image can be built and run here, in one line: what has too few rights can neither make devices nor change the
 * root. Undefined where that can be done; then there are the images of busybox and of Debian, which all others stand upon.
 */
export function obstacleTo(buildah: Buildah, images: Images, folder: string): string | undefined {
  try {
    makeBusybox(buildah, path.join(folder, 'busybox'));
    const { output, errors } = buildah.runCommand('docker.io/library/busybox:1.37', ['/bin/echo', 'it runs']);
    if (output.trim() !== 'it runs') return inOneLine(errors);
    images.makeDebian();
    return undefined;
  } catch (error) {
    return inOneLine(error instanceof Error ? error.message : String(error));
  }
}

function inOneLine(text: string): string {
  const line = text.trim().replaceAll(/\s*\n\s*/g, '; ');
  return line.length > 300 ? `${line.slice(0, 150)} … ${line.slice(-150)}` : line;
}
