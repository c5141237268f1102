import type { Host } from '../../../core/host.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import { folderOf } from '../../kustomize/locations.ts';
import { BuildFile, largestDefinition } from '../build.ts';
import { decoded, uriWithin } from '../locator.ts';
import { type OpenDocument, readOpenYaml } from '../open-yaml.ts';
import { type Lookup, type Template, unknownPart } from '../template.ts';

/** A Compose file as a project reads it; another project may read it from another folder, with other variables. */
export interface ComposePart {
  readonly file: BuildFile;
  /** The folder, by URI, that its paths start from. */
  readonly folder: string;
  readonly lookup: Lookup;
  readonly documents: readonly OpenDocument[];
}

/** A service as one file writes it. */
export interface Service {
  readonly name: string;
  readonly value: YamlValue;
  /** Where its document begins in its file. */
  readonly start: number;
  readonly part: ComposePart;
}

/** No more files than these are read for one. */
const mostFiles = 200;

/** The files that a Compose file names, each read once; none outside of the workspace. */
export class ComposeFiles {
  readonly host: Pick<Host, 'readText' | 'listFolder'>;
  private readonly root: string;
  private readonly read = new Map<string, Promise<BuildFile | undefined>>();
  private readonly documents = new Map<BuildFile, readonly OpenDocument[]>();

  constructor(root: string, host: Pick<Host, 'readText' | 'listFolder'>) {
    this.root = root;
    this.host = host;
  }

  /** The file that a path leads to from a folder; undefined when that is not known, lies elsewhere or cannot be read. */
  async open(path: Template | undefined, folder: string): Promise<BuildFile | undefined> {
    const uri = path && uriWithin(this.root, folder, path);
    if (uri === undefined) return undefined;
    const known = this.read.get(uri);
    if (known || this.read.size >= mostFiles) return known;
    const read = this.host
      .readText(uri)
      .then((text) =>
        text === undefined || text.length > largestDefinition ? undefined : new BuildFile(uri, text, this.root),
      );
    this.read.set(uri, read);
    return read;
  }

  /**
   * Where there is no file, although a path leads there from a folder; undefined when there is one, readable or not, and
   * when a variable or somebody elsewhere decides.
   */
  async missing(path: Template | undefined, folder: string): Promise<string | undefined> {
    const uri = path && !path.open.includes(unknownPart) ? uriWithin(this.root, folder, path) : undefined;
    // Compose takes `github.com/acme/api.git` for a repository, with or without a scheme (`gitutil.ParseGitRef`).
    if (uri === undefined || /\.git(?:[#:]|$)/.test(path?.resolved ?? '')) return undefined;
    const name = decoded(uri.slice(uri.lastIndexOf('/') + 1));
    const beside = await this.host.listFolder(folderOf(uri));
    return beside?.some((entry) => entry.name === name) ? undefined : uri;
  }

  /** How a file, given by its URI, is called for a reader: by its path from the folder of the workspace. */
  nameOf(uri: string): string {
    return decoded(uri.slice(this.root.length + 1));
  }

  /** The folder that a path leads to; undefined when that is not known or lies elsewhere. */
  folder(path: Template, from: string): string | undefined {
    return uriWithin(this.root, from, path);
  }

  /** A file as it is read from a folder with variables that are known. */
  part(file: BuildFile, folder: string, lookup: Lookup): ComposePart {
    const documents = this.documents.get(file) ?? readOpenYaml(file.text);
    this.documents.set(file, documents);
    return { file, folder, lookup, documents };
  }
}

/** The services that a file writes, in its order. */
export function servicesOf(part: ComposePart): readonly Service[] {
  return part.documents.flatMap(({ root, start }) =>
    root.get('services').entries.map(([name, value]) => ({ name, value, start, part })),
  );
}

/** A service that a file writes, by its name. */
export function serviceNamed(name: string, part: ComposePart): Service | undefined {
  for (const { root, start } of part.documents) {
    const value = root.get('services').get(name);
    if (value.hasKey) return { name, value, start, part };
  }
  return undefined;
}
