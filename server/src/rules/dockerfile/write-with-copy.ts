import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { replace } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'write-with-copy',
  category: 'maintainability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Write files with a COPY here-document',
  why: 'A here-document shows a file as it will be, without the quoting of a shell, needs no shell in the image, and takes `--chmod` and `--chown`. An `echo` into a file does the same with more to get wrong, which is why this is a hint and no more.',
  aliases: ['tally/prefer-copy-heredoc'],
  fix: 'suggested',
  fixing:
    'Where the RUN does nothing but write one text that is known into a file with an absolute path, as root. Refused for texts with backslashes, which shells understand differently.',
  references: ['https://docs.docker.com/reference/dockerfile/#here-documents'],
  examples: [
    {
      bad: 'FROM alpine:3.24\nRUN echo "listen 80;" > /etc/app.conf\n',
      fixed: "FROM alpine:3.24\nCOPY <<'EOF' /etc/app.conf\nlisten 80;\nEOF\n",
    },
    { bad: 'FROM alpine:3.24\nRUN echo "$HOME" > /etc/home\n', note: 'Found, but not fixed: only the shell knows.' },
    { good: "FROM alpine:3.24\nCOPY <<'EOF' /etc/app.conf\nlisten 80;\nEOF\n" },
    { good: 'FROM alpine:3.24\nRUN echo more >> /etc/profile\n', note: 'It adds to a file.' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      const command = run.script?.steps.length === 1 ? run.script.steps[0]?.command : undefined;
      if (command?.name !== 'echo' || run.heredocs.length > 0 || run.onbuild) continue;
      const [file, ...more] = command.writesTo;
      const between = file && dockerfile.text.slice(command.words.at(-1)?.span.end, file.span.start).trim();
      if (!file || more.length > 0 || between !== '>' || /^(?:\/dev\/|\/proc\/|\/sys\/)/.test(file.text)) continue;
      report(
        run.keywordSpan,
        'This starts a shell to write a text into a file: a COPY here-document shows the file as it is',
      ).fix('Use a COPY here-document', () => toHeredoc(dockerfile, run));
    }
  },
});

function toHeredoc({ text }: Dockerfile, run: RunInstruction): Built {
  const command = run.script?.steps[0]?.command;
  const path = command?.writesTo[0]?.value;
  const words = command?.arguments.map(({ value }) => value) ?? [];
  if (!command || path === undefined || words.some((word) => word === undefined))
    return new Refusal('Only the shell knows what is written.');
  if (!/^\/[\w./-]+$/.test(path)) return new Refusal('The path is not absolute.');
  if (words[0]?.startsWith('-') || words.some((word) => /[\\\n*?[]/.test(word ?? '')))
    return new Refusal('Shells differ in what echo makes of this.');
  if (!run.stage.userAt(run.span.start).isRoot) return new Refusal('The file would become one of root.');
  if (run.flags.length > 0 || command.span.end !== run.span.end || command.span.start !== run.arguments.start)
    return new Refusal('The RUN does more than write the file.');
  const content = words.join(' ');
  if (content === 'EOF') return new Refusal('The text would end the here-document.');
  const eol = lineBreakOf(text);
  return [replace(run.span, [`COPY <<'EOF' ${path}`, content, 'EOF'].join(eol))];
}
