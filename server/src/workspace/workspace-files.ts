import { URI, Utils } from 'vscode-uri';
import { fewAtOnce } from '../core/few-at-once.ts';
import type { Host, SharedHost } from '../core/host.ts';
import { dockerfileLanguage } from '../dockerfile/language.ts';
import { kubernetesLanguage } from '../kubernetes/language.ts';

/** No more than these are looked at: a workspace that has more is not one system that is deployed together. */
const mostFolders = 20_000;
const mostFiles = 10_000;

/** Folders that hold other people's files, or none that anybody applies. */
const passedOver: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules']);

/** Folders whose manifests may be applied, and whose images somebody else builds. */
const vendored = 'vendor';

/** The files of a workspace that others refer to, by URI; those of one folder before those of the folders in it. */
export interface WorkspaceFiles {
  readonly yamlFiles: readonly string[];
  readonly dockerfiles: readonly string[];
  /** Files that are no YAML and may say how images are built. */
  readonly scripts: readonly string[];
  /** False when there were too many to look at them all. */
  readonly isComplete: boolean;
}

/**
 * The files of the workspace below a folder: the tree is walked once for all who ask, and again when files come or go. The
 * same object as long as there are the same files.
 */
export function workspaceFiles(root: string, host: SharedHost): Promise<WorkspaceFiles> {
  return host.derive(`files ${root}`, async (asked, previous: WorkspaceFiles | undefined) => {
    const files = await walk(root, asked);
    return previous && areSame(files, previous) ? previous : files;
  });
}

function areSame(files: WorkspaceFiles, others: WorkspaceFiles): boolean {
  const isSameList = (list: readonly string[], other: readonly string[]) =>
    list.length === other.length && list.every((uri, place) => uri === other[place]);
  return (
    files.isComplete === others.isComplete &&
    isSameList(files.yamlFiles, others.yamlFiles) &&
    isSameList(files.dockerfiles, others.dockerfiles) &&
    isSameList(files.scripts, others.scripts)
  );
}

/**
 * Whether a file that is no YAML may say how images are built: Bake files, Tiltfiles, makefiles, shell scripts and the
 * files in which packages of JavaScript and Java are described.
 */
function isScript(name: string): boolean {
  return /^docker-bake.*\.(?:hcl|json)$|^Tiltfile(?:\.|$)|\.tiltfile$|^(?:GNU)?[Mm]akefile(?:\.|$)|\.(?:mk|sh|bash)$|^(?:package\.json|pom\.xml|build\.gradle(?:\.kts)?)$/.test(
    name,
  );
}

async function walk(root: string, host: Pick<Host, 'listFolder'>): Promise<WorkspaceFiles> {
  const yamlFiles: string[] = [];
  const dockerfiles: string[] = [];
  const scripts: string[] = [];
  const found = (isComplete: boolean): WorkspaceFiles => ({
    yamlFiles: yamlFiles.slice(0, mostFiles),
    dockerfiles: dockerfiles.slice(0, mostFiles),
    scripts: scripts.slice(0, mostFiles),
    isComplete,
  });
  let level = [root];
  let folders = 0;
  while (level.length > 0) {
    folders += level.length;
    if (folders > mostFolders || yamlFiles.length > mostFiles) return found(false);
    const listed = await fewAtOnce(level, (folder) => host.listFolder(folder));
    const below: string[] = [];
    for (const [place, folder] of level.entries()) {
      const isVendored = folder.includes(`/${vendored}/`) || folder.endsWith(`/${vendored}`);
      for (const { name, kind } of listed[place] ?? []) {
        const list =
          kind === 'folder'
            ? !passedOver.has(name) && below
            : kubernetesLanguage.claims(name)
              ? yamlFiles
              : !isVendored && (dockerfileLanguage.claims(name) ? dockerfiles : isScript(name) && scripts);
        if (list) list.push(Utils.joinPath(URI.parse(folder), name).toString());
      }
    }
    level = below;
  }
  return found(true);
}
