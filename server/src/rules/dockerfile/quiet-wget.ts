import { addLongOption, addShortOption } from '../../dockerfile/downloads.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { shellsOf } from '../../image/shells.ts';
import { type Download, downloadOf } from '../../shell/downloads.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'quiet-wget',
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Keep the progress of wget out of the build log',
  why: 'Where there is no terminal, wget writes a line of dots for every 50 kilobytes: a download of a gigabyte is twenty thousand lines in the log, and what went wrong is somewhere among them. `--progress=dot:giga` writes one for every 32 megabytes, `-nv` one when it is done.',
  aliases: ['hadolint/DL3047', 'droast/DF056'],
  fix: 'safe',
  fixing:
    'Adds `--progress=dot:giga`; on Alpine, whose wget does not know it, `-q`; where the image is not known, `-nv`.',
  references: ['https://www.gnu.org/software/wget/manual/wget.html#Download-Options'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN wget https://example.com/tool.tgz\n',
      fixed: 'FROM debian:13\nRUN wget --progress=dot:giga https://example.com/tool.tgz\n',
    },
    {
      bad: 'FROM alpine:3.24\nRUN wget -O tool https://example.com/tool\n',
      fixed: 'FROM alpine:3.24\nRUN wget -qO tool https://example.com/tool\n',
    },
    { good: 'FROM debian:13\nRUN wget -nv https://example.com/tool.tgz\n' },
    { good: 'FROM debian:13\nRUN wget -qO- https://example.com/tool.tgz | tar xz\n' },
  ],
  check({ dockerfile, report }) {
    for (const { run, command } of dockerfile.commandsNamed('wget')) {
      const download = downloadOf(command);
      const program = command.words[0];
      if (!download || !program || download.urls.length === 0 || !isLoud(download)) continue;
      const option = quietOption(run);
      report(program.span, `wget fills the build log with its progress: add ${option}`).fix(`Add ${option}`, () =>
        option === '-q' ? addShortOption(download, 'q') : addLongOption(download, option),
      );
    }
  },
});

/** Options with which there is no progress to see, or with which it goes to a file. `-nv` and its like begin with `-n`. */
const quiet: ReadonlySet<string> = new Set([
  '-q',
  '--quiet',
  '--no-verbose',
  '--progress',
  '-o',
  '--output-file',
  '-a',
  '--append-output',
  '-b',
  '--background',
  '--spider',
]);

function isLoud({ program, line }: Download): boolean {
  return (
    program === 'wget' && !line.options.some(({ name, value }) => quiet.has(name) || (name === '-n' && value === 'v'))
  );
}

/** What makes the wget of an image quiet. Where it may be BusyBox', `-nv` is what both accept, though only one heeds it. */
function quietOption({ stage }: RunInstruction): string {
  const image = stage.rootImage?.reference;
  const shells = image && shellsOf(image);
  if (!shells) return '-nv';
  return shells.sh === 'busybox' ? '-q' : '--progress=dot:giga';
}
