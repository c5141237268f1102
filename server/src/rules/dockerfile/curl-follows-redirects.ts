import { addShortOption, downloadsOf } from '../../dockerfile/downloads.ts';
import type { Download } from '../../shell/downloads.ts';
import { given } from '../../shell/options.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'curl-follows-redirects',
  category: 'reliability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Let curl follow redirections',
  why: 'Releases move, from one host to another or behind a content network, and leave a redirection behind. `wget`, `ADD` and browsers follow it; curl without `-L` saves the empty page that announces it, and does not take that for an error even with `-f`.',
  aliases: ['tally/curl-should-follow-redirects'],
  fix: 'suggested',
  fixing: 'Adds `L` to the options.',
  references: ['https://curl.se/docs/manpage.html#-L'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN curl -fsS -o /usr/bin/tool https://example.com/tool\n',
      fixed: 'FROM debian:13\nRUN curl -LfsS -o /usr/bin/tool https://example.com/tool\n',
    },
    { good: 'FROM debian:13\nRUN curl -fsSL -o /usr/bin/tool https://example.com/tool\n' },
    { good: 'FROM debian:13\nRUN curl -fsS -X POST https://example.com/built\n' },
  ],
  check({ dockerfile, report }) {
    for (const { download } of downloadsOf(dockerfile)) {
      const program = download.command.words[0];
      if (!program || staysPut(download)) continue;
      report(program.span, 'curl stops at a redirection and saves an empty page when the file has moved: add -L').fix(
        'Add -L',
        () => addShortOption(download, 'L'),
      );
    }
  },
});

/** Whether a command follows redirections, or is none that fetches a file. */
function staysPut({ program, line }: Download): boolean {
  if (program !== 'curl') return true;
  const follows = given(line, '-L', '--location', '--location-trusted', '--follow', '-K', '--config');
  const asks = given(
    line,
    '-I',
    '--head',
    '-X',
    '--request',
    '-d',
    '--data',
    '--data-raw',
    '--json',
    '-F',
    '--form',
    '-T',
  );
  return follows !== undefined || asks !== undefined;
}
