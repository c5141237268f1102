import { remove } from '../../text/edit.ts';
import { suppressionsRule } from '../define.ts';

export default suppressionsRule({
  id: 'unused-suppression',
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Keep no suppression that suppresses nothing',
  why: 'A suppression outlives the problem it was written for, and then hides the next one. One that names no rule at all never did anything. Those written for other tools are left alone: what they say about those tools is not for Seaworthy to judge.',
  aliases: [],
  fix: 'safe',
  fixing: 'Removes the comment with its line when nothing in it is of use.',
  examples: [
    {
      bad: 'FROM alpine:3.24\n# seaworthy-ignore-next-line pin-base-image: we trust them\nRUN echo hello\n',
      fixed: 'FROM alpine:3.24\nRUN echo hello\n',
    },
    {
      bad: '# seaworthy-ignore-next-line pin-base-imgae\nFROM alpine:3.24\n',
      fixed: 'FROM alpine:3.24\n',
      note: 'There is no such rule.',
    },
    { good: '# seaworthy-ignore-next-line pin-base-image: we trust them\nFROM alpine\n' },
    { good: '# hadolint ignore=DL3006\nFROM alpine:3.24\n' },
  ],
  checkSuppressions({ unused, text, report }) {
    for (const { suppression, names, unknown } of unused) {
      const { span, rules } = suppression;
      const listed = names.map((name) => `"${name}"`).join(', ');
      const message =
        unknown.length > 0
          ? `This comment names ${unknown.map((name) => `"${name}"`).join(', ')}, which is no rule`
          : `Nothing here is suppressed by ${listed}: remove it`;
      const finding = report(span, message).tag('unnecessary');
      if (names.length === rules.length) finding.fix('Remove the comment', [remove(wholeLine(text, span))]);
    }
  },
});

/** The comment with its line, when it has one to itself. */
function wholeLine(text: string, { start, end }: { start: number; end: number }) {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (text.slice(lineStart, start).trim() !== '') return { start, end };
  const feed = text.indexOf('\n', end);
  return { start: lineStart, end: feed === -1 ? text.length : feed + 1 };
}
