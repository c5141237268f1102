import { CommandInstruction } from '../../dockerfile/instructions/command.ts';
import { commentAt, instructionAt } from '../../dockerfile/places.ts';
import { outlineOf, type ProcessLine } from '../../workspace/processes/outline.ts';
import { ProcessTree } from '../../workspace/processes/tree.ts';
import type { Assistant, Explanation } from '../assistant.ts';
import { dockerfileOf, type Spot } from '../spot.ts';
import { contextsOf } from './contexts.ts';

/** Explains at ENTRYPOINT and CMD what the container runs, followed into the scripts that the image is given. */
export const dockerfileProcesses: Assistant = { explain };

/** More lines than this are no explanation. */
const mostLines = 30;

async function explain(spot: Spot): Promise<readonly Explanation[]> {
  const { file, offset, around } = spot;
  const dockerfile = dockerfileOf(file);
  const instruction = dockerfile && !commentAt(dockerfile, offset) ? instructionAt(dockerfile, offset) : undefined;
  if (!dockerfile || !(instruction instanceof CommandInstruction) || instruction.onbuild) return [];
  const { stage, keyword } = instruction;
  // What a later one overrides says nothing of what runs, nor does a HEALTHCHECK.
  if ((keyword !== 'CMD' && keyword !== 'ENTRYPOINT') || stage.last(keyword) !== instruction) return [];
  const [context] = await contextsOf(dockerfile, spot);
  const tree = await ProcessTree.of(dockerfile, stage, { uri: file.uri, host: around.host }, context);
  const lines = tree ? outlineOf(tree, file.uri, file.lines) : [];
  if (lines.length === 0) return [];
  const told = lines.slice(0, mostLines).map((line) => asMarkdown(line, file.uri));
  const rest = lines.length > mostLines ? [`- and ${lines.length - mostLines} more`] : [];
  const text = ['**What the container runs**', '', ...told, ...rest].join('\n');
  return [{ text, span: instruction.lineSpan }];
}

function asMarkdown({ depth, text, remarks, place }: ProcessLine, dockerfile: string): string {
  const lead = depth === 0 ? '- PID 1: ' : `${'  '.repeat(depth)}- `;
  const said = remarks.length > 0 ? `, ${remarks.join(', ')}` : '';
  const link = place.uri === dockerfile ? '' : ` ([${place.name}:${place.line}](${place.uri}#L${place.line}))`;
  return `${lead}${inCode(text)}${said}${link}`;
}

/** A text as code, which may hold backquotes itself. */
function inCode(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
