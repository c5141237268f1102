import type { OtherFile } from '../../core/finding.ts';
import type { Host } from '../../core/host.ts';
import { LineMap } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { Confidence, OtherBuilder } from './link.ts';
import type { Template } from './template.ts';

/** What a file says about how one image is built, before it is known which files that means. */
export interface Build {
  /** What it is called; `Template.unknown` when nobody says. */
  readonly image: Template;
  /** Where in the file it says so. */
  readonly span: Span;
  /** That file, where it is not the one that was read but one that it names. */
  readonly file?: BuildFile;
  readonly says: string;
  /** What builds it when no Dockerfile does. */
  readonly builder?: OtherBuilder;
  /** The path of the Dockerfile; undefined for the one that the builder looks for in the context. */
  readonly dockerfile?: Template | undefined;
  /** Whether that path starts from the context, and not from where the context's own path starts. */
  readonly isInContext?: boolean;
  /** Whether that path may start from where the context's starts, when it leads nowhere in the context. */
  readonly isElseBeside?: boolean;
  /** The path of the build context. */
  readonly context?: Template | undefined;
  /** The names under which it is given contexts besides. */
  readonly namedContexts?: readonly string[];
  readonly target?: Template | undefined;
  readonly args?: ReadonlyMap<string, string | undefined>;
  /** The folders, by URI, that paths may start from; the first in which the Dockerfile is counts. */
  readonly bases: readonly string[];
  /** Folders to try when it is in none of these: it is then no more than likely. */
  readonly otherBases?: readonly string[];
  /** Whether somebody may run it in any folder, from which its paths start then. */
  readonly isRunAnywhere?: boolean;
  /** Whether the Dockerfile has to be there, as nothing that is run before the build may make it. */
  readonly isDeclared?: boolean;
  /** The most that can be made of it. */
  readonly confidence: Confidence;
  /** Whether all that is not certain is the name of the image, which nobody wrote. */
  readonly isNamedByDefault?: boolean;
  /** Whether the builder gives the image a tag of its own, whatever is written. */
  readonly setsTag?: boolean;
  /** Whether the configuration states it, which wins over what is found out. */
  readonly isStated?: boolean;
  /** Whether the builder puts another registry and path before the name when it is told to. */
  readonly mayBePrefixed?: boolean;
}

/** Why a builder refuses all of a file, whatever image it is asked for. */
export interface Obstacle {
  /** The same for all that are found of one, as of a circle that is entered at several places. */
  readonly obstacle: string;
  /** The word that stands in the way, in `file`. */
  readonly span: Span;
  readonly file: BuildFile;
  /** A sentence without a full stop and a capital: `the service "web" extends itself`. */
  readonly says: string;
  /** The URI of the file that is not there, where that is what is wrong. */
  readonly missing?: string;
}

/** Larger files, in UTF-16 units, are data, and are not looked into for builds. */
export const largestDefinition = 500_000;

/** A file that says how images are built. */
export class BuildFile implements OtherFile {
  readonly uri: string;
  readonly text: string;
  /** The URI of the folder that the workspace is. */
  readonly root: string;
  private lineMap: LineMap | undefined;

  constructor(uri: string, text: string, root: string) {
    this.uri = uri;
    this.text = text;
    this.root = root;
  }

  get lines(): LineMap {
    this.lineMap ??= new LineMap(this.text);
    return this.lineMap;
  }

  get folder(): string {
    return this.uri.slice(0, this.uri.lastIndexOf('/'));
  }

  get name(): string {
    return this.uri.slice(this.uri.lastIndexOf('/') + 1);
  }

  /** Its folder and those above it, up to the workspace's. */
  get foldersUp(): readonly string[] {
    const folders: string[] = [];
    let { folder } = this;
    while (folder.startsWith(this.root)) {
      folders.push(folder);
      if (folder === this.root) break;
      folder = folder.slice(0, folder.lastIndexOf('/'));
    }
    return folders;
  }
}

/** One sort of file in which builds are defined. */
export interface BuildSource {
  /** Whether a file is of that sort, by its URI. */
  claims(uri: string): boolean;
  /** What a file says; the host is for the files that it names itself. Never fails over what is not as it should be. */
  read(
    file: BuildFile,
    host: Pick<Host, 'readText' | 'listFolder'>,
  ): Promise<readonly (Build | Obstacle)[]> | readonly (Build | Obstacle)[];
}
