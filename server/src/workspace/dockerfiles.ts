import { fewAtOnce } from '../core/few-at-once.ts';
import type { SharedHost } from '../core/host.ts';
import { Notes } from '../core/notes.ts';
import { Dockerfile } from '../dockerfile/dockerfile.ts';
import type { RunInstruction } from '../dockerfile/instructions/run.ts';
import type { PackageManager } from '../shell/package-managers/index.ts';
import { workspaceFiles } from './workspace-files.ts';

/** No more than these are read, and none that are larger, in UTF-16 units. */
const mostFiles = 300;
const largestFile = 200_000;

/**
 * How much is looked into for one answer, in UTF-16 units of Dockerfiles and of scripts: about 20 milliseconds of each.
 * What was looked into is remembered, so that the next answer knows more.
 */
const mostText = 200_000;
const mostScript = 40_000;

/** The Dockerfiles of a workspace, for what they have in common. */
export class Dockerfiles {
  /** By URI, as they are saved or, where somebody has them open, as they stand there. */
  private readonly texts: ReadonlyMap<string, string>;
  private readonly models = new Map<string, Dockerfile>();

  private constructor(texts: ReadonlyMap<string, string>, previous: Dockerfiles | undefined) {
    this.texts = texts;
    for (const [uri, model] of previous?.models ?? []) if (texts.get(uri) === model.text) this.models.set(uri, model);
  }

  /** The Dockerfiles of the workspace that a file belongs to. They are read once, and those that change again. */
  static around(uri: string, host: SharedHost): Promise<Dockerfiles> {
    const root = host.rootOf(uri);
    return host.derive(`dockerfiles ${root}`, async (asked, previous: Dockerfiles | undefined) => {
      const { dockerfiles } = await workspaceFiles(root, asked);
      const uris = dockerfiles.slice(0, mostFiles);
      const texts = await fewAtOnce(uris, (one) => asked.readText(one));
      const read = uris.flatMap((one, place): [string, string][] => {
        const text = texts[place];
        return text === undefined || text.length > largestFile ? [] : [[one, text]];
      });
      return new Dockerfiles(new Map(read), previous);
    });
  }

  /** The images that other Dockerfiles are built upon, as far as they are known, and in how many of them each is. */
  imagesBeside(uri: string): ReadonlyMap<string, number> {
    return count(this.beside(uri), ({ stages }) =>
      stages.flatMap(({ image }) => (image?.expansion.value === undefined ? [] : [image.expansion.value])),
    );
  }

  /** The packages that other Dockerfiles name to a package manager, without versions, and in how many of them each is. */
  packagesBeside(uri: string, manager: PackageManager): ReadonlyMap<string, number> {
    const budget = { left: mostScript };
    return count(this.beside(uri), (dockerfile) => packagesIn(dockerfile, manager, budget));
  }

  /** The others, those that lie nearest first, up to so much text that was not looked into before. */
  private beside(uri: string): readonly Dockerfile[] {
    let left = mostText;
    const others = [...this.texts].filter(([one]) => one !== uri);
    const near = others.sort(([one], [other]) => inCommon(other, uri) - inCommon(one, uri));
    return near.flatMap(([one, text]) => {
      const known = this.models.get(one);
      if (known) return [known];
      left -= text.length;
      if (left < 0) return [];
      const model = new Dockerfile(text);
      this.models.set(one, model);
      return [model];
    });
  }
}

/** How long a path two URIs share. */
function inCommon(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}

/** In how many Dockerfiles something is. */
function count(
  dockerfiles: readonly Dockerfile[],
  find: (dockerfile: Dockerfile) => readonly string[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const dockerfile of dockerfiles) {
    for (const one of new Set(find(dockerfile))) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return counts;
}

/** How much may still be looked into, in UTF-16 units. */
interface Budget {
  left: number;
}

/** The packages that RUN instructions name, by the id of the package manager. */
const named = new Notes<RunInstruction, ReadonlyMap<string, readonly string[]>>();

/** The packages of an index that a Dockerfile names to a package manager, without versions. */
export function packagesIn(
  dockerfile: Dockerfile,
  { id, programs }: PackageManager,
  budget: Budget = { left: Number.POSITIVE_INFINITY },
): readonly string[] {
  return dockerfile.instructions('RUN').flatMap((run) => {
    const known = named.get(run);
    if (known) return known.get(id) ?? [];
    const { start, end } = run.span;
    const script = dockerfile.text.slice(start, end);
    if (end - start > budget.left || !programs.some((program) => script.includes(program))) return [];
    budget.left -= end - start;
    const found = namedIn(run);
    named.set(run, found);
    return found.get(id) ?? [];
  });
}

function namedIn({ packageActions }: RunInstruction): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { kind, manager, packages } of packageActions) {
    if (kind !== 'install') continue;
    const names = packages.flatMap(({ value }) => {
      const request = value === undefined ? undefined : manager.request?.(value);
      return request?.origin === 'index' ? [request.name] : [];
    });
    found.set(manager.id, [...(found.get(manager.id) ?? []), ...names]);
  }
  return found;
}
