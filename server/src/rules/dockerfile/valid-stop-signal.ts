import { signalName, signalNames } from '../../dockerfile/stop-signal.ts';
import { replace } from '../../text/edit.ts';
import { mostSimilar } from '../../text/similar.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'valid-stop-signal',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Name a signal in STOPSIGNAL, by its full name',
  why: 'Builders refuse a signal whose name does not exist, and nothing can send a number that is none. They take `SIGTERM`, `TERM`, `term` and `15` for the same; the full name is the one that manual pages and log files use, and nobody has to look up which signal 15 is.',
  aliases: ['dockerfile-doctor/DD079', 'dockerfile-utils/INVALID_SIGNAL', 'tally/prefer-canonical-stopsignal'],
  fix: 'safe',
  fixing: 'Writes the full name of the same signal, or the name that was most likely meant.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#stopsignal',
    'https://man7.org/linux/man-pages/man7/signal.7.html',
  ],
  examples: [
    { bad: 'FROM nginx:1.30\nSTOPSIGNAL SIGQIUT\n', fixed: 'FROM nginx:1.30\nSTOPSIGNAL SIGQUIT\n' },
    {
      bad: 'FROM nginx:1.30\nSTOPSIGNAL 3\n',
      preset: 'all',
      fixed: 'FROM nginx:1.30\nSTOPSIGNAL SIGQUIT\n',
      note: 'Short forms are an information.',
    },
    { bad: 'FROM fedora:44\nSTOPSIGNAL rtmin+3\n', preset: 'all', fixed: 'FROM fedora:44\nSTOPSIGNAL SIGRTMIN+3\n' },
    { bad: 'FROM nginx:1.30\nSTOPSIGNAL 99\n' },
    { good: 'FROM nginx:1.30\nSTOPSIGNAL SIGQUIT\n', preset: 'all' },
    { good: 'FROM nginx:1.30\nARG SIGNAL\nSTOPSIGNAL $SIGNAL\n', preset: 'all' },
  ],
  check({ dockerfile, report }) {
    for (const { value, stage } of dockerfile.instructions('STOPSIGNAL')) {
      const expansion = value && stage.expand(value);
      const text = expansion?.value;
      if (!value || !text || stage.isWindows) continue;
      const name = signalName(text);
      const isPlain = expansion.references.length === 0 && value.span.end - value.span.start === value.text.length;
      if (!name) {
        // Builders look a name up, and take any number but 0 (github.com/moby/sys/signal, v0.7).
        const harm = /^[1-9]\d*$/.test(text) ? 'nothing can send it to the container' : 'builders refuse it';
        const finding = report(value.span, `There is no signal "${text}", so ${harm}: name one, such as SIGTERM`).as(
          'dockerfile-doctor/DD079',
          'dockerfile-utils/INVALID_SIGNAL',
        );
        const meant = mostSimilar(text, signalNames);
        if (meant && isPlain) finding.fix(`Write ${meant}`, [replace(value.span, meant)], 'suggested');
      } else if (name !== value.text && isPlain) {
        report(value.span, `Write the signal ${value.text} by its full name, ${name}`)
          .as('tally/prefer-canonical-stopsignal')
          .grade('info')
          .onlyIn('all')
          .fix(`Write ${name}`, [replace(value.span, name)]);
      }
    }
  },
});
