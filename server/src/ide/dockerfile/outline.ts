import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { withoutDropped } from '../../dockerfile/lines.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { Assistant, OutlineEntry } from '../assistant.ts';
import { dockerfileOf } from '../spot.ts';

/** How much of an instruction is shown behind its keyword, in characters. */
const longestDetail = 60;

/** Lists the stages of a Dockerfile with what is done in them. */
export const dockerfileOutline: Assistant = {
  alsoBy: 'dockerfile',

  outline(file) {
    const dockerfile = dockerfileOf(file);
    if (!dockerfile) return [];
    const { preamble, stages, text } = dockerfile;
    return [
      ...preamble.instructions.map((instruction) => entryOf(instruction, text)),
      ...stages.map((stage) => stageEntry(stage, dockerfile)),
    ];
  },
};

function stageEntry(stage: Stage, { text }: Dockerfile): OutlineEntry {
  const [first, ...others] = stage.instructions;
  const last = others.at(-1) ?? first;
  const named = stage.from?.stageName ?? stage.from?.image;
  const start = first?.span.start ?? 0;
  return {
    name: named?.text ?? stage.label,
    detail: stage.from?.stageName && stage.from.image?.text,
    kind: 'stage',
    span: { start, end: last?.span.end ?? start },
    nameSpan: named?.span ?? first?.keywordSpan ?? { start, end: start },
    children: others.map((instruction) => entryOf(instruction, text)),
  };
}

function entryOf(instruction: Instruction, text: string): OutlineEntry {
  return {
    name: instruction.keyword,
    detail: detailOf(instruction, text),
    kind: 'instruction',
    span: instruction.span,
    nameSpan: instruction.keywordSpan,
  };
}

/** The first words of an instruction: of what it does rather than of its flags, and of the script in a here-document. */
function detailOf({ arguments: piece, heredocs, keyword }: Instruction, text: string): string {
  const [heredoc] = heredocs;
  const isScript = keyword === 'RUN' && heredocs.length === 1 && piece.text.trim().startsWith('<<');
  const all = isScript && heredoc ? text.slice(heredoc.content.start, heredoc.content.end) : withoutDropped(piece.text);
  const words = all
    .slice(0, longestDetail * 10)
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > longestDetail ? `${words.slice(0, longestDetail - 1).trimEnd()}…` : words;
}
