import type { MappedText } from '../../text/mapped.ts';
import type { Span } from '../../text/span.ts';
import type { Expansion } from '../expand.ts';
import { compact, type Word } from '../words.ts';
import { Instruction } from './instruction.ts';

/** A source or the destination of COPY and ADD, variables not yet put in. */
export interface CopyPath {
  readonly text: string;
  readonly span: Span;
  /** The same with the way back to the file. */
  readonly source: MappedText;
  /** The word it was read from; undefined in a JSON array. */
  readonly word: Word | undefined;
}

/** COPY or ADD. */
export class CopyInstruction extends Instruction {
  private readPaths: readonly CopyPath[] | undefined;
  private readSources: readonly CopyPath[] | undefined;
  private expanded: readonly string[] | undefined;

  /** The value of `--from`: a stage, its number, or an image. */
  get from(): Word | undefined {
    return this.flag('from')?.value;
  }

  /** What is copied, here-documents left out. */
  get sources(): readonly CopyPath[] {
    this.readSources ??= this.paths.slice(0, -1).filter(({ text }) => !/^<<-?\s*["']?\w/.test(text));
    return this.readSources;
  }

  get destination(): CopyPath | undefined {
    return this.paths.length > 1 ? this.paths.at(-1) : undefined;
  }

  /** How many files and folders are named, here-documents among them. */
  get sourceCount(): number {
    return Math.max(0, this.paths.length - 1);
  }

  /** The sources with their variables put in, with `unknownValue` for those that only the build knows. */
  get expandedSources(): readonly string[] {
    this.expanded ??= this.sources.map((path) => this.expand(path).text);
    return this.expanded;
  }

  /** The destination with its variables put in; undefined when only the build knows it. */
  get expandedDestination(): string | undefined {
    return this.destination && this.expand(this.destination).value;
  }

  /** Whether files come from the build context, and not from another stage, an image or the file itself. */
  get readsContext(): boolean {
    return this.from === undefined && this.sources.some(({ text }) => !isRemote(text));
  }

  /** The source that is the whole build context; undefined when parts of it are named. */
  get wholeContext(): CopyPath | undefined {
    return this.from ? undefined : this.sources.find(({ text }) => /^(?:\.|\.\/|\/)$/.test(text));
  }

  private expand({ text, span, word }: CopyPath): Expansion {
    return this.stage.scope.expand(word?.piece ?? { text, start: span.start }, this.span.start);
  }

  private get paths(): readonly CopyPath[] {
    this.readPaths ??= this.json
      ? this.json.items.map(({ content, span }) => ({ text: content.text, span, source: content, word: undefined }))
      : this.words.map((word) => ({ text: word.text, span: word.span, source: compact(word.piece), word }));
    return this.readPaths;
  }
}

/** Whether ADD downloads or clones a source. */
export function isRemote(source: string): boolean {
  return /^(?:https?|ftp|git|ssh):\/\/|^git@|^github\.com\//.test(source);
}

/** Whether ADD unpacks a local file of that name: a tar archive, compressed or not, or a compressed file. */
export function isArchive(path: string): boolean {
  return /\.(?:tar|t?gz|t?bz2?|tb2|t?xz|t?lz|t?lzma|t?Z|tpz|t?zst)["']?$/.test(path);
}
