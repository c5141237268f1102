import { fewAtOnce } from '../../core/few-at-once.ts';
import type { SharedHost } from '../../core/host.ts';
import { looksLikeManifest } from '../../kubernetes/manifest.ts';
import { workspaceFiles } from '../workspace-files.ts';
import { ManifestFile, type ResourceEntry } from './manifest-file.ts';
import { ResourceIndex } from './resource-index.ts';

/** Larger files, in UTF-16 units, are data, and are not looked into for what others refer to. */
const largestFile = 4_000_000;

/** The manifests of a workspace. */
export class Manifests {
  /** The URIs of all YAML files, manifests or not, in the order in which they were found. */
  readonly yamlFiles: readonly string[];
  /** The files that declare resources, by URI. */
  readonly files: ReadonlyMap<string, ManifestFile>;
  /** Whether these are all; of a workspace beyond measure only a part is read. */
  readonly isComplete: boolean;
  readonly index: ResourceIndex;
  /** The URI of the folder they were looked for in. */
  readonly root: string;

  constructor(
    root: string,
    yamlFiles: readonly string[],
    files: ReadonlyMap<string, ManifestFile>,
    isComplete: boolean,
  ) {
    this.root = root;
    this.yamlFiles = yamlFiles;
    this.files = files;
    this.isComplete = isComplete;
    this.index = new ResourceIndex([...files.values()].flatMap(({ entries }) => entries));
  }

  /**
   * The manifests of the workspace that a file belongs to. They are read once; when files change, only these are read
   * again.
   */
  static around(uri: string, host: SharedHost): Promise<Manifests> {
    const root = host.rootOf(uri);
    return host.derive(`manifests ${root}`, (asked, previous: Manifests | undefined) => read(root, asked, previous));
  }

  /** The resources of one file. */
  entriesOf(uri: string): readonly ResourceEntry[] {
    return this.files.get(uri)?.entries ?? [];
  }
}

async function read(root: string, host: SharedHost, previous: Manifests | undefined): Promise<Manifests> {
  const { yamlFiles: uris, isComplete } = await workspaceFiles(root, host);
  const found = await fewAtOnce(uris, async (uri): Promise<readonly [string, ManifestFile] | undefined> => {
    const text = await host.readText(uri);
    if (text === undefined || text.length > largestFile || !looksLikeManifest(text)) return undefined;
    const known = previous?.files.get(uri);
    return [uri, known?.text === text ? known : ManifestFile.read(uri, text)];
  });
  return new Manifests(root, uris, new Map(found.filter((one) => one !== undefined)), isComplete);
}
