import type { Answer, Suggestion } from '../../assistant.ts';
import type { Cursor, Typed } from '../cursor.ts';

/** Knows one sort of thing that can be written in a Dockerfile, and where. */
export type Contributor = (cursor: Cursor) => Answer<readonly Suggestion[]>;

/** All of a suggestion but what it takes the place of. */
export type Choice = Omit<Suggestion, 'edit'> & {
  /** What is written; the label unless given. */
  readonly newText?: string;
};

/** A choice in the place of what is typed. */
export function choose({ newText, ...choice }: Choice, { span }: Pick<Typed, 'span'>): Suggestion {
  return { ...choice, edit: { span, newText: newText ?? choice.label } };
}

/** The last part of what is typed, behind a mark; `ends` says where a part ends behind the cursor. */
export function lastPart({ text, span }: Typed, mark: string, fileText: string, ends: RegExp): Typed {
  const cursor = span.start + text.length;
  const start = text.lastIndexOf(mark) + mark.length;
  const behind = fileText.slice(cursor, span.end);
  const length = behind.search(ends);
  const part = text.slice(text.includes(mark) ? start : 0);
  return { text: part, span: { start: cursor - part.length, end: length === -1 ? span.end : cursor + length } };
}

/** Whether a file writes its keywords in lower case. */
export function isLowerCase({ dockerfile: { allInstructions }, instruction, part }: Cursor): boolean {
  // A keyword that is being typed says nothing yet.
  const other = allInstructions.find(
    (one) => (part.kind !== 'keyword' || one !== instruction) && one.onbuild === undefined,
  );
  return other !== undefined && other.writtenKeyword === other.writtenKeyword.toLowerCase();
}

/** The first of equal labels. */
export function distinct(choices: readonly Choice[]): readonly Choice[] {
  const seen = new Set<string>();
  return choices.filter(({ label }) => !seen.has(label) && seen.add(label));
}

/** What stands behind the cursor on its line. */
export function restOfLine({ dockerfile: { text }, offset }: Cursor): string {
  return /[^\r\n]*/.exec(text.slice(offset, offset + 1000))?.[0] ?? '';
}
