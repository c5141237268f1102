import { URI, Utils } from 'vscode-uri';
import type { Host } from '../../core/host.ts';
import type { Build } from './build.ts';
import { isRootVariable } from './script-builds.ts';
import { Template, unknownPart } from './template.ts';

/** Where the files of a build are. */
export interface Located {
  /** The image, with those of its variables that the paths tell. */
  readonly image: Template;
  readonly dockerfile: string;
  readonly context: string | undefined;
  /** The folder that its paths start from. */
  readonly base: string;
  /** Whether nothing had to be supposed to find it. */
  readonly isSure: boolean;
}

/** The names under which builders look for a Dockerfile in the context: BuildKit, then Podman and Buildah. */
const defaultNames: readonly string[] = ['Dockerfile', 'Containerfile', 'dockerfile'];

/** How many Dockerfiles are tried for one path with variables, and how many such paths there may be. */
const mostTried = 2_000;
const mostOpenPaths = 500;

/** Finds the Dockerfiles that build definitions name. */
export class Locator {
  private readonly root: string;
  private readonly dockerfiles: readonly string[];
  private readonly known: ReadonlySet<string>;
  private readonly host: Pick<Host, 'listFolder'>;
  private readonly folders = new Map<string, Promise<ReadonlySet<string>>>();
  private readonly lookedFor = new Map<string, boolean>();
  private openPaths = 0;

  /** `dockerfiles` are those that are called as such; others are looked for where they are said to be. */
  constructor(root: string, dockerfiles: readonly string[], host: Pick<Host, 'listFolder'>) {
    this.root = root;
    this.dockerfiles = dockerfiles;
    this.known = new Set(dockerfiles);
    this.host = host;
  }

  /** The Dockerfiles that a definition means: one, or several where a variable of its stands for one of them. */
  async locate(build: Build): Promise<readonly Located[]> {
    for (const [place, base] of build.bases.entries()) {
      const found = await this.from(base, build);
      // Where it is not known from which folder paths start, a second one in which they lead somewhere is a doubt.
      for (const other of found.length > 0 ? build.bases.slice(place + 1) : []) {
        if ((await this.from(other, build)).length > 0) return found.map((one) => ({ ...one, isSure: false }));
      }
      if (found.length > 0) return found;
    }
    for (const base of build.otherBases ?? []) {
      const found = await this.from(base, build);
      if (found.length > 0) return found.map((one) => ({ ...one, isSure: false }));
    }
    return [];
  }

  /** Where the Dockerfile would have to be; undefined when that is not known for sure, as a variable may say otherwise. */
  expected(build: Build): string | undefined {
    const [base] = build.bases;
    if (base === undefined || build.isDeclared !== true) return undefined;
    const [path] = this.pathsOf(build);
    const uri = path === undefined || path.open.includes(unknownPart) ? undefined : this.uriOf(base, path);
    return uri !== undefined && build.isRunAnywhere && this.isElsewhere(uri.slice(base.length)) ? undefined : uri;
  }

  /** Whether a path, which begins with `/`, leads to a Dockerfile from any folder of the workspace. */
  private isElsewhere(path: string): boolean {
    return this.dockerfiles.some((uri) => uri.endsWith(path));
  }

  /** Whether all that another one looked for, beside the Dockerfiles that both know, is as it found it. */
  async agrees(other: Locator): Promise<boolean> {
    for (const [uri, was] of other.lookedFor) if ((await this.exists(uri)) !== was) return false;
    return true;
  }

  private async from(base: string, build: Build): Promise<readonly Located[]> {
    const context = build.context && this.uriOf(base, relative(build.context));
    for (const path of this.pathsOf(build)) {
      if (path.unknown.length > 0) {
        const bound = this.bind(base, path, build);
        if (bound.length > 0) return bound;
        continue;
      }
      const dockerfile = this.uriOf(base, path);
      if (dockerfile === undefined || !(await this.exists(dockerfile))) continue;
      return [{ image: build.image, dockerfile, context, base, isSure: true }];
    }
    return [];
  }

  /** The paths, from the base, at which the Dockerfile is looked for. */
  private pathsOf({ dockerfile, context, isInContext, isElseBeside }: Build): readonly Template[] {
    const slash = Template.literal('/');
    const folder = context && relative(context);
    if (dockerfile) {
      const path = relative(dockerfile);
      if (!isInContext || !folder) return [path];
      const inContext = folder.with(slash).with(path);
      return isElseBeside ? [inContext, path] : [inContext];
    }
    return folder ? defaultNames.map((name) => folder.with(slash).with(Template.literal(name))) : [];
  }

  /** The Dockerfiles that a path with variables may mean, when the image is named by the same variables. */
  private bind(base: string, path: Template, build: Build): readonly Located[] {
    const inImage = new Set(build.image.unknown);
    const names = [...new Set(path.unknown)];
    const isBound = names.length <= 2 && names.every((name) => name !== '' && inImage.has(name));
    if (!isBound || ++this.openPaths > mostOpenPaths) return [];
    const pattern = patternOf(path);
    const prefix = `${base}/`;
    const tried = this.dockerfiles.slice(0, mostTried).filter((uri) => uri.startsWith(prefix));
    return tried.flatMap((dockerfile) => {
      const found = pattern.exec(decoded(dockerfile.slice(prefix.length)));
      if (!found) return [];
      const values = new Map(names.map((name, at) => [name, Template.literal(found[at + 1] ?? '').fixed]));
      const fill = (template: Template) => template.fill((name) => values.get(name));
      const context = build.context && this.uriOf(base, fill(relative(build.context)));
      return [{ image: fill(build.image), dockerfile, context, base, isSure: false }];
    });
  }

  private uriOf(base: string, path: Template): string | undefined {
    return uriWithin(this.root, base, path);
  }

  private async exists(uri: string): Promise<boolean> {
    if (this.known.has(uri)) return true;
    const slash = uri.lastIndexOf('/');
    const folder = uri.slice(0, slash);
    const listed = this.folders.get(folder) ?? this.list(folder);
    this.folders.set(folder, listed);
    const exists = (await listed).has(decoded(uri.slice(slash + 1)));
    this.lookedFor.set(uri, exists);
    return exists;
  }

  private async list(folder: string): Promise<ReadonlySet<string>> {
    const entries = (await this.host.listFolder(folder)) ?? [];
    return new Set(entries.filter(({ kind }) => kind === 'file').map(({ name }) => name));
  }
}

/**
 * The URI that a path leads to from a folder; undefined when it is not known, or leads out of the folder `root`.
 */
export function uriWithin(root: string, base: string, path: Template): string | undefined {
  const { resolved } = path;
  if (resolved.includes(unknownPart) || /^\/|^[a-z][a-z+.-]*:|^git@/i.test(resolved)) return undefined;
  const uri = Utils.joinPath(URI.parse(base), resolved.replaceAll('\\', '/')).toString().replace(/\/+$/, '');
  return uri === root || uri.startsWith(`${root}/`) ? uri : undefined;
}

/** A path without the variable that is the folder it starts from. */
function relative(path: Template): Template {
  const [first, second, ...rest] = path.parts;
  if (first === undefined || typeof first === 'string') return path;
  if (second === undefined)
    return isRootVariable(first.name) && !isLeading(first.fallback) ? Template.literal('.') : path;
  const isRoot = isRootVariable(first.name) && !isLeading(first.fallback);
  if (!isRoot || typeof second !== 'string' || !second.startsWith('/')) return path;
  return new Template([second.replace(/^\/+/, ''), ...rest]);
}

/** Whether what a variable is when nobody says otherwise is a path of its own. */
function isLeading(fallback: Template | undefined): boolean {
  return fallback !== undefined && typeof fallback.parts[0] === 'string';
}

/** A pattern for a path with variables: each stands for one or more whole or partial segments, the same each time. */
function patternOf(path: Template): RegExp {
  const groups = new Map<string, number>();
  const parts = path.parts.map((part): string => {
    if (typeof part === 'string') return escaped(part);
    if (part.fallback && part.fallback.unknown.length === 0) return escaped(part.fallback.resolved);
    const known = groups.get(part.name);
    if (known !== undefined) return `\\${known}`;
    groups.set(part.name, groups.size + 1);
    return '([^/]+)';
  });
  return new RegExp(
    `^${parts
      .join('')
      .replace(/^(?:\\\.\/)+/, '')
      .replace(/(?:\/\\\.)?\/(?:\\\.\/)*/g, '/')}$`,
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A part of a URI as people write it. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
