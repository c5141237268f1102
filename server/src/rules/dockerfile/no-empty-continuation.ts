import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { isKeyword } from '../../dockerfile/instructions/create.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { remove } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'no-empty-continuation',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Leave no blank line inside an instruction',
  why: 'A line that ends with the continuation mark goes on with the next one, and blank lines in between are skipped. To the reader the instruction ends there, to the builder it does not: what follows, sometimes the next instruction, becomes part of it. Builders warn about it, and future ones will refuse it.',
  aliases: ['buildkit/NoEmptyContinuation', 'dockerfile-doctor/DD076', 'dockerfile-utils/EMPTY_CONTINUATION_LINE'],
  fix: 'safe',
  fixing:
    'Removes the blank lines. There is no fix where the next instruction has become part of this one: most likely the continuation mark must go.',
  references: ['https://docs.docker.com/reference/build-checks/no-empty-continuation/'],
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN apk add \\\n    curl \\\n\n    git\n',
      fixed: 'FROM alpine:3.22\nRUN apk add \\\n    curl \\\n    git\n',
    },
    { bad: 'FROM alpine:3.22\nENV A=1 \\\n\nENV B=2\n', note: 'The second ENV is part of the first.' },
    { good: 'FROM alpine:3.22\nRUN apk add \\\n    # for downloads\n    curl \\\n    git\n' },
  ],
  check({ dockerfile, report }) {
    for (const instruction of dockerfile.allInstructions) {
      const { blankLines, keyword } = instruction;
      if (blankLines.length === 0 || instruction.onbuild) continue;
      const next = lineBelow(dockerfile, instruction);
      const word = /^\S+/.exec(dockerfile.text.slice(next.start, next.end))?.[0] ?? '';
      if (isKeyword(word)) {
        report(
          next,
          `This is part of the ${keyword} above, which goes on across the blank line: remove its last continuation mark`,
        );
        continue;
      }
      report(next, `A blank line stands inside this ${keyword}, which builders will come to refuse: remove it`).fix(
        'Remove the blank lines',
        () => blankLines.map(({ start, end }) => remove({ start, end: lineEnd(dockerfile.text, end) })),
      );
    }
  },
});

/** What goes on below the last blank line of an instruction, or its keyword where nothing does. */
function lineBelow({ text }: Dockerfile, { blankLines, lineSpan, keywordSpan }: Instruction): Span {
  const below = lineEnd(text, blankLines.at(-1)?.end ?? lineSpan.end);
  const start = below + (/^[ \t]*/.exec(text.slice(below))?.[0].length ?? 0);
  if (start >= lineSpan.end) return keywordSpan;
  const feed = text.slice(start, lineSpan.end).search(/[ \t\r]*(?:\n|$)/);
  return { start, end: start + feed };
}

/** Where the line after an offset at the end of a line begins. */
function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  return feed === -1 ? text.length : feed + 1;
}
