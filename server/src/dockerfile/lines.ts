import { isJson } from '../text/json.ts';
import type { Span } from '../text/span.ts';

/**
 * Dropped text: line continuations and the comment lines between them are no part of an instruction, but the text of
 * an instruction keeps its length so that offsets stay what they are. This character stands in their place.
 * NUL cannot occur in a Dockerfile that a builder accepts.
 */
export const dropped = '\0';

/** A text without what is dropped. */
export function withoutDropped(text: string): string {
  return text.includes(dropped) ? text.replaceAll(dropped, '') : text;
}

/** A comment line, from its `#` to the end of the line. */
export interface Comment {
  readonly span: Span;
  /** Without the `#` and the space around. */
  readonly text: string;
}

/** A parser directive: `# escape=\``. */
export interface Directive {
  /** In lower case: `syntax`, `escape` or `check`. */
  readonly name: string;
  readonly value: string;
  readonly span: Span;
  readonly valueSpan: Span;
}

/** A here-document that belongs to an instruction. */
export interface Heredoc {
  readonly name: string;
  /** Whether variables in it are expanded: its name is not quoted. */
  readonly expands: boolean;
  /** Whether leading tabs are cut off: `<<-`. */
  readonly chomps: boolean;
  /** The lines between the instruction and the terminator. */
  readonly content: Span;
  /** The terminator; undefined when the file ends without it. */
  readonly terminator: Span | undefined;
}

/** The lines that make up one instruction. */
export interface InstructionLines {
  /** From the first character of the keyword to the end of the last line, here-documents not included. */
  readonly span: Span;
  /** The text of `span`, unit for unit, with `dropped` for what is no part of the instruction. */
  readonly text: string;
  readonly heredocs: readonly Heredoc[];
  /** Comments directly above, and those between its lines. */
  readonly comments: readonly Comment[];
  /** Blank lines between its lines, which builders will come to refuse. */
  readonly blankLines: readonly Span[];
}

export interface FileLines {
  readonly directives: readonly Directive[];
  readonly comments: readonly Comment[];
  readonly instructions: readonly InstructionLines[];
  readonly escapeMark: '\\' | '`';
}

/**
 * Finds the instructions of a Dockerfile, line by line as BuildKit does (frontend/dockerfile/parser, v0.32):
 * a line that ends with the escape character goes on, comment and blank lines in between are skipped,
 * here-documents follow the line that announces them.
 */
export function readLines(text: string): FileLines {
  return new LineReader(text).read();
}

const directiveSyntax = /^#\s*([a-zA-Z][a-zA-Z0-9]*)(\s*=\s*)(.+?)\s*$/d;
const instructionStart =
  /^(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s/;
const knownDirectives = new Set(['syntax', 'escape', 'check']);

class LineReader {
  private readonly text: string;
  private at = 0;
  private escapeMark: '\\' | '`' = '\\';
  private continuation = continuationAfter('\\');
  private directivesDone = false;
  private readonly directives: Directive[] = [];
  private readonly comments: Comment[] = [];
  private readonly instructions: InstructionLines[] = [];
  /** The terminators that were looked for and are not there. */
  private readonly endless = new Set<string>();
  /** Comments seen since the last blank line or instruction. */
  private pending: Comment[] = [];

  constructor(text: string) {
    this.text = text;
  }

  read(): FileLines {
    if (this.text.startsWith('\uFEFF')) this.at = 1;
    while (this.at < this.text.length) {
      const line = this.nextLine();
      const indent = /^\s*/.exec(line.text)?.[0].length ?? 0;
      if (this.readDirective(line)) continue;
      if (line.text[indent] === '#') {
        this.addComment(line, indent, this.pending);
      } else if (indent === line.text.length) {
        this.pending = [];
      } else if (!this.goesOnWithNothing(line.text.slice(indent))) {
        this.readInstruction(line, indent);
      }
    }
    const { directives, comments, instructions, escapeMark } = this;
    return { directives, comments, instructions, escapeMark };
  }

  /** The line that begins at `at`, without its line break; moves on to the next. */
  private nextLine(): Line {
    const start = this.at;
    const feed = this.text.indexOf('\n', start);
    const next = feed === -1 ? this.text.length : feed + 1;
    let end = feed === -1 ? next : feed;
    while (end > start && this.text[end - 1] === '\r') end--;
    this.at = next;
    return { start, end, next, text: this.text.slice(start, end) };
  }

  /** Directives stand at the very top; the first line that is none ends them. */
  private readDirective(line: Line): boolean {
    if (this.directivesDone) return false;
    const match = directiveSyntax.exec(line.text);
    const name = match?.[1]?.toLowerCase() ?? '';
    const value = match?.indices?.[3];
    if (!value || !knownDirectives.has(name)) {
      this.directivesDone = true;
      return false;
    }
    const directive: Directive = {
      name,
      value: match[3] ?? '',
      span: { start: line.start, end: line.end },
      valueSpan: { start: line.start + value[0], end: line.start + value[1] },
    };
    this.directives.push(directive);
    if (name === 'escape' && (directive.value === '`' || directive.value === '\\')) {
      this.escapeMark = directive.value;
      this.continuation = continuationAfter(this.escapeMark);
    }
    return true;
  }

  private addComment(line: Line, indent: number, to: Comment[]): void {
    const comment: Comment = {
      span: { start: line.start + indent, end: line.end },
      text: line.text.slice(indent + 1).trim(),
    };
    this.comments.push(comment);
    to.push(comment);
  }

  private readInstruction(first: Line, indent: number): void {
    const comments = this.pending;
    this.pending = [];
    const blankLines: Span[] = [];
    const start = first.start + indent;
    const parts: string[] = [];
    let end = first.end;
    let line: Line | undefined = { ...first, start, text: first.text.slice(indent) };
    while (line) {
      const kept = this.keptLength(line.text);
      parts.push(line.text.slice(0, kept));
      end = line.end;
      if (kept === line.text.length) break;
      parts.push(dropped.repeat(line.next - line.start - kept));
      line = this.nextPart(comments, blankLines, parts);
    }
    const text = parts.join('').slice(0, end - start);
    const heredocs = this.readHeredocs(text);
    this.instructions.push({ span: { start, end }, text, heredocs, comments, blankLines });
  }

  /** The next line that goes on with the instruction; comment and blank lines before it are dropped. */
  private nextPart(comments: Comment[], blankLines: Span[], parts: string[]): Line | undefined {
    while (this.at < this.text.length) {
      const line = this.nextLine();
      const indent = /^\s*/.exec(line.text)?.[0].length ?? 0;
      if (line.text[indent] === '#') this.addComment(line, indent, comments);
      else if (indent === line.text.length) blankLines.push({ start: line.start, end: line.end });
      else return line;
      parts.push(dropped.repeat(line.next - line.start));
    }
    return undefined;
  }

  /** Whether a line is a continuation mark alone: what follows, if anything does, is the instruction. */
  private goesOnWithNothing(text: string): boolean {
    return this.keptLength(text) === 0 && /\S/.test(this.text.slice(this.at));
  }

  /** How much of a line belongs to the instruction: all of it, or what stands before the continuation mark. */
  private keptLength(text: string): number {
    const match = this.continuation.exec(text);
    return match ? match.index + (match[1]?.length ?? 0) : text.length;
  }

  private readHeredocs(text: string): Heredoc[] {
    if (!text.includes('<<')) return [];
    const line = withoutDropped(text);
    const rest = /^\s*(?:onbuild\s+)?(?:run|copy|add)\s+(?:--\S+\s+)*(.*)$/is.exec(line)?.[1];
    if (rest === undefined || isArray(rest)) return [];
    return announcedHeredocs(rest).map((announced) => this.readHeredoc(announced));
  }

  /**
   * Reads up to the terminator. When there is none, as while somebody is typing, the here-document is taken to end
   * before the first line that looks like an instruction, so that those after it are still seen.
   */
  private readHeredoc(announced: AnnouncedHeredoc): Heredoc {
    const start = this.at;
    const key = announced.chomps + announced.name;
    let instruction: number | undefined;
    // What is missing below one line is missing below all that follow: nobody has to look for it again.
    while (this.at < this.text.length && !(this.endless.has(key) && instruction !== undefined)) {
      const line = this.nextLine();
      const text = announced.chomps ? line.text.replace(/^\t+/, '') : line.text;
      if (text === announced.name) {
        const terminator = { start: line.end - text.length, end: line.end };
        return { ...announced, content: { start, end: line.start }, terminator };
      }
      if (instruction === undefined && instructionStart.test(line.text)) instruction = line.start;
    }
    this.endless.add(key);
    this.at = instruction ?? this.text.length;
    return { ...announced, content: { start, end: this.at }, terminator: undefined };
  }
}

interface Line {
  readonly start: number;
  /** Before the line break. */
  readonly end: number;
  /** After the line break. */
  readonly next: number;
  readonly text: string;
}

/** The end of a line that goes on: the escape character, not escaped itself, and blanks. */
function continuationAfter(escapeMark: '\\' | '`'): RegExp {
  const mark = escapeMark === '\\' ? '\\\\' : '`';
  return new RegExp(`([^${mark}])${mark}[ \\t]*$|^${mark}[ \\t]*$`);
}

/** Whether the arguments of an instruction are a JSON array, and not a shell's test such as `[ -d /x ]`. */
function isArray(text: string): boolean {
  return text.startsWith('[') && isJson(text);
}

type AnnouncedHeredoc = Pick<Heredoc, 'name' | 'expands' | 'chomps'>;

/** The here-documents that the words of a line announce, such as `<<EOF`, `3<<-'END'` or `<< EOF`. */
function announcedHeredocs(line: string): AnnouncedHeredoc[] {
  return [...shellWords(line.replace(/<<(-?)[ \t\r]+(?=[^\s<])/g, '<<$1'))].flatMap((word) => {
    const match = /^\d*<<(-?)([^<]+)$/.exec(word);
    if (!match) return [];
    const name = (match[2] ?? '').replace(/["']/g, '');
    return [{ name, expands: name === match[2], chomps: match[1] === '-' }];
  });
}

/** Words separated by white space; quotes hold a word together and stay part of it. */
function* shellWords(line: string): Generator<string> {
  for (const match of line.matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs)) yield match[0];
}
