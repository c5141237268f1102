import { fewAtOnce } from '../../core/few-at-once.ts';
import { type Build, build } from './build.ts';
import { filesOf } from './generators.ts';
import { Kustomization, type PathEntry } from './kustomization.ts';
import { isKustomizationName, isRemote, kustomizationNames, locate, normal } from './locations.ts';
import type { KnownFiles, Sources } from './sources.ts';

/** The files of a kustomization and of all that it builds upon. */
export interface Parts {
  /** The kustomizations themselves, the root first. */
  readonly kustomizations: readonly string[];
  readonly resources: ReadonlySet<string>;
  readonly patches: ReadonlySet<string>;
}

/** The kustomizations of a workspace and what they have to do with one another. */
export class KustomizationGraph {
  /** By the folder they stand in. */
  private readonly byFolder: ReadonlyMap<string, Kustomization>;
  private readonly sources: Sources;
  private readonly builds = new Map<string, Promise<Build>>();
  private readonly parts = new Map<string, Parts>();
  private readonly rootsByFile: ReadonlyMap<string, readonly Kustomization[]>;
  /** Those that nothing else builds upon; components are none, because they are no whole. */
  readonly roots: readonly Kustomization[];

  private constructor(byFolder: ReadonlyMap<string, Kustomization>, sources: Sources) {
    this.byFolder = byFolder;
    this.sources = sources;
    const referred = new Set([...byFolder.values()].flatMap((one) => this.builtUpon(one)));
    this.roots = [...byFolder.values()].filter((one) => !one.isComponent && !referred.has(one));
    const rootsByFile = new Map<string, Kustomization[]>();
    for (const root of this.roots) {
      const { kustomizations, resources, patches } = this.partsOf(root);
      for (const file of new Set([...kustomizations, ...resources, ...patches])) {
        const known = rootsByFile.get(file);
        if (known) known.push(root);
        else rootsByFile.set(file, [root]);
      }
    }
    this.rootsByFile = rootsByFile;
  }

  /**
   * Reads kustomizations; of the files given only those that are called so and are of that kind count. `sources` may
   * be that of an earlier graph, so that what stayed the same is not parsed again.
   */
  static async of(files: readonly string[], sources: Sources): Promise<KustomizationGraph> {
    const byFolder = new Map<string, Kustomization>();
    for (const file of files.filter(isKustomizationName).map(normal)) {
      const kustomization = await kustomizationIn(file, sources);
      if (kustomization) byFolder.set(kustomization.folder, kustomization);
    }
    return new KustomizationGraph(byFolder, sources);
  }

  /** What was read, for a later graph. */
  get known(): KnownFiles {
    return this.sources.known;
  }

  /** The same kustomizations, whose other files are read by other sources. */
  readBy(sources: Sources): KustomizationGraph {
    return new KustomizationGraph(this.byFolder, sources);
  }

  /** Asks for all files that the kustomizations are made of, so that whoever takes note knows which they are. */
  async touchParts(): Promise<void> {
    const files = [...this.rootsByFile.keys()];
    const generated = this.kustomizations.flatMap((one) =>
      one.generators.flatMap(filesOf).map(({ path }) => locate(one.folder, path)),
    );
    await fewAtOnce([...files, ...generated], (uri) => this.sources.text(uri));
  }

  get kustomizations(): readonly Kustomization[] {
    return [...this.byFolder.values()];
  }

  /** The kustomizations that one builds upon, its components included. */
  builtUpon(kustomization: Kustomization): readonly Kustomization[] {
    return [...kustomization.resources, ...kustomization.components].flatMap(
      (entry) => this.byFolder.get(this.target(kustomization, entry) ?? '') ?? [],
    );
  }

  /** The files that take part in what a kustomization builds. */
  partsOf(root: Kustomization): Parts {
    const known = this.parts.get(root.uri);
    if (known) return known;
    const reached = new Set([root]);
    for (const one of reached) for (const inner of this.builtUpon(one)) reached.add(inner);
    const resources = new Set<string>();
    const patches = new Set<string>();
    for (const one of reached) {
      for (const entry of one.resources) {
        const target = this.target(one, entry);
        if (target !== undefined && !this.byFolder.has(target)) resources.add(target);
      }
      for (const { path } of [...one.patches, ...one.latePatches]) if (path) patches.add(locate(one.folder, path.path));
    }
    const parts = { kustomizations: [...reached].map(({ uri }) => uri), resources, patches };
    this.parts.set(root.uri, parts);
    return parts;
  }

  /** The roots in whose builds a file takes part. */
  rootsOf(uri: string): readonly Kustomization[] {
    return this.rootsByFile.get(normal(uri)) ?? [];
  }

  /** What a kustomization builds; built once. */
  build(root: Kustomization): Promise<Build> {
    let built = this.builds.get(root.uri);
    if (!built) {
      built = build(root, (folder) => this.kustomizationAt(folder), this.sources);
      this.builds.set(root.uri, built);
    }
    return built;
  }

  private target({ folder }: Kustomization, { path }: PathEntry): string | undefined {
    return isRemote(path) ? undefined : locate(folder, path);
  }

  private async kustomizationAt(folder: string): Promise<Kustomization | undefined> {
    return this.byFolder.get(folder) ?? kustomizationOf(folder, this.sources);
  }
}

/** The kustomization of a folder, be it listed or not. */
export async function kustomizationOf(folder: string, sources: Sources): Promise<Kustomization | undefined> {
  if (/\.(?:ya?ml|json)$/i.test(folder)) return undefined;
  for (const name of kustomizationNames) {
    const found = await kustomizationIn(`${folder}/${name}`, sources);
    if (found) return found;
  }
  return undefined;
}

/** The kustomization that a file is. */
export async function kustomizationIn(uri: string, sources: Sources): Promise<Kustomization | undefined> {
  const first = (await sources.documents(uri))?.[0];
  return first && Kustomization.in(first);
}
