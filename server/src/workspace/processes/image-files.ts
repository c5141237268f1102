import { URI, Utils } from 'vscode-uri';
import type { FixContext } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { absolutePath, type FileOrigin, isCopiedTo, originsOf } from '../../dockerfile/file-origins.ts';
import type { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { programFolders } from '../../dockerfile/runtime-image/program-folders.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { isAbsolute, joinPath } from '../../dockerfile/working-folder.ts';
import type { ContainerStart } from '../../kubernetes/container-start.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { ShellScript } from '../../shell/script.ts';
import { globMatcher } from '../../text/globs.ts';
import { LineMap } from '../../text/lines.ts';
import { type MappedText, verbatim } from '../../text/mapped.ts';
import type { BuildContext } from '../build-context.ts';
import { BuildContexts } from '../build-contexts.ts';
import { isWritten, writtenTo } from './written-files.ts';

/** A file of an image whose text is known. */
export interface ImageFile {
  /** Where it is in the image. */
  readonly path: string;
  /** The instruction that brings or writes it. */
  readonly by: CopyInstruction | RunInstruction;
  /** What it says, with places in the file it stands in. */
  readonly source: MappedText;
  /** The file of the build context that it is; undefined for one that stands in the Dockerfile itself. */
  readonly file: ContextFile | undefined;
}

/** A file of the build context. */
export interface ContextFile {
  readonly uri: string;
  readonly lines: LineMap;
  /** Its path in the build context. */
  readonly path: string;
}

/** In no more folders than these, files are looked for by a pattern. */
const mostFolders = 200;

/** A larger file is nobody's script. */
const longest = 200_000;

/** What is asked about the files that a container can start and read. */
export interface ScriptFiles {
  /** The file that a program is, named as a command line names it: by a path, or as it is found in PATH. */
  program(name: string): Promise<ImageFile | undefined>;
  /** The file at a path, absolute or as seen from the folder the container starts in; undefined when it is not known. */
  at(path: string): Promise<ImageFile | undefined>;
  /** The script that a file is. */
  script(file: ImageFile): ShellScript;
  /** The files where a pattern of absolute paths has them: copied by name, in the order of the text, or with a folder. */
  matching(pattern: string): Promise<readonly ImageFile[]>;
  /** The commands of a name that the build runs. */
  commandsRun(name: string): readonly ShellCommand[];
  /** Why a file that is there at a path is not read, to be put behind its name; undefined where that is not so. */
  whyUnread(path: string): string | undefined;
  /** Whether the Dockerfile, and not the base image alone, may have brought a file to a path. */
  mayBring(path: string): boolean;
}

/** The files of an image of which nothing is known. */
export const noFiles: ScriptFiles = {
  program: async () => undefined,
  at: async () => undefined,
  script: ({ source }) => new ShellScript(source),
  matching: async () => [],
  commandsRun: () => [],
  whyUnread: () => undefined,
  mayBring: () => false,
};

/** The files of the image of one stage that come from the build context or stand in the Dockerfile. */
export class ImageFiles implements ScriptFiles {
  private readonly dockerfile: Dockerfile;
  private readonly stage: Stage;
  private readonly build: FixContext;
  private readonly known = new Map<string, Promise<ImageFile | undefined>>();
  private readonly scripts = new Map<ImageFile, ShellScript>();
  private readonly context: BuildContext | undefined;
  private contexts: Promise<BuildContexts> | undefined;
  /** Who remembers what was found; somebody else for one that sees the files of another. */
  private whole: ImageFiles = this;
  private readonly unread = new Map<string, string>();
  private container: ContainerStart | undefined;

  /** Without a `context` it is what builds use. */
  constructor(dockerfile: Dockerfile, stage: Stage, build: FixContext, context?: BuildContext) {
    this.dockerfile = dockerfile;
    this.stage = stage;
    this.build = build;
    this.context = context;
  }

  /** The same files as a container has them, which may start in another folder and mount volumes over some of them. */
  seenBy(container: ContainerStart): ImageFiles {
    const seen = new ImageFiles(this.dockerfile, this.stage, this.build);
    seen.whole = this.whole;
    seen.container = container;
    return seen;
  }

  async program(name: string): Promise<ImageFile | undefined> {
    if (name.includes('/')) return this.at(name);
    for (const folder of programFolders(this.stage)) {
      const path = `${folder}/${name}`;
      // Most programs come with the base image, and nobody has to wait to know that.
      const found = this.mayHave(path) ? await this.at(path) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  /** Whether something brings or writes a file to an absolute path. */
  private mayHave(path: string): boolean {
    return isCopiedTo(path, this.stage) || isWritten(path, this.stage);
  }

  at(path: string): Promise<ImageFile | undefined> {
    const place = this.absolute(path);
    if (place === undefined || this.container?.hides(place)) return Promise.resolve(undefined);
    const found = this.whole.known.get(place) ?? this.whole.find(place);
    this.whole.known.set(place, found);
    return found;
  }

  script(file: ImageFile): ShellScript {
    const script = this.whole.scripts.get(file) ?? new ShellScript(file.source);
    this.whole.scripts.set(file, script);
    return script;
  }

  /** A path as the container means it. */
  private absolute(path: string): string | undefined {
    const folder = this.container?.workingFolder;
    if (!folder || isAbsolute(path)) return absolutePath(path, this.stage);
    return folder.path === undefined ? undefined : joinPath(folder.path, path);
  }

  async matching(pattern: string): Promise<readonly ImageFile[]> {
    const matches = globMatcher(pattern, { dot: true });
    const places = [...this.namedPlaces(), ...(await this.placesIn(pattern.slice(0, pattern.lastIndexOf('/'))))];
    const asked = [...new Set(places.filter((place) => matches(place)))];
    return (await Promise.all(asked.map((place) => this.at(place)))).filter((file) => file !== undefined);
  }

  /** Where files may be that are copied or written by name. */
  private namedPlaces(): readonly string[] {
    const lineage = this.stage.lineage.toReversed();
    const written = lineage.flatMap((one) =>
      one.own('RUN').flatMap(({ commands }) => commands.flatMap(({ output }) => output?.file.value ?? [])),
    );
    const copied = lineage.flatMap((one) =>
      [...one.own('COPY'), ...one.own('ADD')].flatMap((copy) => {
        const destination = copy.expandedDestination;
        const target = destination === undefined ? undefined : absolutePath(destination, one, copy.span.start);
        if (target === undefined) return [];
        const names = [...copy.expandedSources, ...copy.heredocs.map(({ name }) => name)].map((source) =>
          source.slice(source.lastIndexOf('/') + 1),
        );
        return [target, ...names.map((name) => `${target === '/' ? '' : target}/${name}`)];
      }),
    );
    return [...copied, ...written];
  }

  /** Where the files are that come with a folder that is copied to a path, or to one above it. */
  private async placesIn(folder: string): Promise<readonly string[]> {
    const above = folder.slice(0, folder.lastIndexOf('/'));
    if (/[*?[]/.test(above)) return [];
    if (folder.endsWith('/*'))
      return (
        await Promise.all((await this.placesIn(above)).slice(0, mostFolders).map((one) => this.placesIn(one)))
      ).flat();
    if (/[*?[]/.test(folder)) return [];
    const name = 'any';
    const folders = originsOf(this.dockerfile, this.stage, `${folder}/${name}`).flatMap(({ path }) =>
      path?.endsWith(`/${name}`) ? [path.slice(0, -name.length - 1)] : [],
    );
    const listed = await Promise.all(
      folders.map(async (one) => (await (await this.whole.contextWith(one, 'folder'))?.list(one)) ?? []),
    );
    return listed.flat().map((entry) => `${folder}/${entry.name}`);
  }

  commandsRun(name: string): readonly ShellCommand[] {
    const runs = this.stage.lineage.toReversed().flatMap((one) => one.own('RUN'));
    return runs.flatMap(({ commands }) => commands.filter((command) => command.name === name));
  }

  whyUnread(path: string): string | undefined {
    const place = this.absolute(path);
    return place === undefined || this.container?.hides(place) ? undefined : this.whole.unread.get(place);
  }

  mayBring(path: string): boolean {
    const place = this.absolute(path);
    return place === undefined || originsOf(this.dockerfile, this.stage, place).length > 0;
  }

  private async find(path: string): Promise<ImageFile | undefined> {
    const origins = originsOf(this.dockerfile, this.stage, path);
    const written = writtenTo(path, this.stage);
    const isCopiedLater = origins.some(({ by }) => this.stage.lineage.includes(by.stage) && isBehind(by, written?.by));
    if (written && !isCopiedLater)
      return written.source && { path, by: written.by, source: written.source, file: undefined };
    for (const origin of origins) {
      const found = await this.read(path, origin);
      if (found) return found;
    }
    return undefined;
  }

  private async read(path: string, { by, heredoc, path: inContext }: FileOrigin): Promise<ImageFile | undefined> {
    if (heredoc) {
      const { start, end } = heredoc.content;
      const text = this.dockerfile.text.slice(start, end);
      // What the builder puts in for variables is not what stands there.
      if (heredoc.expands && /[$\\]/.test(text)) return undefined;
      return { path, by, source: verbatim(text, start), file: undefined };
    }
    if (inContext === undefined) return undefined;
    const context = await this.contextWith(inContext);
    if ((await context?.kindOf(inContext)) !== 'file') return undefined;
    const text = await context?.read(inContext);
    const fault = faultOf(text);
    if (fault !== undefined) this.unread.set(path, fault);
    if (!context || text === undefined || fault !== undefined) return undefined;
    const uri = context.uri(inContext);
    return { path, by, source: verbatim(text, 0), file: { uri, lines: new LineMap(text), path: inContext } };
  }

  /** The build context; where it is not certain which, the likeliest with what is at a path. */
  private async contextWith(path: string, kind: 'file' | 'folder' = 'file'): Promise<BuildContext | undefined> {
    if (this.context) return this.context;
    this.contexts ??= BuildContexts.of(this.dockerfile, this.build);
    return (await this.contexts).with(path, kind);
  }
}

/** Why a file with this text is no script that can be read; undefined when it may be one. */
function faultOf(text: string | undefined): string | undefined {
  if (text === undefined) return 'cannot be read';
  if (text.length > longest) return 'is too large to be read';
  return text.includes('\0') ? 'is a binary file' : undefined;
}

/** Whether an instruction stands behind another one in the text. */
function isBehind(one: Instruction, other: Instruction | undefined): boolean {
  return other !== undefined && one.span.start > other.span.start;
}

/** How a file is called where somebody reads of it: its name, from the folder of the Dockerfile where it lies below that. */
export function nameOf({ file, path }: Pick<ImageFile, 'file' | 'path'>, dockerfile: string): string {
  if (!file) return path;
  const folder = Utils.dirname(URI.parse(dockerfile)).toString();
  return file.uri.startsWith(`${folder}/`) ? decodeURIComponent(file.uri.slice(folder.length + 1)) : file.path;
}
