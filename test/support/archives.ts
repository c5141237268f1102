import { gunzipSync, inflateRawSync } from 'node:zlib';

/** The files of an archive, by path. */
export type Archive = ReadonlyMap<string, Buffer>;

/** Reads a gzipped tar archive as npm writes it: plain files, whose paths fit into their headers. */
export function readTarball(content: Uint8Array): Archive {
  const tar = gunzipSync(content);
  const files = new Map<string, Buffer>();
  const field = (from: number, length: number) => tar.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  for (let at = 0; tar[at] !== 0 && at < tar.length; ) {
    const size = Number.parseInt(field(at + 124, 12), 8);
    const folder = field(at + 345, 155);
    const name = field(at, 100);
    files.set(folder ? `${folder}/${name}` : name, tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/** Reads a zip archive by its central directory. */
export function readZip(zip: Buffer): Archive {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size, nameLength, extraLength, commentLength, local] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
      zip.readUInt32LE(at + 42),
    ] as const;
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + size);
    files.set(zip.toString('utf8', at + 46, at + 46 + nameLength), method === 0 ? packed : inflateRawSync(packed));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}
