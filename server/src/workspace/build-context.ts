import { URI, Utils } from 'vscode-uri';
import type { OtherFile } from '../core/finding.ts';
import type { FixContext } from '../core/fix.ts';
import type { FolderEntry, Host, SizedEntry } from '../core/host.ts';
import { globMatcher } from '../text/globs.ts';
import { LineMap } from '../text/lines.ts';
import { entryNamed } from './folder-entries.ts';
import { Dockerignore, type IgnorePattern } from './ignoring/dockerignore.ts';

/** No more folders than this are looked into to answer one question. */
const mostFolders = 400;

/** So many paths of a context are remembered with their URIs. */
const mostRemembered = 2000;

/** A `.dockerignore`, or the one that is for one Dockerfile alone. */
export interface IgnoreFile extends OtherFile {
  readonly name: string;
}

/**
 * The files that a build can read: those of one folder, without what `.dockerignore` leaves out. Paths are those of
 * COPY, relative to that folder; `.`, `./` and `/` are the folder itself.
 */
export class BuildContext {
  private readonly root: URI;
  private readonly host: Host;
  /** The file that says what is left out; undefined when there is none. */
  readonly ignoreFile: IgnoreFile | undefined;
  private readonly ignoring: Dockerignore;
  /** The URIs of paths that somebody asked for, who will ask again with the next keystroke. */
  private readonly uris: Map<string, string>;

  private constructor(
    root: URI,
    host: Host,
    ignoreFile: IgnoreFile | undefined,
    { ignoring, uris }: { ignoring: Dockerignore; uris: Map<string, string> },
  ) {
    this.root = root;
    this.host = host;
    this.ignoreFile = ignoreFile;
    this.ignoring = ignoring;
    this.uris = uris;
  }

  /** The build context that a folder is, given by its URI, of a build with a certain Dockerfile. */
  static async in(folder: string, { uri, host }: FixContext): Promise<BuildContext> {
    const [file, root] = [URI.parse(uri), URI.parse(folder)];
    const ofThisFile = await readIfListed(host, Utils.dirname(file), `${Utils.basename(file)}.dockerignore`);
    const ignoreFile = ofThisFile ?? (await readIfListed(host, root, '.dockerignore'));
    const ignoring = new Dockerignore(ignoreFile?.lines.text ?? '');
    return new BuildContext(root, host, ignoreFile, { ignoring, uris: new Map() });
  }

  /** The same, asked through another host. */
  askedThrough(host: Host): BuildContext {
    return new BuildContext(this.root, host, this.ignoreFile, { ignoring: this.ignoring, uris: this.uris });
  }

  /**
   * The pattern that leaves a path out of the build, or all that a path with wildcards matches; undefined when the
   * build gets it, or some of it.
   */
  async patternLeavingOut(path: string): Promise<IgnorePattern | undefined> {
    const plain = plainPath(path);
    const { folder, name } = split(plain);
    if (plain !== '' && !/[*?[]/.test(plain))
      return this.ignoring.leavesOut(plain, (await this.kindOf(plain)) ?? 'file');
    // What a negated pattern would bring back may only be built later.
    const bringsBack = plain === '' && this.ignoring.bringsBack;
    if (bringsBack || /[*?[]/.test(folder)) return undefined;
    const matches = plain === '' ? () => true : globMatcher(name, { dot: true });
    const entries = ((await this.listAll(folder)) ?? []).filter((entry) => matches(entry.name));
    const patterns = entries.map((entry) => this.ignoring.leavesOut(join(folder, entry.name), entry.kind));
    return patterns.includes(undefined) ? undefined : patterns[0];
  }

  /** What a path is, left out or not; undefined when there is no such thing. */
  async kindOf(path: string): Promise<FolderEntry['kind'] | undefined> {
    const { folder, name } = split(plainPath(path));
    if (name === '') return 'folder';
    const entries = await this.listAll(folder);
    return entries && entryNamed(entries, name)?.kind;
  }

  /** Whether there is such a file or folder. */
  async has(path: string): Promise<boolean> {
    const { folder, name } = split(plainPath(path));
    if (name === '') return true;
    const entries = await this.listAll(folder);
    const entry = entries && entryNamed(entries, name);
    return entry !== undefined && !this.isLeftOut(join(folder, name), entry.kind);
  }

  /** The text of a file; undefined when the build gets no such file. */
  async read(path: string): Promise<string | undefined> {
    return this.isLeftOut(plainPath(path), 'file') ? undefined : this.host.readText(this.uri(path));
  }

  /** What the build gets of a folder; undefined when there is no such folder. */
  async list(path: string): Promise<readonly FolderEntry[] | undefined> {
    return (await this.listAll(path))?.filter(({ name, kind }) => !this.isLeftOut(join(path, name), kind));
  }

  /**
   * What the build gets of a folder, no more than so many entries: when there are more, those whose names begin with a
   * prefix, case aside. Folders come first. Empty when there is no such folder.
   */
  async beginningWith(path: string, prefix: string, most: number): Promise<readonly FolderEntry[]> {
    const entries = (await this.listAll(path)) ?? [];
    const lower = prefix.toLowerCase();
    const near = entries.length <= most ? entries : entries.filter(({ name }) => name.toLowerCase().startsWith(lower));
    const kept: FolderEntry[] = [];
    for (const entry of [...near].sort((one, other) => order(one) - order(other))) {
      if (kept.length === most) break;
      if (!this.isLeftOut(join(path, entry.name), entry.kind)) kept.push(entry);
    }
    return kept;
  }

  /** What the build gets of a folder, with sizes; undefined when there is no such folder, or nobody can tell. */
  async sizes(path: string): Promise<readonly SizedEntry[] | undefined> {
    const entries = await this.host.listSizes?.(this.uri(path));
    return entries?.filter(({ name, kind }) => !this.isLeftOut(join(path, name), kind === 'folder' ? kind : 'file'));
  }

  /** A folder, listed; undefined when there is none. */
  async folder(path: string): Promise<ContextFolder | undefined> {
    const entries = await this.list(path);
    return entries && new ContextFolder(this, path, entries);
  }

  /** The entries that a pattern matches; undefined when its folder is a pattern, too. */
  async matching(pattern: string): Promise<readonly FolderEntry[] | undefined> {
    const { folder, name: last } = split(plainPath(pattern));
    if (/[*?[$]/.test(folder) || last.includes('$')) return undefined;
    const matches = globMatcher(last, { dot: true });
    return (await this.list(folder))?.filter(({ name }) => matches(name));
  }

  /**
   * Whether a folder holds any file, at any depth, that `counts`. A folder too large to look through is taken to.
   */
  async holds(folder: string, counts: (path: string) => boolean): Promise<boolean> {
    const waiting = [folder];
    for (let looked = 0; waiting.length > 0; looked++) {
      const next = waiting.pop() ?? '';
      const entries = await this.list(next);
      if (looked >= mostFolders || entries === undefined) return true;
      for (const { name, kind } of entries) {
        const path = join(next, name);
        if (kind === 'folder') waiting.push(path);
        else if (counts(path)) return true;
      }
    }
    return false;
  }

  /** Whether the build gets a file at a path, if there is one. */
  ships(path: string): boolean {
    return !this.isLeftOut(path, 'file');
  }

  private isLeftOut(path: string, kind: FolderEntry['kind']): boolean {
    return this.ignoring.leavesOut(path, kind) !== undefined;
  }

  /** A folder's entries, those that are left out included. */
  private listAll(path: string): Promise<readonly FolderEntry[] | undefined> {
    return this.host.listFolder(this.uri(path));
  }

  /** The URI of a path. */
  uri(path: string): string {
    const known = this.uris.get(path);
    if (known !== undefined) return known;
    const plain = plainPath(path);
    const uri = (plain === '' ? this.root : Utils.joinPath(this.root, plain)).toString();
    if (this.uris.size >= mostRemembered) this.uris.clear();
    this.uris.set(path, uri);
    return uri;
  }
}

/**
 * A file that most folders do not have. The folder is listed anyway, so that nobody has to look in vain for what is not
 * in it.
 */
async function readIfListed(host: Host, folder: URI, name: string): Promise<IgnoreFile | undefined> {
  const entries = await host.listFolder(folder.toString());
  if (entries && !entryNamed(entries, name)) return undefined;
  const uri = Utils.joinPath(folder, name).toString();
  const text = await host.readText(uri);
  return text === undefined ? undefined : { uri, name, lines: new LineMap(text) };
}

/** One folder of a build context, with its entries at hand. */
export class ContextFolder {
  private readonly context: BuildContext;
  private readonly path: string;
  private readonly entries: readonly FolderEntry[];

  constructor(context: BuildContext, path: string, entries: readonly FolderEntry[]) {
    this.context = context;
    this.path = path;
    this.entries = entries;
  }

  /** Whether there is such a file or, when the name ends in `/`, such a folder. */
  has(name: string): boolean {
    const kind = name.endsWith('/') ? 'folder' : 'file';
    return entryNamed(this.entries, name.replace(/\/$/, ''))?.kind === kind;
  }

  /** The files whose names match one of the patterns, in the order of the patterns. Folders are asked for with `/`. */
  matching(patterns: readonly string[]): readonly string[] {
    return patterns.flatMap((pattern) => {
      if (!pattern.includes('*')) return this.has(pattern) ? [pattern] : [];
      const matches = globMatcher(pattern, { dot: true });
      return this.entries.filter(({ kind, name }) => kind === 'file' && matches(name)).map(({ name }) => name);
    });
  }

  /** The text of a file, given by its path below the folder. */
  read(path: string): Promise<string | undefined> {
    return this.context.read(join(this.path, path));
  }
}

function order({ kind }: FolderEntry): number {
  return kind === 'folder' ? 0 : 1;
}

/** The folder of a plain path, and the name in it. */
function split(plain: string): { readonly folder: string; readonly name: string } {
  const slash = plain.lastIndexOf('/');
  return { folder: plain.slice(0, Math.max(slash, 0)), name: plain.slice(slash + 1) };
}

/** A path of a COPY, relative to the build context: without `/` and `./` around it. */
export function plainPath(path: string): string {
  return path.replace(/^(?:\.?\/)+|\/+$/g, '').replace(/^\.$/, '');
}

function join(folder: string, name: string): string {
  return plainPath(folder) === '' ? name : `${plainPath(folder)}/${name}`;
}
