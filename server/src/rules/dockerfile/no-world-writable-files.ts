import type { Reporter } from '../../core/report.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { modeOf, worldWrite } from '../../shell/permissions.ts';
import { replace } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'no-world-writable-files',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let nobody write to files but their owner and group',
  why: '`chmod 777` is what one reaches for when a process may not write to a folder. It lets every process write there, the one that somebody has broken into as well: a program or a configuration that anybody can change runs with the rights of whoever starts it next. Give the files to the user that needs them, with `COPY --chown` or `chown`, or to its group: OpenShift, which chooses the user itself, puts it into group 0.',
  lesson: 'unprivileged',
  aliases: ['tally/world-writable-state-path-workaround', 'dockerfile-doctor/DD050', 'droast/DF034'],
  fix: 'manual',
  fixing:
    'Takes the right to write from others: `777` becomes `775`. Who shall own the files is left for you to say. Modes in letters are left alone.',
  references: [
    'https://docs.redhat.com/en/documentation/openshift_container_platform/4.20/html/images/creating-images',
  ],
  examples: [
    {
      bad: 'FROM debian:13\nRUN mkdir /data && chmod -R 777 /data\n',
      fixed: 'FROM debian:13\nRUN mkdir /data && chmod -R 775 /data\n',
    },
    { bad: 'FROM debian:13\nRUN mkdir -pm 0777 /data\n', fixed: 'FROM debian:13\nRUN mkdir -pm 0775 /data\n' },
    {
      bad: 'FROM debian:13\nCOPY --chmod=666 app.conf /etc/\n',
      fixed: 'FROM debian:13\nCOPY --chmod=664 app.conf /etc/\n',
    },
    { bad: 'FROM debian:13\nRUN chmod a+rwX /data\n', preset: 'strict', note: 'An information.' },
    { good: 'FROM debian:13\nRUN chmod 1777 /scratch\n', note: 'With the sticky bit, as /tmp has it.' },
    { good: 'FROM debian:13\nRUN chgrp -R 0 /data && chmod -R g=u /data && chmod +w /data/log\n', preset: 'strict' },
  ],
  check({ dockerfile, report }) {
    for (const { run, command } of dockerfile.commandsNamed('chmod', 'install', 'mkdir')) {
      const word = modeOf(command);
      if (word?.value !== undefined) tell(word.value, word.text, word.span, run, dockerfile, report);
    }
    for (const copy of [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')]) {
      const word = copy.flag('chmod')?.value;
      if (word) tell(word.text, word.text, word.span, copy, dockerfile, report);
    }
  },
});

function tell(
  mode: string,
  written: string,
  span: Span,
  { stage }: Instruction,
  dockerfile: Dockerfile,
  report: Reporter,
): void {
  const found = worldWrite(mode);
  if (!found) return;
  const finding = report(span, `With ${mode}, every process may write here: give the files to the user that needs to`);
  if (found.without === undefined) finding.grade('info').onlyIn('strict');
  if (!dockerfile.isShipped(stage)) finding.grade('info').onlyIn('all');
  const { without } = found;
  if (without !== undefined && written === mode && span.end - span.start === mode.length)
    finding.fix(`Write ${without}`, [replace(span, without)]);
}
