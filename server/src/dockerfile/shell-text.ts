import { type MappedText, verbatim } from '../text/mapped.ts';
import { dropped, type Heredoc } from './lines.ts';
import type { Piece } from './words.ts';

/**
 * The text that the builder hands to a shell, unit for unit as it stands in the file: what the builder drops becomes
 * blanks or, where it would otherwise tear a word apart, line continuations of the shell.
 */
export function shellText(piece: Piece, fileText: string, heredocs: readonly Heredoc[]): MappedText {
  const line = piece.text.includes(dropped) ? withFiller(piece.text) : piece.text;
  const last = heredocs.at(-1);
  if (!last) return verbatim(line, piece.start);
  const end = last.terminator?.end ?? last.content.end;
  return verbatim(line + fileText.slice(piece.start + piece.text.length, end), piece.start);
}

function withFiller(text: string): string {
  return text.replace(/([^\s\0]?)(\0+)(?=([^\s\0]?))/g, (_, before: string, run: string, after: string) => {
    const filler = before !== '' && after !== '' ? '\\\n'.repeat(run.length >> 1) : '';
    return before + filler.padEnd(run.length, ' ');
  });
}

/** The script that a RUN instruction's only here-document is, with the interpreter its first line names. */
export function heredocScript(heredoc: Heredoc, fileText: string): { script: MappedText; interpreter?: string } {
  const script = verbatim(fileText.slice(heredoc.content.start, heredoc.content.end), heredoc.content.start);
  const interpreter = /^\t*#!\s*(\S+(?:[ \t]+\S+)?)/.exec(script.text)?.[1];
  return interpreter === undefined ? { script } : { script, interpreter };
}
