import picomatch from 'picomatch';
import { URI, Utils } from 'vscode-uri';
import type { FixContext } from '../../core/fix.ts';
import type { FolderEntry, Host } from '../../core/host.ts';
import type { Stage } from '../stage.ts';

/** No more folders than this are looked into for one fix. */
const mostFolders = 400;

/** The files beside a Dockerfile, taken for the build context, by paths relative to it. */
export class Project {
  private readonly root: URI;
  private readonly host: Host;
  private readonly ignored: (path: string) => boolean;

  private constructor(root: URI, host: Host, ignored: (path: string) => boolean) {
    this.root = root;
    this.host = host;
    this.ignored = ignored;
  }

  /**
   * The project that a Dockerfile builds; undefined when its files cannot be read, or when what the Dockerfile copies
   * is not there, so that its folder is not the build context.
   */
  static async beside({ uri, host }: FixContext, stage: Stage): Promise<Project | undefined> {
    const root = Utils.dirname(URI.parse(uri));
    const ignoreFile =
      (await host.readText(`${uri}.dockerignore`)) ??
      (await host.readText(Utils.joinPath(root, '.dockerignore').toString()));
    const project = new Project(root, host, ignoring(ignoreFile ?? ''));
    for (const copy of [...stage.own('COPY'), ...stage.own('ADD')]) {
      if (!copy.readsContext) continue;
      for (const { text } of copy.sources) {
        if (!/[*?[$]|:\/\//.test(text) && !(await project.has(text))) return undefined;
      }
    }
    return project;
  }

  /** The text of a file; undefined when there is none, and for files that the build does not get. */
  async read(path: string): Promise<string | undefined> {
    return this.ignored(path) ? undefined : this.host.readText(this.uri(path));
  }

  /** What the build gets of a folder; undefined when there is no such folder. */
  async list(folder: string): Promise<readonly FolderEntry[] | undefined> {
    const entries = await this.host.listFolder(this.uri(folder));
    return entries?.filter(({ name }) => !this.ignored(join(folder, name)));
  }

  /** The entries that a pattern matches; undefined when its folder is a pattern, too. */
  async matching(pattern: string): Promise<readonly FolderEntry[] | undefined> {
    const plain = plainPath(pattern);
    const slash = plain.lastIndexOf('/');
    const folder = plain.slice(0, Math.max(slash, 0));
    if (/[*?[$]/.test(folder) || plain.includes('$')) return undefined;
    const matches = picomatch(plain.slice(slash + 1), { dot: true });
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

  private async has(path: string): Promise<boolean> {
    const plain = plainPath(path);
    if (plain === '') return (await this.host.listFolder(this.uri(''))) !== undefined;
    const slash = plain.lastIndexOf('/');
    const entries = await this.host.listFolder(this.uri(plain.slice(0, Math.max(slash, 0))));
    return entries?.some(({ name }) => name === plain.slice(slash + 1)) ?? false;
  }

  private uri(path: string): string {
    return (plainPath(path) === '' ? this.root : Utils.joinPath(this.root, plainPath(path))).toString();
  }
}

/** A path of a COPY, relative to the build context: without `/` and `./` around it. */
function plainPath(path: string): string {
  return path.replace(/^(?:\.?\/)+|\/+$/g, '').replace(/^\.$/, '');
}

function join(folder: string, name: string): string {
  return plainPath(folder) === '' ? name : `${plainPath(folder)}/${name}`;
}

/** Reads a .dockerignore (docs.docker.com/build/concepts/context): the last pattern that matches a path decides. */
function ignoring(text: string): (path: string) => boolean {
  const patterns = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const negated = line.startsWith('!');
      const glob = plainPath(negated ? line.slice(1) : line);
      return { negated, matches: picomatch([glob, `${glob}/**`], { dot: true }) };
    });
  return (path) => {
    let ignored = false;
    for (const { negated, matches } of patterns) if (matches(plainPath(path))) ignored = !negated;
    return ignored;
  };
}
