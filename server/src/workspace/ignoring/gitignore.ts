import ignore, { type Ignore } from 'ignore';
import { URI, Utils } from 'vscode-uri';
import type { FolderEntry, Host } from '../../core/host.ts';
import { Notes } from '../../core/notes.ts';

/** No repository has its top further up than this. */
const furthest = 40;

/** What the `.gitignore` of a folder says, and whether a repository begins there, which nothing above it concerns. */
interface FolderRules {
  readonly rules: readonly Ignore[];
  readonly isTop: boolean;
}

/**
 * What Git ignores around a file, by the `.gitignore` files from the top of its repository down (git-scm.com/docs/gitignore),
 * and by `.git/info/exclude`: the last pattern of the deepest file that speaks of a path decides, and nothing in a folder
 * that is ignored is brought back. What is tracked all the same is ignored here. Upper and lower case differ, as they do
 * where images are built.
 */
export class GitIgnores {
  private readonly host: Host;
  private readonly uri: string;
  private top: Promise<URI> | undefined;
  private readonly rules = new Map<string, Promise<FolderRules>>();
  private readonly folders = new Map<string, Promise<boolean>>();

  /**
   * What was read, by the host that was asked and the file, as several rules ask the same. The host is a new one whenever
   * somebody looks around anew.
   */
  private static readonly known = new Notes<Host, Map<string, GitIgnores>>();

  /** What Git ignores around a file, given by its URI. */
  static around(uri: string, host: Host): GitIgnores {
    const ofHost = GitIgnores.known.get(host) ?? new Map<string, GitIgnores>();
    GitIgnores.known.set(host, ofHost);
    const ignores = ofHost.get(uri) ?? new GitIgnores(host, uri);
    ofHost.set(uri, ignores);
    return ignores;
  }

  private constructor(host: Host, uri: string) {
    this.host = host;
    this.uri = uri;
  }

  /** Whether Git ignores a file or folder, by its URI; it need not be there. */
  async isIgnored(uri: string, kind: FolderEntry['kind']): Promise<boolean> {
    this.top ??= this.findTop();
    const top = await this.top;
    const path = URI.parse(uri).path;
    if (!path.startsWith(`${top.path}/`)) return false;
    const parts = path.slice(top.path.length + 1).split('/');
    for (let count = 1; count < parts.length; count++) {
      const folder = parts.slice(0, count).join('/');
      const known = this.folders.get(folder) ?? this.matches(folder, 'folder', top);
      this.folders.set(folder, known);
      if (await known) return true;
    }
    return this.matches(parts.join('/'), kind, top);
  }

  /** What the files say of a path below the top, the folders above it aside; in a repository within, what that says. */
  private async matches(path: string, kind: FolderEntry['kind'], top: URI): Promise<boolean> {
    const asked = kind === 'folder' ? `${path}/` : path;
    for (let slash = path.lastIndexOf('/'); ; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, Math.max(slash, 0));
      const rules = this.rules.get(folder) ?? this.read(folder === '' ? top : Utils.joinPath(top, folder));
      this.rules.set(folder, rules);
      const own = await rules;
      for (const one of own.rules) {
        const verdict = one.test(asked.slice(slash + 1));
        if (verdict.ignored || verdict.unignored) return verdict.ignored;
      }
      if (slash <= 0 || own.isTop) return false;
    }
  }

  /** What a folder says, the surest first. */
  private async read(folder: URI): Promise<FolderRules> {
    const entries = await this.host.listFolder(folder.toString());
    const isThere = (wanted: string) => entries?.some(({ name }) => name === wanted) === true;
    const isTop = isThere('.git');
    const texts = [
      isThere('.gitignore') ? await this.host.readText(Utils.joinPath(folder, '.gitignore').toString()) : undefined,
      isTop ? await this.host.readText(Utils.joinPath(folder, '.git/info/exclude').toString()) : undefined,
    ];
    const rules = texts
      .filter((text) => text !== undefined)
      .map((text) => ignore({ allowRelativePaths: true, ignorecase: false }).add(text));
    return { rules, isTop };
  }

  /** The nearest folder above with `.git` in it, or else that of the workspace. */
  private async findTop(): Promise<URI> {
    const root = URI.parse(this.host.rootOf(this.uri));
    let folder = Utils.dirname(URI.parse(this.uri));
    for (let level = 0; level < furthest; level++) {
      const entries = await this.host.listFolder(folder.toString());
      if (entries?.some(({ name }) => name === '.git')) return folder;
      if (folder.path === root.path || Utils.dirname(folder).path === folder.path) break;
      folder = Utils.dirname(folder);
    }
    return root;
  }
}
