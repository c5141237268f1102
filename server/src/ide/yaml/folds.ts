import type { SourceFile } from '../../engine/engine.ts';
import type { LineMap } from '../../text/lines.ts';
import type { Assistant, Fold } from '../assistant.ts';
import { documentAt, documentsOf } from './document-at.ts';
import { type ReadLine, readLine } from './read-line.ts';

/**
 * Folds documents, maps, lists, members of lists, texts of several lines, comments, and what stands between region marks.
 * It goes by the lines, as editors do themselves, and knows in addition what a list belongs to whose dashes stand below its
 * key, that a comment ends nothing, and that a text holds no keys.
 */
export const yamlFolding: Assistant = {
  alsoBy: 'yaml',
  folds(file) {
    if (file.language !== 'kubernetes') return [];
    const documents = documentsOf(file);
    const folder = new Folder(file.lines, documents.length > 1);
    for (const { start } of documents) folder.fold(start, documentAt(file, start).text);
    return [...folder.folds, ...commentFolds(file)];
  },
};

/** What is open: a line, and the column from which on what follows belongs to it. */
interface Open {
  readonly column: number;
  readonly line: number;
  /** Whether it is a key with nothing behind it, to which a list at its own column belongs. */
  readonly takesDashes: boolean;
}

class Folder {
  readonly folds: Fold[] = [];
  private readonly lines: LineMap;
  private readonly foldsDocuments: boolean;
  private open: Open[] = [];
  /** The last line with content. */
  private last = -1;
  /** The comments since then. */
  private comments: { readonly line: number; readonly column: number }[] = [];
  /** The column of what a text of several lines belongs to. */
  private scalar: number | undefined;

  constructor(lines: LineMap, foldsDocuments: boolean) {
    this.lines = lines;
    this.foldsDocuments = foldsDocuments;
  }

  /** Folds one document, given as it can be read. */
  fold(start: number, text: string): void {
    const first = this.lines.lineAt(start);
    let begin: number | undefined;
    this.scalar = undefined;
    for (const [index, written] of text.split('\n').entries()) {
      const line = first + index;
      const read = readLine(written.replace(/\r$/, ''));
      if (read.isMarker && !written.startsWith('%') && index > 0) continue;
      if (begin === undefined && (read.isMarker || !read.isEmpty)) begin = line;
      if (read.isMarker) this.last = line;
      else this.read(line, read, written);
    }
    this.close(-1, false);
    this.comments = [];
    if (this.foldsDocuments && begin !== undefined) this.add(begin, this.last);
  }

  private read(line: number, read: ReadLine, written: string): void {
    const blanks = /^ */.exec(written)?.[0].length ?? 0;
    if (this.scalar !== undefined) {
      if (written.trim() === '') return;
      if (blanks > this.scalar) {
        this.reach(line);
        return;
      }
      this.scalar = undefined;
    }
    if (read.isEmpty) {
      if (read.comment !== undefined) this.comments.push({ line, column: read.comment });
      return;
    }
    const column = read.dashes[0] ?? read.column;
    this.close(column, read.dashes.length > 0);
    this.reach(line);
    const { key } = read;
    this.open.push({ column, line, takesDashes: read.dashes.length === 0 && key !== undefined && key.value === '' });
    const value = key ? key.value : read.content;
    if (/^(?:[&!]\S+\s+)*[|>][-+\d]*$/.test(value)) this.scalar = key ? read.column : column;
  }

  private reach(line: number): void {
    this.last = line;
    this.comments = [];
  }

  /** Ends what a line at a column does not belong to any more. */
  private close(column: number, isDash: boolean): void {
    for (let top = this.open.at(-1); top; top = this.open.at(-1)) {
      if (top.column < column || (top.column === column && isDash && top.takesDashes)) return;
      this.open.pop();
      this.add(top.line, this.endOf(top));
    }
  }

  /** Comments behind the last line belong to what they stand further in than. */
  private endOf({ column, line, takesDashes }: Open): number {
    let end = this.last;
    if (end === line && !takesDashes) return end;
    for (const comment of this.comments) {
      if (comment.column <= column) break;
      end = comment.line;
    }
    return end;
  }

  private add(first: number, last: number): void {
    if (last > first) this.folds.push({ span: { start: this.lines.lineStart(first), end: this.lines.lineEnd(last) } });
  }
}

/** Comments on lines of their own, one below the other, and what stands between `# region` and `# endregion`. */
function commentFolds({ text, lines }: SourceFile): readonly Fold[] {
  if (!text.includes('#')) return [];
  const folds: Fold[] = [];
  const regions: number[] = [];
  const add = (first: number, last: number, kind: Fold['kind']) => {
    if (last > first) folds.push({ span: { start: lines.lineStart(first), end: lines.lineEnd(last) }, kind });
  };
  let begin: number | undefined;
  for (let line = 0; line <= lines.lineCount; line++) {
    const comment = line < lines.lineCount ? /^\s*#(.*)/.exec(lines.lineText(line))?.[1]?.trim() : undefined;
    const opens = comment !== undefined && /^region\b/i.test(comment);
    const closes = comment !== undefined && /^end\s?region\b/i.test(comment);
    if (comment !== undefined && !opens && !closes) {
      begin ??= line;
      continue;
    }
    if (begin !== undefined) add(begin, line - 1, 'comment');
    begin = undefined;
    if (opens) regions.push(line);
    const region = closes ? regions.pop() : undefined;
    if (region !== undefined) add(region, line, 'region');
  }
  return folds;
}
