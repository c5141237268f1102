import * as z from 'zod';
import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { sets } from '../../shell/options.ts';
import { replace } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'prefer-run-heredoc',
  category: 'maintainability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Write long scripts as here-documents',
  why: 'Since Dockerfile syntax 1.4 a RUN can hold a script as it is written everywhere else: one command a line, without `&& \\` at each of them, which nobody forgets twice. Comments may stand between the lines, and a change touches the line it changes. `set -e` at the top does what `&&` did.',
  aliases: ['tally/prefer-run-heredoc'],
  fix: 'suggested',
  fixing:
    'Writes the commands as the lines of a here-document that begins with `set -e`. Refused for chains with comments, for `||` and for commands in the background.',
  references: ['https://docs.docker.com/reference/dockerfile/#here-documents'],
  options: z.object({
    commands: z.int().min(2).default(3).describe('How many commands, joined with `&&`, make a RUN long.'),
  }),
  examples: [
    {
      bad: 'FROM alpine:3.24\nRUN mkdir -p /app \\\n && adduser -D app \\\n && chown app /app\n',
      fixed: 'FROM alpine:3.24\nRUN <<EOF\nset -e\nmkdir -p /app\nadduser -D app\nchown app /app\nEOF\n',
    },
    {
      bad: 'FROM alpine:3.24\nRUN --mount=type=cache,target=/c set -ex && make && make install\n',
      fixed: 'FROM alpine:3.24\nRUN --mount=type=cache,target=/c <<EOF\nset -ex\nmake\nmake install\nEOF\n',
    },
    { good: 'FROM alpine:3.24\nRUN make && make install\n' },
    { good: 'FROM alpine:3.24\nRUN <<EOF\nset -e\nmake\nmake check\nmake install\nEOF\n' },
    { good: '# syntax=docker/dockerfile:1.3\nFROM alpine:3.24\nRUN make && make check && make install\n' },
  ],
  check({ dockerfile, options, report }) {
    if (!knowsHeredocs(dockerfile)) return;
    for (const run of dockerfile.instructions('RUN')) {
      const steps = run.script?.steps ?? [];
      if (steps.length < options.commands || run.heredocs.length > 0 || run.json) continue;
      if (steps.some(({ joiner, background }) => background || (joiner !== undefined && joiner !== '&&'))) continue;
      report(
        run.keywordSpan,
        `${steps.length} commands joined with &&: a here-document is easier to read and to change`,
      ).fix('Write as a here-document', () => toHeredoc(dockerfile, run));
    }
  },
});

/** Whether the syntax directive, if there is one, lets here-documents be written: Docker's own does since 1.4. */
function knowsHeredocs({ lines }: Dockerfile): boolean {
  const syntax = lines.directives.find(({ name }) => name === 'syntax')?.value;
  return (
    syntax === undefined ||
    /^(?:docker\.io\/)?docker\/dockerfile(?::1(?:\.(?:[4-9]|\d\d)\S*)?(?:-labs)?)?(?:@\S+)?$/.test(syntax)
  );
}

function toHeredoc({ text }: Dockerfile, run: RunInstruction): Built {
  const steps = run.script?.steps ?? [];
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last || run.onbuild) return new Refusal('The RUN is the trigger of an ONBUILD.');
  if (run.escapeMark !== '\\') return new Refusal('The escape mark is none of the shell.');
  if (!/^(?:\/bin\/)?(?:ba|a|da|z)?sh$/.test(run.shell.words[0] ?? '')) return new Refusal('The shell is not known.');
  // Blanks at the end of the line would become part of the terminator.
  const { end } = run.lineSpan;
  const gaps = steps.slice(1).map(({ span }, at) => text.slice(steps[at]?.span.end ?? 0, span.start));
  const isPlain = gaps.every((gap) => /^(?:[ \t]|\\[ \t]*\r?\n)*&&(?:[ \t]|\\[ \t]*\r?\n)*$/.test(gap));
  if (!isPlain || text.slice(last.span.end, end).trim() !== '' || first.span.start !== run.arguments.start) {
    return new Refusal('There is more between the commands than "&&".');
  }
  const bodies = steps.map(({ span }) => text.slice(span.start, span.end));
  if (bodies.some((body) => /^[ \t]*#|^EOF\b/m.test(body))) return new Refusal('There are comments between the lines.');
  if (steps.some(({ commands }) => commands.some(({ name }) => name === 'exec')))
    return new Refusal('A command replaces the shell.');
  const failing = first.command && sets('errexit', first.command) ? bodies : ['set -e', ...bodies];
  const eol = lineBreakOf(text);
  const head = text.slice(run.span.start, first.span.start);
  const breaksAfter = text.startsWith(eol, end);
  // The edit covers the whole instruction and its line break, so that nothing else changes it in the same breath.
  return [
    replace(
      { start: run.span.start, end: end + (breaksAfter ? eol.length : 0) },
      [`${head}<<EOF`, ...failing, 'EOF'].join(eol) + (breaksAfter ? eol : ''),
    ),
  ];
}
