import { YamlDocument } from './document.ts';
import { splitDocuments } from './stream.ts';

/**
 * Whether two YAML streams say the same, in the same order and with the same comments, however it is written. Texts that
 * do not parse, or in which templates write, say nothing for certain.
 */
export function meansTheSame(one: string, other: string): boolean {
  const [first, second] = [meaningOf(one), meaningOf(other)];
  return first !== undefined && first === second;
}

function meaningOf(stream: string): string | undefined {
  const documents = splitDocuments(stream).map(({ text }) => new YamlDocument(text));
  if (documents.some(({ problems, template }) => problems.length > 0 || template?.isTemplate)) return undefined;
  const values = documents.map((document) => [
    isEmpty(document) ? null : document.toPlain(),
    document.comments.map(({ text }) => text.trim()),
  ]);
  // Undefined stands for aliases that multiply beyond reason.
  if (values.some(([value]) => value === undefined)) return undefined;
  return JSON.stringify(values);
}

function isEmpty({ root }: YamlDocument): boolean {
  return !root.exists;
}
