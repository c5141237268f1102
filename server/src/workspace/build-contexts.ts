import { URI, Utils } from 'vscode-uri';
import type { FixContext } from '../core/fix.ts';
import type { FolderEntry, SharedHost } from '../core/host.ts';
import { Notes } from '../core/notes.ts';
import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import { unknownValue } from '../dockerfile/expand.ts';
import { type CopyInstruction, isRemote } from '../dockerfile/instructions/copy.ts';
import type { Instruction } from '../dockerfile/instructions/instruction.ts';
import { BuildContext, plainPath } from './build-context.ts';
import { GitIgnores } from './ignoring/gitignore.ts';
import { ImageLinks } from './image-links/image-links.ts';
import type { Evidence } from './image-links/link.ts';

/** How many folders above the Dockerfile may be the build context. */
const furthest = 8;

/** How sure it is where a build reads its files. */
export type ContextBasis =
  /** Build definitions say so. */
  | 'stated'
  /** Nobody says so, and all that is copied by name is there, or is made before the build. */
  | 'found'
  /** Something that is copied is in none of the folders. */
  | 'supposed';

/** The folders that the builds of one Dockerfile read. */
export class BuildContexts {
  readonly basis: ContextBasis;
  /**
   * What builds use: one folder, or several where different builds have different ones. Empty when it is not known, as
   * for a repository elsewhere, and when no folder can be read.
   */
  readonly all: readonly BuildContext[];
  /** Whether there is no other build, whose context is not known. */
  readonly isComplete: boolean;
  /** Folders that may be it, the most likely first; those of `all` among them. */
  readonly candidates: readonly BuildContext[];
  /** Contexts that builds give under a name, for `FROM`, `--from` and mounts, and the first place that says so. */
  readonly named: ReadonlyMap<string, Evidence>;
  /** What was found for those who asked, as all stages look for the same files. */
  private readonly having = new Map<string, Promise<BuildContext | undefined>>();

  constructor(parts: Pick<BuildContexts, 'basis' | 'all' | 'isComplete' | 'candidates' | 'named'>) {
    this.basis = parts.basis;
    this.all = parts.all;
    this.isComplete = parts.isComplete;
    this.candidates = parts.candidates;
    this.named = parts.named;
  }

  /**
   * The build contexts of a Dockerfile: those that build definitions state for certain or else, of its own folder and
   * those above up to that of the repository, the nearest in which everything is that it copies by name. For somebody
   * who is writing one of its instructions that one is not asked.
   */
  static of(dockerfile: Dockerfile, build: FixContext, written?: Instruction): Promise<BuildContexts> {
    if (written) return BuildContexts.withAll(requirementsOf(dockerfile, written), build);
    const { uri, host } = build;
    const ofHost = found.get(host) ?? new Map<string, Found>();
    found.set(host, ofHost);
    const before = ofHost.get(uri);
    if (before?.dockerfile === dockerfile) return before.contexts;
    const contexts = BuildContexts.withAll(requirementsOf(dockerfile), build);
    ofHost.set(uri, { dockerfile, contexts });
    return contexts;
  }

  private static async withAll({ asked, name }: Requirements, { uri, host }: FixContext): Promise<BuildContexts> {
    // As long as the same is copied, what somebody types in the Dockerfile changes nothing.
    const found = await host.derive(`build contexts ${uri}\n${name}`, (files) =>
      BuildContexts.find(asked, { uri, host: files }),
    );
    return found.askedThrough(host);
  }

  private static async find(asked: readonly Requirement[], build: FixContext): Promise<BuildContexts> {
    const builds = (await ImageLinks.around(build.uri, build.host)).buildsOf(build.uri);
    const named = new Map(
      builds.toReversed().flatMap(({ namedContexts, evidence }) => namedContexts.map((name) => [name, evidence])),
    );
    if (builds.length > 0) {
      const folders = [...new Set(builds.flatMap(({ context }) => context ?? []))];
      const all = await Promise.all(folders.map((folder) => BuildContext.in(folder, build)));
      const isComplete = builds.every(({ context }) => context !== undefined);
      return new BuildContexts({ basis: 'stated', all, isComplete, candidates: all, named });
    }
    const candidates = await foldersAround(build);
    const ignored = GitIgnores.around(build.uri, build.host);
    const counts: number[] = [];
    for (const [place, candidate] of candidates.entries()) {
      let there = 0;
      for (const one of asked) if (await isThere(one, candidate, ignored)) there++;
      if (there === asked.length) {
        const rest = candidates.filter((other) => other !== candidate);
        return new BuildContexts({
          basis: 'found',
          all: [candidate],
          isComplete: true,
          candidates: [candidate, ...rest],
          named,
        });
      }
      counts[place] = there;
    }
    const byLikeness = candidates
      .map((candidate, place) => ({ candidate, place, count: counts[place] ?? 0 }))
      .sort((one, other) => other.count - one.count || one.place - other.place)
      .map(({ candidate }) => candidate);
    const [likeliest] = byLikeness;
    const all = likeliest ? [likeliest] : [];
    return new BuildContexts({ basis: 'supposed', all, isComplete: false, candidates: byLikeness, named });
  }

  /** The same, asked through another host. */
  private askedThrough(host: SharedHost): BuildContexts {
    const contexts = new Map([...this.candidates, ...this.all].map((one) => [one, one.askedThrough(host)]));
    const same = (list: readonly BuildContext[]) => list.map((one) => contexts.get(one) ?? one);
    return new BuildContexts({ ...this, all: same(this.all), candidates: same(this.candidates) });
  }

  /** The context that a file is read from when only one can be: undefined where it is not known or only supposed. */
  get certain(): BuildContext | undefined {
    return this.basis === 'supposed' || !this.isComplete || this.all.length !== 1 ? undefined : this.all[0];
  }

  /**
   * Who says that a name, as an instruction writes it, is that of a context: it is neither a stage nor an image then.
   * `latest` is no part of it (BuildKit v0.32, `frontend/dockerui/config.go`, `NamedContext`).
   */
  givenAs(name: string): Evidence | undefined {
    return this.named.get(name.replace(/:latest$/, ''));
  }

  /** Where there is something of a kind at a path: the only context that it can be or else the likeliest that has it. */
  with(path: string, kind: FolderEntry['kind']): Promise<BuildContext | undefined> {
    const key = `${kind} ${path}`;
    const known = this.having.get(key) ?? this.findWith(path, kind);
    this.having.set(key, known);
    return known;
  }

  private async findWith(path: string, kind: FolderEntry['kind']): Promise<BuildContext | undefined> {
    return this.certain ?? this.likeliest(async (one) => (await one.kindOf(path)) === kind);
  }

  /** The likeliest context of which something is true. */
  async likeliest(accepts: (context: BuildContext) => Promise<boolean>): Promise<BuildContext | undefined> {
    for (const candidate of this.candidates) if (await accepts(candidate)) return candidate;
    return undefined;
  }
}

/**
 * The folders that may be the context of a Dockerfile of which nobody says it: its own, and those above it up to that of
 * the repository or, where there is none, of the workspace, as what lies further up has nothing to do with it.
 */
async function foldersAround(build: FixContext): Promise<readonly BuildContext[]> {
  const workspace = URI.parse(build.host.rootOf(build.uri)).toString();
  const folders: BuildContext[] = [];
  let inWorkspace = 0;
  let folder = Utils.dirname(URI.parse(build.uri));
  for (let level = 0; level <= furthest; level++) {
    const entries = await build.host.listFolder(folder.toString());
    if (entries) folders.push(await BuildContext.in(folder.toString(), build));
    if (entries?.some(({ name }) => name === '.git')) return folders;
    const uri = folder.toString();
    if (uri === workspace || uri.startsWith(`${workspace}/`)) inWorkspace = folders.length;
    const above = Utils.dirname(folder);
    if (above.path === folder.path) break;
    folder = above;
  }
  return folders.slice(0, Math.max(1, inWorkspace));
}

/** What has to be in a context: a path or, of a pattern, the folder in which it matches. */
interface Requirement {
  readonly path: string;
  readonly isFolder: boolean;
}

interface Requirements {
  readonly asked: readonly Requirement[];
  /** What tells them from others. */
  readonly name: string;
}

/**
 * What was found, by the host that was asked and the file: every stage and many rules ask for the contexts of theirs. The
 * host is a new one whenever somebody looks around anew.
 */
const found = new Notes<SharedHost, Map<string, Found>>();

interface Found {
  readonly dockerfile: Dockerfile;
  readonly contexts: Promise<BuildContexts>;
}

/** What a Dockerfile copies from its context by a name that is known; one instruction may be left out. */
function requirementsOf(dockerfile: Dockerfile, without?: Instruction): Requirements {
  const copies: readonly CopyInstruction[] = [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')];
  const asked = copies.filter((copy) => copy.readsContext && copy !== without && !copy.onbuild);
  const requirements = asked.flatMap((copy) =>
    copy.expandedSources.flatMap((source): readonly Requirement[] => {
      if (isRemote(source)) return [];
      const known = source.includes(unknownValue) ? source.slice(0, source.indexOf(unknownValue)) : source;
      const wildcard = known.search(/[*?[\\]/);
      const isWhole = wildcard === -1 && known === source;
      const fixed = wildcard === -1 ? known : known.slice(0, wildcard);
      const path = plainPath(isWhole ? source : fixed.slice(0, fixed.lastIndexOf('/') + 1));
      return path === '' || path.startsWith('..') ? [] : [{ path, isFolder: !isWhole }];
    }),
  );
  return { asked: requirements, name: JSON.stringify(requirements) };
}

/** Whether something is in a context, or is not there only because it is made before the build. */
async function isThere({ path, isFolder }: Requirement, context: BuildContext, ignored: GitIgnores): Promise<boolean> {
  const kind = await context.kindOf(path);
  return kind === undefined ? isMadeLater(path, context, ignored) : !isFolder || kind === 'folder';
}

/** Whether something that is not in a context would be ignored by Git where it should be: somebody makes it. */
export async function isMadeLater(path: string, context: BuildContext, ignored: GitIgnores): Promise<boolean> {
  const parts = plainPath(path).split('/');
  for (let count = 1; count <= parts.length; count++) {
    const part = parts.slice(0, count).join('/');
    if ((await context.kindOf(part)) === 'folder') continue;
    const uri = context.uri(part);
    return (await ignored.isIgnored(uri, 'folder')) || (count === parts.length && ignored.isIgnored(uri, 'file'));
  }
  return false;
}
