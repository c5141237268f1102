import { addLongOption, downloadsOf } from '../../dockerfile/downloads.ts';
import { shellsOf } from '../../image/shells.ts';
import type { Download } from '../../shell/downloads.ts';
import { given } from '../../shell/options.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'retry-downloads',
  category: 'reliability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Let downloads try again',
  why: 'A build that fetches from other people’s servers fails whenever one of them hesitates. curl gives up at the first error; `--retry 3` tries again after timeouts and after the errors that pass, such as 503, and waits longer each time. wget tries again by itself, but not when the connection is refused.',
  aliases: ['tally/prefer-curl-config', 'tally/prefer-wget-config'],
  fix: 'safe',
  fixing: 'Adds `--retry 3` to curl and `--retry-connrefused` to GNU wget.',
  references: ['https://curl.se/docs/manpage.html#--retry'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN curl -fsSL -o /usr/bin/tool https://example.com/tool\n',
      fixed: 'FROM debian:13\nRUN curl --retry 3 -fsSL -o /usr/bin/tool https://example.com/tool\n',
    },
    { good: 'FROM debian:13\nRUN curl --retry 5 -fsSL -o /usr/bin/tool https://example.com/tool\n' },
    { good: 'FROM debian:13\nRUN wget -nv --tries=5 https://example.com/tool\n' },
    { good: 'FROM alpine:3.24\nRUN wget -q https://example.com/tool\n', note: 'BusyBox has no such option.' },
  ],
  check({ dockerfile, report }) {
    for (const { run, download } of downloadsOf(dockerfile)) {
      const image = run.stage.rootImage?.reference;
      const shells = image && shellsOf(image);
      const program = download.command.words[0];
      if (!program || triesAgain(download)) continue;
      const isCurl = download.program === 'curl';
      if (!isCurl && (!shells || shells.sh === 'busybox')) continue;
      const [option, names] = isCurl
        ? ['--retry 3', 'tally/prefer-curl-config']
        : ['--retry-connrefused', 'tally/prefer-wget-config'];
      report(program.span, `One hesitating server fails the build: add ${option}`)
        .as(names)
        .fix(`Add ${option}`, () => addLongOption(download, option));
    }
  },
});

function triesAgain({ line }: Download): boolean {
  return (
    given(line, '--retry', '-K', '--config', '-t', '--tries', '--retry-connrefused', '--retry-on-host-error') !==
    undefined
  );
}
