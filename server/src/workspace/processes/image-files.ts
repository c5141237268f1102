import picomatch from 'picomatch';
import { URI, Utils } from 'vscode-uri';
import type { FixContext } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { absolutePath, type FileOrigin, originsOf } from '../../dockerfile/file-origins.ts';
import type { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { LineMap } from '../../text/lines.ts';
import { type MappedText, verbatim } from '../../text/mapped.ts';
import { BuildContext } from '../build-context.ts';

/** A file of an image whose text is known. */
export interface ImageFile {
  /** Where it is in the image. */
  readonly path: string;
  /** The instruction that brings it. */
  readonly by: CopyInstruction;
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

/** A larger file is nobody's script. */
const longest = 200_000;

/** The folders in which programs are looked for (Docker's default for PATH). */
const programFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The files of the image of one stage that come from the build context or stand in the Dockerfile. */
export class ImageFiles {
  private readonly dockerfile: Dockerfile;
  private readonly stage: Stage;
  private readonly build: FixContext;
  private readonly known = new Map<string, Promise<ImageFile | undefined>>();
  private context: Promise<BuildContext | undefined> | undefined;

  /** Without a `context` it is the nearest in which everything is that the Dockerfile copies by name. */
  constructor(dockerfile: Dockerfile, stage: Stage, build: FixContext, context?: BuildContext) {
    this.dockerfile = dockerfile;
    this.stage = stage;
    this.build = build;
    this.context = context && Promise.resolve(context);
  }

  /** The file that a program is, named as a command line names it: by a path, or as it is found in PATH. */
  async program(name: string): Promise<ImageFile | undefined> {
    if (name.includes('/')) return this.at(name);
    for (const folder of programFolders) {
      const found = await this.at(`${folder}/${name}`);
      if (found) return found;
    }
    return undefined;
  }

  /** The file at a path, absolute or as seen from the folder the container starts in; undefined when it is not known. */
  at(path: string): Promise<ImageFile | undefined> {
    const place = absolutePath(path, this.stage);
    if (place === undefined) return Promise.resolve(undefined);
    const found = this.known.get(place) ?? this.find(place);
    this.known.set(place, found);
    return found;
  }

  /** Files that are copied by name to where a pattern of absolute paths has them, in the order of the text. */
  async matching(pattern: string): Promise<readonly ImageFile[]> {
    const matches = picomatch(pattern, { dot: true });
    const places = this.stage.lineage.toReversed().flatMap((one) =>
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
    const files = await Promise.all(
      [...new Set(places.filter((place) => matches(place)))].map((place) => this.at(place)),
    );
    return files.filter((file) => file !== undefined);
  }

  /** Whether the Dockerfile, and not the base image alone, may have brought a file to a path. */
  mayBring(path: string): boolean {
    const place = absolutePath(path, this.stage);
    return place === undefined || originsOf(this.dockerfile, this.stage, place).length > 0;
  }

  private async find(path: string): Promise<ImageFile | undefined> {
    for (const origin of originsOf(this.dockerfile, this.stage, path)) {
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
    if (!context || text === undefined || text.length > longest || text.includes('\0')) return undefined;
    const uri = context.uri(inContext);
    return { path, by, source: verbatim(text, 0), file: { uri, lines: new LineMap(text), path: inContext } };
  }

  /** The build context; where nothing has everything that is copied, the nearest folder with a file at that path. */
  private async contextWith(path: string): Promise<BuildContext | undefined> {
    this.context ??= BuildContext.around(this.dockerfile, this.build);
    const known = await this.context;
    if (known) return known;
    const nearest = await BuildContext.nearest(this.build, async (one) => (await one.kindOf(path)) === 'file');
    return nearest === 'unreadable' ? undefined : nearest;
  }
}

/** How a file is called where somebody reads of it: its name, from the folder of the Dockerfile where it lies below that. */
export function nameOf({ file, path }: Pick<ImageFile, 'file' | 'path'>, dockerfile: string): string {
  if (!file) return path;
  const folder = Utils.dirname(URI.parse(dockerfile)).toString();
  return file.uri.startsWith(`${folder}/`) ? decodeURIComponent(file.uri.slice(folder.length + 1)) : file.path;
}
