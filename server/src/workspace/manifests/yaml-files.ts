import { URI, Utils } from 'vscode-uri';
import type { Host } from '../../core/host.ts';
import { kubernetesLanguage } from '../../kubernetes/language.ts';

/** No more than these are looked at: a workspace that has more is not one system that is deployed together. */
const mostFolders = 20_000;
const mostFiles = 10_000;

/** Folders that hold other people's files, or none that anybody applies. */
const passedOver: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules']);

export interface YamlFiles {
  readonly uris: readonly string[];
  /** False when there were too many to look at them all. */
  readonly isComplete: boolean;
}

/** The YAML files below a folder, those of one folder before those of the folders in it. */
export async function findYamlFiles(root: string, host: Pick<Host, 'listFolder'>): Promise<YamlFiles> {
  const uris: string[] = [];
  let level = [root];
  let folders = 0;
  while (level.length > 0) {
    folders += level.length;
    if (folders > mostFolders || uris.length > mostFiles) return { uris: uris.slice(0, mostFiles), isComplete: false };
    const listed = await Promise.all(level.map((folder) => host.listFolder(folder)));
    const below: string[] = [];
    for (const [place, folder] of level.entries()) {
      for (const { name, kind } of listed[place] ?? []) {
        const uri = Utils.joinPath(URI.parse(folder), name).toString();
        if (kind === 'folder') {
          if (!passedOver.has(name)) below.push(uri);
        } else if (kubernetesLanguage.claims(name)) uris.push(uri);
      }
    }
    level = below;
  }
  return { uris, isComplete: true };
}
