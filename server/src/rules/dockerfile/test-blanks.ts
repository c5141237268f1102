import { type Built, Refusal } from '../../core/fix.ts';
import { refusalToEdit } from '../../dockerfile/command-edits.ts';
import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { insert, type TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'test-blanks',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Put blanks around the parts of a test',
  why: '`[` is a command, and its operators are arguments of their own. `[ "$a"="b" ]` has a single argument, which is not empty, so the test is always true; `[$a = b ]` looks for a program whose name begins with a bracket, and `[ $a = b]` lacks the argument that ends it.',
  aliases: [
    'shellcheck/SC2077',
    'shellcheck/SC1035',
    'shellcheck/SC1020',
    'hadolint/SC2077',
    'hadolint/SC1035',
    'hadolint/SC1020',
  ],
  fix: 'safe',
  fixing: 'Puts the blanks in.',
  examples: [
    {
      bad: 'FROM debian:13\nARG MODE\nRUN if [ "$MODE"="debug" ]; then make debug; fi\n',
      fixed: 'FROM debian:13\nARG MODE\nRUN if [ "$MODE" = "debug" ]; then make debug; fi\n',
    },
    {
      bad: 'FROM debian:13\nARG MODE\nRUN ["$MODE" = "debug"] && make debug\n',
      fixed: 'FROM debian:13\nARG MODE\nRUN [ "$MODE" = "debug" ] && make debug\n',
    },
    { good: 'FROM debian:13\nARG MODE\nRUN if [ "$MODE" = "debug" ]; then make debug; fi\n' },
    { good: 'FROM debian:13\nRUN [ -n "a=b" ] && make\n' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      for (const command of run.commands) {
        const missing = missingBlanks(command);
        if (!missing) continue;
        const { span, offsets, what, code } = missing;
        report(span, `${what}: put blanks around it`)
          .as(`shellcheck/SC${code}`, `hadolint/SC${code}`)
          .fix('Put blanks in', () => putIn(command, offsets));
      }
    }
  },
});

interface Missing {
  readonly span: Span;
  /** Where blanks belong; empty when that cannot be said. */
  readonly offsets: readonly number[];
  readonly what: string;
  readonly code: number;
}

function missingBlanks(command: ShellCommand): Missing | undefined {
  if (!command.words[0]?.text.startsWith('[')) return undefined;
  const [first, ...rest] = command.words;
  const last = rest.at(-1);
  // What has commas was meant as a list, and is none.
  if (!first || command.words.some(({ text }) => text.endsWith(','))) return undefined;
  const lacksEnd = last !== undefined && /[^\]\s\\]\]$/.test(last.text) && !last.text.includes('[');
  const end = lacksEnd && standsAsWritten(last) ? [last.span.end - 1] : [];
  if (/^\[["$\w]/.test(first.text) && (last?.text === ']' || lacksEnd)) {
    const start = standsAsWritten(first) ? [first.span.start + 1] : [];
    return {
      span: first.span,
      offsets: [...start, ...end],
      what: 'The test has no blank behind its bracket',
      code: 1035,
    };
  }
  if (first.text !== '[') return undefined;
  if (lacksEnd)
    return { span: last.span, offsets: end, what: 'The test has no blank before its last bracket', code: 1020 };
  const operands = rest.slice(0, -1).filter(({ text }) => text !== '!');
  const [only] = operands;
  if (operands.length !== 1 || !only || last?.text !== ']') return undefined;
  const operator = /^("[^"]*"|\$\w+|\$\{\w+\}|\w+)(==?|!=)(?=["$\w])/.exec(only.text);
  if (!operator) return undefined;
  const start = only.span.start + (operator[1]?.length ?? 0);
  const offsets = standsAsWritten(only) ? [start, start + (operator[2]?.length ?? 0)] : [];
  return { span: only.span, offsets, what: 'The test is a single word and always true', code: 2077 };
}

function standsAsWritten({ text, span }: ShellWord): boolean {
  return span.end - span.start === text.length;
}

function putIn(command: ShellCommand, offsets: readonly number[]): Built {
  const refusal = refusalToEdit(command);
  if (refusal) return refusal;
  if (offsets.length === 0) return new Refusal('The word goes over several lines.');
  return offsets.map((offset): TextEdit => insert(offset, ' '));
}
