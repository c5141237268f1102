import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** A larger index is not read: that of a repository with some 200,000 files. */
const largestIndex = 20_000_000;

/** How many folders above a file its repository may begin. */
const furthest = 40;

/** Which tracked files may be executed, by their path in the repository. */
type Modes = ReadonlyMap<string, boolean>;

/** Answers from the indexes of Git repositories, each read once for as long as it stays as it is. */
export class GitIndexes {
  private readonly known = new Map<string, { readonly version: string; readonly modes: Promise<Modes | undefined> }>();

  /** Whether Git says of a file that it may be executed; undefined when it does not know the file. */
  async isExecutable(file: string, mayRead: (file: string) => Promise<boolean>): Promise<boolean | undefined> {
    let folder = path.dirname(file);
    for (let level = 0; level < furthest; level++) {
      const index = await indexIn(folder, mayRead);
      if (index !== undefined) {
        const modes = await this.modesIn(index);
        return modes?.get(path.relative(folder, file).split(path.sep).join('/'));
      }
      const above = path.dirname(folder);
      if (above === folder) return undefined;
      folder = above;
    }
    return undefined;
  }

  private async modesIn(index: string): Promise<Modes | undefined> {
    const { size, mtimeMs } = await stat(index);
    if (size > largestIndex) return undefined;
    const version = `${size} ${mtimeMs}`;
    const known = this.known.get(index);
    if (known?.version === version) return known.modes;
    const modes = readFile(index).then(readModes);
    this.known.set(index, { version, modes });
    return modes;
  }
}

/** The index of the repository whose files begin in a folder; undefined when none does, or it may not be read. */
async function indexIn(folder: string, mayRead: (file: string) => Promise<boolean>): Promise<string | undefined> {
  const git = path.join(folder, '.git');
  const found = await stat(git).catch(() => undefined);
  if (!found) return undefined;
  // In worktrees and submodules it is a file that says where the rest is.
  const linked = found.isFile() ? /^gitdir: (.+?)\s*$/.exec(await readFile(git, 'utf8'))?.[1] : '.';
  if (linked === undefined) return undefined;
  const index = path.join(path.resolve(found.isFile() ? folder : git, linked), 'index');
  return (await mayRead(index)) ? index : undefined;
}

/**
 * Reads the index format of Git, versions 2 to 4 (its documentation, gitformat-index): a header, and for each file 40
 * bytes of which four are its mode, an object name, flags, and its path, in version 4 without what it has in common with
 * the one before. Undefined when it is no such text; so are those of repositories with object names of SHA-256.
 */
export function readModes(index: Buffer): Modes | undefined {
  if (index.length < 12 || index.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = index.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  const modes = new Map<string, boolean>();
  let at = 12;
  let name = '';
  for (let left = index.readUInt32BE(8); left > 0; left--) {
    if (at + 62 > index.length) return undefined;
    const mode = index.readUInt32BE(at + 24);
    const isRegular = mode >> 12 === 0o10;
    if (!isRegular && mode >> 12 !== 0o12 && mode >> 12 !== 0o16 && mode >> 12 !== 0o04) return undefined;
    let start = at + ((index.readUInt16BE(at + 60) & 0x4000) === 0 ? 62 : 64);
    let common = 0;
    if (version === 4) {
      const kept = readLength(index, start);
      common = name.length - kept.value;
      start = kept.end;
    }
    const end = index.indexOf(0, start);
    if (end === -1 || common < 0) return undefined;
    // One unit for each byte, as lengths are counted in bytes.
    name = name.slice(0, common) + index.toString('latin1', start, end);
    if (isRegular) modes.set(Buffer.from(name, 'latin1').toString('utf8'), (mode & 0o111) !== 0);
    // Before version 4, entries are padded with one to eight NULs to a multiple of eight bytes.
    at = version === 4 ? end + 1 : at + 8 * (Math.floor((end - at) / 8) + 1);
  }
  return modes;
}

/** A length as version 4 writes it: seven bits in each byte, those of a byte behind another one counted from one. */
function readLength(index: Buffer, start: number): { readonly value: number; readonly end: number } {
  let at = start;
  let byte = index[at++] ?? 0;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    byte = index[at++] ?? 0;
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, end: at };
}
