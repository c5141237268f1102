import { type Built, Refusal } from '../../core/fix.ts';
import { refusalToEdit } from '../../dockerfile/command-edits.ts';
import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'quote-find-patterns',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Quote the patterns of find',
  why: 'A pattern without quotes is the shell’s before it is that of `find`: as soon as a file in the working directory matches, its name takes the place of the pattern, and `find` looks for that one name or ends with an error. It works until somebody adds a file.',
  aliases: ['shellcheck/SC2061', 'hadolint/SC2061'],
  fix: 'safe',
  fixing: 'Quotes the pattern.',
  examples: [
    {
      bad: 'FROM debian:13\nRUN find /usr -name *.pyc -delete\n',
      fixed: "FROM debian:13\nRUN find /usr -name '*.pyc' -delete\n",
    },
    { good: "FROM debian:13\nRUN find /usr -name '*.pyc' -delete\n" },
    { good: 'FROM debian:13\nRUN find /usr/lib/python* -name __pycache__\n' },
  ],
  check({ dockerfile, report }) {
    for (const { command } of dockerfile.commandsNamed('find')) {
      for (const pattern of unquotedPatterns(command)) {
        report(
          pattern.span,
          `The shell may put file names in place of ${pattern.text} before find sees it: quote it`,
        ).fix('Quote the pattern', () => quote(command, pattern));
      }
    }
  },
});

const tests: ReadonlySet<string> = new Set([
  '-name',
  '-iname',
  '-path',
  '-ipath',
  '-wholename',
  '-iwholename',
  '-lname',
]);

function unquotedPatterns({ arguments: words }: ShellCommand): readonly ShellWord[] {
  return words.filter(({ text }, at) => {
    const before = words[at - 1]?.text ?? '';
    // Backslashes quote too.
    return tests.has(before) && /[*?[]/.test(text) && !/["'\\]/.test(text);
  });
}

function quote(command: ShellCommand, { text, span }: ShellWord): Built {
  const refusal = refusalToEdit(command);
  if (refusal) return refusal;
  if (span.end - span.start !== text.length) return new Refusal('The pattern goes over several lines.');
  return [replace(span, text.includes('$') ? `"${text}"` : `'${text}'`)];
}
