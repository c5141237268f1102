import { addShortOption, downloadsOf } from '../../dockerfile/downloads.ts';
import { type Download, downloadOf } from '../../shell/downloads.ts';
import { given } from '../../shell/options.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'curl-fails-on-errors',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let curl fail when the server answers with an error',
  why: 'Without `-f`, or `--fail`, an answer like 404 or 500 is a success to curl: it exits with 0 and hands on the error page. A health check then finds every server healthy that answers at all, and is reported under `recommended`; a download saves the page under the name of the program it should have been, and is reported under `strict`.',
  aliases: ['droast/DF035'],
  fix: 'suggested',
  fixing: 'Adds `f` to the options.',
  references: ['https://curl.se/docs/manpage.html#-f'],
  examples: [
    {
      bad: 'FROM nginx:1.29\nHEALTHCHECK CMD curl http://localhost/ || exit 1\n',
      fixed: 'FROM nginx:1.29\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n',
    },
    {
      bad: 'FROM debian:13\nRUN curl -sSL -o /usr/bin/tool https://example.com/tool\n',
      fixed: 'FROM debian:13\nRUN curl -fsSL -o /usr/bin/tool https://example.com/tool\n',
      preset: 'strict',
    },
    { good: 'FROM debian:13\nRUN curl -fsSL -o /usr/bin/tool https://example.com/tool\n', preset: 'strict' },
    {
      good: 'FROM nginx:1.29\nHEALTHCHECK CMD curl -s http://localhost/status | grep -q ok\n',
      note: 'What the server says is looked at.',
    },
  ],
  check({ dockerfile, report }) {
    for (const { download } of downloadsOf(dockerfile)) {
      if (!acceptsErrors(download) || (download.target === 'stdout' && !isHandedOn(download))) continue;
      const program = download.command.words[0];
      if (!program) continue;
      report(program.span, 'curl takes an error page for the file when the server answers 404 or 500: add -f')
        .onlyIn('strict')
        .fix('Add -f', () => addShortOption(download, 'f'));
    }
    for (const { command: check } of dockerfile.instructions('HEALTHCHECK')) {
      const { form } = check ?? {};
      const single = form?.kind === 'exec' ? [form.command ?? []].flat() : [];
      for (const command of form?.script?.commands ?? single) {
        const download = downloadOf(command);
        const program = command.words[0];
        if (!download || !program || !acceptsErrors(download) || isHandedOn(download)) continue;
        report(program.span, 'curl finds a server healthy that answers with an error: add -f').fix('Add -f', () =>
          addShortOption(download, 'f'),
        );
      }
    }
  },
});

/** Whether an error of the server is a success to a command that does not look at the status itself. */
function acceptsErrors({ program, line }: Download): boolean {
  if (program !== 'curl') return false;
  return !given(
    line,
    '-f',
    '--fail',
    '--fail-with-body',
    '-K',
    '--config',
    '-w',
    '--write-out',
    '-I',
    '--head',
    '-i',
    '--include',
    '-D',
    '--dump-header',
  );
}

/** Whether what the server says becomes the input of another command. */
function isHandedOn({ command: { place } }: Download): boolean {
  return place.pipe === 'first' || place.substituted;
}
