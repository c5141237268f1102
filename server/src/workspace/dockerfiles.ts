import type { SharedHost } from '../core/host.ts';
import { Dockerfile } from '../dockerfile/dockerfile.ts';
import { workspaceFiles } from './workspace-files.ts';

/** No more than these are read, and none that are larger, in UTF-16 units. */
const mostFiles = 300;
const largestFile = 200_000;

/** The Dockerfiles of a workspace, and what they have in common. */
export class Dockerfiles {
  /** By URI, as they are saved or, where somebody has them open, as they stand there. */
  readonly files: ReadonlyMap<string, Dockerfile>;

  private constructor(files: ReadonlyMap<string, Dockerfile>) {
    this.files = files;
  }

  /** The Dockerfiles of the workspace that a file belongs to. They are read once, and those that change again. */
  static around(uri: string, host: SharedHost): Promise<Dockerfiles> {
    const root = host.rootOf(uri);
    return host.derive(`dockerfiles ${root}`, async (asked, previous: Dockerfiles | undefined) => {
      const { dockerfiles } = await workspaceFiles(root, asked);
      const uris = dockerfiles.slice(0, mostFiles);
      const texts = await Promise.all(uris.map((one) => asked.readText(one)));
      const files = new Map<string, Dockerfile>();
      for (const [place, one] of uris.entries()) {
        const text = texts[place];
        if (text === undefined || text.length > largestFile) continue;
        const known = previous?.files.get(one);
        files.set(one, known?.text === text ? known : new Dockerfile(text));
      }
      return new Dockerfiles(files);
    });
  }

  /** The images that stages are built upon, as far as they are known, and how often each is. */
  imagesBut(without: string): ReadonlyMap<string, number> {
    return this.count(without, ({ stages }) =>
      stages.flatMap(({ image }) => (image?.expansion.value === undefined ? [] : [image.expansion.value])),
    );
  }

  /** The packages of an index that commands name to a package manager, and how often each is; without versions. */
  packagesBut(without: string, managerId: string): ReadonlyMap<string, number> {
    return this.count(without, (dockerfile) => packagesIn(dockerfile).get(managerId) ?? []);
  }

  /** In how many files something is, one of them left out. */
  private count(without: string, find: (dockerfile: Dockerfile) => readonly string[]): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const [uri, dockerfile] of this.files) {
      if (uri === without) continue;
      for (const one of new Set(find(dockerfile))) counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    return counts;
  }
}

const packages = new WeakMap<Dockerfile, ReadonlyMap<string, readonly string[]>>();

/** The packages that a Dockerfile names to package managers, by the manager's id. */
export function packagesIn(dockerfile: Dockerfile): ReadonlyMap<string, readonly string[]> {
  const known = packages.get(dockerfile);
  if (known) return known;
  const found = new Map<string, string[]>();
  for (const run of dockerfile.instructions('RUN')) {
    for (const { kind, manager, packages: words } of run.packageActions) {
      if (kind !== 'install') continue;
      const names = words.flatMap(({ value }) => {
        const request = value === undefined ? undefined : manager.request?.(value);
        return request?.origin === 'index' ? [request.name] : [];
      });
      found.set(manager.id, [...(found.get(manager.id) ?? []), ...names]);
    }
  }
  packages.set(dockerfile, found);
  return found;
}
