import { keywords } from '../../dockerfile/instructions/create.ts';
import { replace } from '../../text/edit.ts';
import { mostSimilar } from '../../text/similar.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'unknown-instruction',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Use instructions that exist',
  why: 'A builder stops at a word it does not know. Most often it is a mistyped instruction, or a line that lost the backslash before it.',
  aliases: [
    'hadolint/DL1000',
    'tally/unknown-instruction',
    'dockerfilelint/invalid_command',
    'dockerfilelint/invalid_line',
    'dockerfile-utils/UNKNOWN_INSTRUCTION',
    'slim/20000',
    'slim/20007',
  ],
  fix: 'suggested',
  fixing: 'Puts the instruction in whose name is nearest to what was typed, if there is one.',
  references: ['https://docs.docker.com/reference/dockerfile/#overview'],
  examples: [
    { bad: 'FROM alpine:3.22\nCOPPY app /app\n', fixed: 'FROM alpine:3.22\nCOPY app /app\n' },
    { bad: 'FROM alpine:3.22\nRUN apk add \\\n    curl\n    git\n', note: 'The backslash after `curl` is missing.' },
    {
      good: '# syntax=devthefuture/dockerfile-x\nFROM alpine:3.22\nINCLUDE ./common\n',
      note: 'Another frontend may have instructions of its own.',
    },
    { good: 'FROM alpine:3.22\ncopy app /app\n', note: 'Instructions are not case-sensitive.' },
  ],
  check({ dockerfile, report }) {
    for (const { kind, span, message } of dockerfile.problems) {
      if (kind !== 'unknown-instruction') continue;
      const meant = mostSimilar(dockerfile.text.slice(span.start, span.end), keywords);
      if (meant === undefined) report(span, `${message}: does the line above lack a backslash at its end?`);
      else report(span, `${message}: did you mean ${meant}?`).fix(`Replace with ${meant}`, [replace(span, meant)]);
    }
  },
});
