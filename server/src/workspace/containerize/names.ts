import type { Fact } from '../project/project.ts';
import { fact } from '../project/project.ts';

/** The name of an image, without a registry: what remains when characters are left out that it may not have. */
export function imageName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z\d._-]+/g, '-')
    .replace(/[._-]{2,}/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '');
  return plain === '' ? 'app' : plain.slice(0, 100);
}

/** The name of an object of Kubernetes that may be the name of a Service as well (RFC 1035). */
export function objectName(name: string): string {
  const plain = imageName(name)
    .replace(/[._]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return plain === '' ? 'app' : plain;
}

/** What a program is called: what its project says, or else its folder. */
export function nameOf(stated: Fact | undefined, folder: string): Fact {
  return stated ?? fact(folder, '.', 'the folder is called so');
}
