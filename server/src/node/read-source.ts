import { readFile } from 'node:fs/promises';
import { largestText } from '../engine/engine.ts';

/** A file as it came from the disk. */
export interface DiskText {
  /** Without a byte order mark; what is no valid UTF-8 is replaced by U+FFFD. */
  readonly text: string;
  readonly hasByteOrderMark: boolean;
  /** Whether writing the text back would lose nothing. */
  readonly isFaithful: boolean;
}

/** Why a file cannot be read, in a few words. */
export class Unreadable extends Error {}

/** There is a file, but what is in it is no text that is read here. */
export class NoText extends Unreadable {}

/** Reads a text file. Throws `Unreadable` when there is none, when it may not be read, or when it is no text. */
export async function readSource(file: string): Promise<DiskText> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new Unreadable(reasonOf(error));
  }
  return decode(bytes);
}

/** Text from bytes. Throws `NoText` for what is none. */
export function decode(bytes: Uint8Array): DiskText {
  if (bytes.length > largestText) throw new NoText('it is larger than 10 MB');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) throw new NoText('it is UTF-16; save it as UTF-8');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) throw new NoText('it is UTF-16; save it as UTF-8');
  if (bytes.subarray(0, 8000).includes(0)) throw new NoText('it is a binary file');
  const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const content = hasByteOrderMark ? bytes.subarray(3) : bytes;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return { text, hasByteOrderMark, isFaithful: true };
  } catch {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
    return { text, hasByteOrderMark, isFaithful: false };
  }
}

/** The bytes of a text, as they go to the disk. */
export function encode({ text, hasByteOrderMark }: DiskText): Uint8Array {
  return new TextEncoder().encode((hasByteOrderMark ? '\uFEFF' : '') + text);
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'ELOOP') return 'its symbolic links lead in a circle';
  return (error as Error).message;
}
