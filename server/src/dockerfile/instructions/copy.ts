import type { MappedText } from '../../text/mapped.ts';
import type { Span } from '../../text/span.ts';
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
  /** The value of `--from`: a stage, its number, or an image. */
  get from(): Word | undefined {
    return this.flag('from')?.value;
  }

  /** What is copied, here-documents left out. */
  get sources(): readonly CopyPath[] {
    return this.paths.slice(0, -1).filter(({ text }) => !/^<<-?\s*["']?\w/.test(text));
  }

  get destination(): CopyPath | undefined {
    return this.paths.length > 1 ? this.paths.at(-1) : undefined;
  }

  /** Whether files come from the build context, and not from another stage, an image or the file itself. */
  get readsContext(): boolean {
    return this.from === undefined && this.sources.some(({ text }) => !isRemote(text));
  }

  private get paths(): readonly CopyPath[] {
    if (this.json) {
      return this.json.items.map(({ content, span }) => ({
        text: content.text,
        span,
        source: content,
        word: undefined,
      }));
    }
    return this.words.map((word) => ({ text: word.text, span: word.span, source: compact(word.piece), word }));
  }
}

/** Whether ADD downloads or clones a source. */
export function isRemote(source: string): boolean {
  return /^(?:https?|ftp|git|ssh):\/\/|^git@|^github\.com\//.test(source);
}
