import type { Reporter } from '../../core/report.ts';
import type { HealthcheckInstruction } from '../../dockerfile/instructions/command.ts';
import type { Word } from '../../dockerfile/words.ts';
import { insert, replace } from '../../text/edit.ts';
import { mostSimilar } from '../../text/similar.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'valid-healthcheck',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write HEALTHCHECK with CMD and a command, or with NONE',
  why: 'Behind the options of HEALTHCHECK stands either `CMD` with a command behind it, or `NONE` alone, which switches off the check of the base image. Builders refuse anything else.',
  aliases: ['dockerfile-utils/HEALTHCHECK_CMD_ARGUMENT_MISSING', 'dockerfile-utils/UNKNOWN_TYPE', 'hadolint/DL1000'],
  fix: 'suggested',
  fixing: 'Puts CMD before the command, or mends a misspelt CMD or NONE.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  examples: [
    {
      bad: 'FROM nginx:1.30\nHEALTHCHECK --interval=30s curl -f http://localhost/\n',
      fixed: 'FROM nginx:1.30\nHEALTHCHECK --interval=30s CMD curl -f http://localhost/\n',
    },
    { bad: 'FROM nginx:1.30\nHEALTHCHECK NOEN\n', fixed: 'FROM nginx:1.30\nHEALTHCHECK NONE\n' },
    { bad: 'FROM nginx:1.30\nHEALTHCHECK --interval=30s CMD\n' },
    { bad: 'FROM nginx:1.30\nHEALTHCHECK NONE ["/healthy"]\n' },
    { good: 'FROM nginx:1.30\nHEALTHCHECK CMD ["/healthy"]\n' },
    { good: 'FROM nginx:1.30\nHEALTHCHECK none\n' },
  ],
  check({ dockerfile, report }) {
    for (const instruction of dockerfile.instructions('HEALTHCHECK')) {
      const [type, next] = instruction.words;
      const name = type?.text.toUpperCase();
      if (!type) continue;
      if (name === 'CMD') {
        if (next && instruction.command?.json?.items.length !== 0) continue;
        report(type.span, 'The command is missing behind CMD: write how health is checked').as(
          'dockerfile-utils/HEALTHCHECK_CMD_ARGUMENT_MISSING',
          'hadolint/DL1000',
        );
      } else if (name === 'NONE') {
        if (next) report(next.span, 'Nothing may stand behind HEALTHCHECK NONE').as('hadolint/DL1000');
      } else {
        tellUnknown(type, instruction, report);
      }
    }
  },
});

function tellUnknown(type: Word, { words }: HealthcheckInstruction, report: Reporter): void {
  const finding = report(type.span, `HEALTHCHECK takes CMD and a command, or NONE: "${type.text}" is neither`).as(
    'dockerfile-utils/UNKNOWN_TYPE',
    'hadolint/DL1000',
  );
  const meant = /^[A-Z]+$/.test(type.text)
    ? mostSimilar(type.text, words.length === 1 ? ['NONE'] : ['CMD'])
    : undefined;
  if (meant) finding.fix(`Write ${meant}`, [replace(type.span, meant)]);
  else finding.fix('Put CMD before the command', [insert(type.span.start, 'CMD ')]);
}
