import { URI, Utils } from 'vscode-uri';
import type { FixContext } from '../core/fix.ts';
import type { FolderEntry, Host } from '../core/host.ts';

/** A folder of a project as far as it can be looked at. */
export class ProjectFolder {
  private readonly uri: string;
  private readonly host: Host;
  private readonly entries: readonly FolderEntry[];

  constructor(uri: string, host: Host, entries: readonly FolderEntry[]) {
    this.uri = uri;
    this.host = host;
    this.entries = entries;
  }

  has(name: string): boolean {
    return name.endsWith('/')
      ? this.entries.some((entry) => entry.kind === 'folder' && `${entry.name}/` === name)
      : this.entries.some((entry) => entry.kind === 'file' && entry.name === name);
  }

  /** The files whose names match one of the patterns, in which `*` stands for any text. Folders are asked for with `/`. */
  matching(patterns: readonly string[]): readonly string[] {
    return patterns.flatMap((pattern) => {
      if (!pattern.includes('*')) return this.has(pattern) ? [pattern] : [];
      const expression = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
      return this.entries.filter(({ kind, name }) => kind === 'file' && expression.test(name)).map(({ name }) => name);
    });
  }

  /** The text of a file, given by its path below the folder. */
  read(path: string): Promise<string | undefined> {
    return this.host.readText(Utils.joinPath(URI.parse(this.uri), path).toString());
  }
}

/** How many folders above the Dockerfile may be the build context. */
const furthest = 3;

/**
 * The folder that a path of the build context leads to. The context is taken to be the Dockerfile's own folder or, when
 * none of the files looked for is there, the nearest one above that has them. `unreadable` when no folder can be listed
 * at all, undefined when none has such a file.
 */
export async function findProjectFolder(
  { uri, host }: FixContext,
  path: string,
  wanted: readonly string[],
): Promise<ProjectFolder | 'unreadable' | undefined> {
  let context = Utils.dirname(URI.parse(uri));
  let canList = false;
  for (let level = 0; level <= furthest; level++) {
    const folder = Utils.joinPath(context, path).toString().replace(/\/$/, '');
    const entries = await host.listFolder(folder);
    if (entries) {
      canList = true;
      const found = new ProjectFolder(folder, host, entries);
      if (found.matching(wanted).length > 0) return found;
    }
    const above = Utils.dirname(context);
    if (above.path === context.path) break;
    context = above;
  }
  return canList ? undefined : 'unreadable';
}
