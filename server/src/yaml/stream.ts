/** One document of a YAML stream, as text. */
export interface DocumentText {
  /** From its `---`, or from the end of the document before, to the beginning of the next. */
  readonly text: string;
  /** The offset of `text` in the stream. */
  readonly start: number;
}

/**
 * Cuts a YAML stream into its documents. A line that begins with `---` opens a document wherever it stands, even
 * inside a block scalar, and one that begins with `...` closes it (YAML 1.2.2, section 9.1.2), so this needs no parser.
 */
export function splitDocuments(stream: string): DocumentText[] {
  const documents: DocumentText[] = [];
  let start = 0;
  const cutAt = (end: number) => {
    if (end > start) documents.push({ text: stream.slice(start, end), start });
    start = end;
  };
  for (const match of stream.matchAll(/^(?:---(?=[ \t\r\n]|$)|\.\.\.(?=[ \t\r\n]|$).*(?:\r?\n|$))/gm)) {
    const closes = match[0].startsWith('...');
    const isDirectivesEnd = !closes && onlyDirectives(stream.slice(start, match.index));
    if (closes) cutAt(match.index + match[0].length);
    else if (!isDirectivesEnd) cutAt(match.index);
  }
  cutAt(stream.length);
  return documents;
}

/** Whether a text between two documents belongs to the one after it: `%YAML 1.2` and comments. */
function onlyDirectives(text: string): boolean {
  return text.startsWith('%') || /^(?:\s*(?:#.*)?\r?\n)*%/.test(text);
}
