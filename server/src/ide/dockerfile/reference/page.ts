/** Something of the Dockerfile's language, explained. */
export interface ReferenceEntry {
  /** What it does, in a sentence or two. */
  readonly summary: string;
  /** How it is written, one form a line. */
  readonly syntax?: string;
  /** One good use of it. */
  readonly example?: string;
  /** Where docs.docker.com/reference/dockerfile explains it. */
  readonly anchor: string;
}

const reference = 'https://docs.docker.com/reference/dockerfile/';

/** An entry as Markdown: how it is written, what it does, an example, and where there is more. */
export function pageOf({ summary, syntax, example, anchor }: ReferenceEntry): string {
  return [
    ...(syntax === undefined ? [] : [fenced(syntax)]),
    summary,
    ...(example === undefined ? [] : [fenced(example)]),
    `[Dockerfile reference](${reference}#${anchor})`,
  ].join('\n\n');
}

/** The same without its heading, for a list in which the heading is what is chosen from. */
export function noteOf({ summary, example }: ReferenceEntry): string {
  return example === undefined ? summary : `${summary}\n\n${fenced(example)}`;
}

function fenced(text: string): string {
  return `\`\`\`dockerfile\n${text}\n\`\`\``;
}
