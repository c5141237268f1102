import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import type { Comment } from '../../dockerfile/lines.ts';
import type { LineMap } from '../../text/lines.ts';
import { cover } from '../../text/span.ts';
import type { Assistant, Fold } from '../assistant.ts';
import { dockerfileOf } from '../spot.ts';

/** Folds stages, instructions and here-documents of several lines, comments, and what stands between region marks. */
export const dockerfileFolding: Assistant = {
  alsoBy: 'dockerfile',

  folds(file) {
    const dockerfile = dockerfileOf(file);
    if (!dockerfile) return [];
    return [
      ...stageFolds(dockerfile),
      ...dockerfile.allInstructions.flatMap((instruction) => instructionFolds(instruction, file.lines)),
      ...commentFolds(dockerfile.lines.comments, file.lines),
      ...regionFolds(dockerfile.lines.comments),
    ].filter(({ span }) => file.lines.lineAt(span.start) < file.lines.lineAt(span.end));
  },
};

function stageFolds({ stages }: Dockerfile): readonly Fold[] {
  return stages.flatMap(({ instructions }) => {
    const [first, last] = [instructions[0], instructions.at(-1)];
    return first && last ? [{ span: cover(first.span, last.span) }] : [];
  });
}

/** All of an instruction, or of the lines before its here-documents, and each of these from the line above it. */
function instructionFolds({ span, lineSpan, heredocs, onbuild }: Instruction, lines: LineMap): readonly Fold[] {
  if (onbuild) return [];
  const isOneLine = lines.lineAt(lineSpan.start) === lines.lineAt(lineSpan.end);
  if (heredocs.length === 0 || (heredocs.length === 1 && isOneLine)) return [{ span }];
  const bodies = heredocs.flatMap(({ content, terminator }, at) => {
    const above = lines.lineEnd(lines.lineAt(content.start) - 1);
    // The line that ends one here-document is the line above the next.
    const end = at < heredocs.length - 1 ? content.end - 1 : (terminator?.end ?? content.end);
    return content.start < content.end ? [{ span: { start: above, end: Math.max(above, end) } }] : [];
  });
  return isOneLine ? bodies : [{ span }, ...bodies];
}

/** Comments one below the other; marks of regions stand for themselves. */
function commentFolds(comments: readonly Comment[], lines: LineMap): readonly Fold[] {
  const folds: Fold[] = [];
  let block: Comment[] = [];
  const finish = () => {
    const [first, last] = [block[0], block.at(-1)];
    if (first && last && first !== last) folds.push({ span: cover(first.span, last.span), kind: 'comment' });
    block = [];
  };
  for (const comment of comments) {
    const last = block.at(-1);
    if (last && lines.lineAt(last.span.start) + 1 !== lines.lineAt(comment.span.start)) finish();
    if (isMark(comment)) finish();
    else block.push(comment);
  }
  finish();
  return folds;
}

const beginning = /^region\b/i;
const ending = /^end\s?region\b/i;

function isMark({ text }: Comment): boolean {
  return beginning.test(text) || ending.test(text);
}

/** `# region` to `# endregion`, one within the other; what is not ended folds nothing. */
function regionFolds(comments: readonly Comment[]): readonly Fold[] {
  const folds: Fold[] = [];
  const open: Comment[] = [];
  for (const comment of comments) {
    if (beginning.test(comment.text)) open.push(comment);
    if (!ending.test(comment.text)) continue;
    const start = open.pop();
    if (start) folds.push({ span: cover(start.span, comment.span), kind: 'region' });
  }
  return folds;
}
