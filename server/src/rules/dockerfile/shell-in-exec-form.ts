import { type Built, Refusal } from '../../core/fix.ts';
import type { ShellInstruction } from '../../dockerfile/instructions/command.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'shell-in-exec-form',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write SHELL as a JSON array with the shell and its options',
  why: 'SHELL is the one instruction that knows no other form: builders refuse `SHELL /bin/bash -c`, and an array without a shell in it.',
  aliases: [
    'dockerfile-doctor/DD043',
    'dockerfile-utils/SHELL_JSON_FORM',
    'dockerfile-utils/SHELL_REQUIRES_ONE',
    'hadolint/DL1000',
  ],
  fix: 'suggested',
  fixing:
    'Makes an array of the words. Refused where quotes, backslashes or variables make it unclear what the words are.',
  references: ['https://docs.docker.com/reference/dockerfile/#shell'],
  examples: [
    {
      bad: 'FROM debian:13\nSHELL /bin/bash -o pipefail -c\n',
      fixed: 'FROM debian:13\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n',
    },
    { bad: 'FROM debian:13\nSHELL []\n' },
    { good: 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\n' },
    { good: 'FROM debian:13\nSHELL ["/bin/bash", \'-c\']\n', note: 'Not valid, which is a matter of valid-exec-form.' },
  ],
  check({ dockerfile, report }) {
    for (const shell of dockerfile.instructions('SHELL')) {
      const { arguments: piece, json, jsonProblem } = shell;
      if (piece.text === '' || jsonProblem || (json && json.items.length > 0)) continue;
      const span = { start: piece.start, end: piece.start + piece.text.length };
      const message = json
        ? 'SHELL names no shell: write it and its options as strings in the array'
        : 'SHELL is refused unless it is a JSON array: write the shell and its options as strings';
      const finding = report(span, message).as(
        json ? 'dockerfile-utils/SHELL_REQUIRES_ONE' : 'dockerfile-utils/SHELL_JSON_FORM',
        'dockerfile-doctor/DD043',
        'hadolint/DL1000',
      );
      if (!json) finding.fix('Write a JSON array', () => asArray(shell));
    }
  },
});

function asArray({ words, arguments: piece }: ShellInstruction): Built {
  if (/["'\\`$\0]/.test(piece.text)) return new Refusal('It is not plain what the words are.');
  const span = { start: piece.start, end: piece.start + piece.text.length };
  return [replace(span, `[${words.map(({ text }) => `"${text}"`).join(', ')}]`)];
}
