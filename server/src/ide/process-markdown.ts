import type { ProcessLine } from '../workspace/processes/outline.ts';

/** More lines than this are no explanation. */
const mostLines = 30;

/** A tree of processes as Markdown, with links to where they are started; `own` is the URI of the file it is shown in. */
export function processesAsMarkdown(lines: readonly ProcessLine[], own: string): string {
  const told = lines.slice(0, mostLines).map((line) => asMarkdown(line, own));
  const rest = lines.length > mostLines ? [`- and ${lines.length - mostLines} more`] : [];
  return ['**What the container runs**', '', ...told, ...rest].join('\n');
}

function asMarkdown({ depth, text, remarks, place }: ProcessLine, own: string): string {
  const lead = depth === 0 ? '- PID 1: ' : `${'  '.repeat(depth)}- `;
  const said = remarks.length > 0 ? `, ${remarks.join(', ')}` : '';
  const link = place.uri === own ? '' : ` ([${place.name}:${place.line}](${place.uri}#L${place.line}))`;
  return `${lead}${inCode(text)}${said}${link}`;
}

/** A text as code, which may hold backquotes itself. */
function inCode(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
