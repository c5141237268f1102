import type { SchemaView } from '../../yaml/schema/schema-view.ts';

/** What a field is, in a line behind its name: `integer, required`. */
export function sortOfField(view: SchemaView): string {
  const { choices } = view;
  const isText = choices.length > 0 && choices.every((one) => typeof one === 'string');
  const parts = [view.typeName ?? (isText ? 'string' : 'any')];
  if (view.isRequired) parts.push('required');
  if (view.isDeprecated) parts.push('deprecated');
  return parts.join(', ');
}

/** What a field is for, what it may be and what it is when nobody writes it, in Markdown. */
export function describeField(view: SchemaView): string {
  const { description, choices } = view;
  const parts: string[] = [];
  if (description) parts.push(asMarkdown(description));
  // Kubernetes' own descriptions say what each of them means.
  const isSaid = description?.includes('Possible enum values:') === true;
  if (choices.length > 1 && !isSaid) parts.push(`One of ${choices.map((one) => `\`${one}\``).join(', ')}`);
  const usual = view.default;
  if (usual !== undefined && typeof usual !== 'object') parts.push(`Default: \`${usual === '' ? '""' : usual}\``);
  return parts.join('\n\n');
}

/** Descriptions are plain text in which a `<` is no tag and a star no emphasis; lists and code in backticks stay. */
function asMarkdown(description: string): string {
  return description
    .trim()
    .split(/(`[^`\n]*`)/)
    .map((part) =>
      part.startsWith('`') ? part : part.replace(/[<[\]]/g, '\\$&').replace(/(?<=\S)[*_]|[*_](?=\S)/g, '\\$&'),
    )
    .join('');
}
