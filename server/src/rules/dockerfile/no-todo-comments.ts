import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'no-todo-comments',
  category: 'maintainability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Keep open matters in the issue tracker',
  why: 'A comment that says TODO is work nobody has planned: it has no owner and no date, and is read by those who come to do something else. An issue has both, and a comment may point at it.',
  aliases: ['dockerfile-doctor/DD072'],
  fix: 'none',
  examples: [
    { bad: 'FROM debian:13\n# TODO: use a smaller base\nRUN make\n' },
    { good: 'FROM debian:13\n# The tests need a whole Debian.\nRUN make\n' },
    { good: 'FROM debian:13\n# TODO https://example.com/issues/7: use a smaller base\nRUN make\n' },
    { good: '# Builds the todo list\nFROM debian:13\n' },
  ],
  check({ dockerfile, report }) {
    for (const { span, text } of dockerfile.lines.comments) {
      if (/https?:\/\/|#\d+|\b[A-Z]{2,}-\d+\b/.test(text)) continue;
      const mark = /\b(?:TODO|FIXME|XXX|HACK)\b/.exec(text)?.[0];
      if (mark !== undefined) report(span, `${mark} without an owner or a date: open an issue, and name it here`);
    }
  },
});
