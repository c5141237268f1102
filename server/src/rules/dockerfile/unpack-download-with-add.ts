import { isArchive } from '../../dockerfile/instructions/copy.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'unpack-download-with-add',
  category: 'reproducibility',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Download and unpack archives with ADD --unpack',
  why: 'A RUN that pipes a download into `tar` needs both programs in the image and is cached by its text alone. `ADD --unpack` lets the builder do it, notices when the file has changed, and takes a `--checksum`. It needs Dockerfile syntax 1.17.',
  aliases: ['tally/prefer-add-unpack'],
  fix: 'none',
  references: ['https://docs.docker.com/reference/dockerfile/#add---unpack'],
  examples: [
    { bad: 'FROM debian:13\nRUN curl -fsSL https://example.com/tool-1.2.tar.gz | tar -xz -C /opt\n' },
    { good: '# syntax=docker/dockerfile:1\nFROM debian:13\nADD --unpack https://example.com/tool-1.2.tar.gz /opt/\n' },
    {
      good: 'FROM debian:13\nRUN curl -fsSL https://example.com/tool-1.2.tar.gz | tar -xz -C /opt --strip-components=1\n',
      note: 'ADD cannot strip folders.',
    },
    { good: 'FROM debian:13\nRUN curl -fsSL https://example.com/tool | sort > /tool\n' },
  ],
  check({ dockerfile, report }) {
    for (const { commands } of dockerfile.instructions('RUN')) {
      commands.forEach((command, index) => {
        const next = commands[index + 1];
        if (!/^(?:curl|wget)$/.test(command.name) || command.place.pipe !== 'first' || command.place.conditional)
          return;
        const address = command.operands.find((operand) => /^https?:\/\//.test(operand));
        if (next?.place.pipe === 'later' && unpacksAll(next) && address !== undefined && isArchive(address))
          report(
            command.span,
            'The builder can download and unpack this by itself: ADD --unpack needs neither curl nor tar',
          );
      });
    }
  },
});

/** Whether `tar` unpacks everything as it is: ADD can neither choose files nor strip folders. */
function unpacksAll({ name, arguments: words }: ShellCommand): boolean {
  return (
    name === 'tar' &&
    /^(?:-?[vpmz]*x[vpmzjJof]*|-C|-|-f|--extract|--gzip)$/.test(words[0]?.text ?? '') &&
    words.every(({ text }, at) => at === 0 || words[at - 1]?.text === '-C' || /^(?:-[vpmxzjJof]+|-C|-)$/.test(text))
  );
}
