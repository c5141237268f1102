import { remove, replace } from '../../text/edit.ts';
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
  fixing:
    'Removes the comment with its line when nothing in it is of use. A name that means no rule is never removed, because a reason may stand behind it; it is replaced when it is plain which rule was meant, as a suggestion.',
  examples: [
    {
      bad: 'FROM alpine:3.24\n# seaworthy-ignore-next-line pin-base-image: we trust them\nRUN echo hello\n',
      fixed: 'FROM alpine:3.24\nRUN echo hello\n',
    },
    {
      bad: '# seaworthy-ignore-next-line pin-base-imgae: we trust them\nFROM ghcr.io/acme/base\n',
      fixed: '# seaworthy-ignore-next-line pin-base-image: we trust them\nFROM ghcr.io/acme/base\n',
      note: 'There is no such rule: the comment was meant for another.',
    },
    {
      path: 'pod.yaml',
      bad: 'apiVersion: v1 # seaworthy-ignore-next-line pin-image-tag\nkind: ConfigMap\nmetadata:\n  name: a\n',
      fixed: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n',
    },
    { bad: '# seaworthy-ignore-next-line no-such-rule: a reason\nFROM alpine:3.24\n' },
    { good: '# seaworthy-ignore-next-line DL3006: we trust them\nFROM alpine\n', note: "A peer's name will do." },
    { good: '# seaworthy-ignore-next-line pin-base-image: we trust them\nFROM alpine\n' },
    { good: '# hadolint ignore=DL3006\nFROM alpine:3.24\n' },
  ],
  checkSuppressions({ unused, text, report }) {
    for (const { suppression, names, unknown } of unused) {
      const { span, rules } = suppression;
      const listed = names.map((name) => `"${name}"`).join(', ');
      for (const { name, span: at, nearest } of unknown) {
        const advice = nearest === undefined ? '' : `: did you mean "${nearest}"?`;
        const finding = report(at, `"${name}" is the name of no rule, so that nothing is suppressed by it${advice}`);
        if (nearest !== undefined) finding.fix(`Write "${nearest}"`, [replace(at, nearest)], 'suggested');
      }
      if (unknown.length > 0) continue;
      const finding = report(span, `Nothing here is suppressed by ${listed}: remove it`).tag('unnecessary');
      if (names.length === rules.length) finding.fix('Remove the comment', [remove(wholeLine(text, span))]);
    }
  },
});

/** The comment with its line, when it has one to itself, and else with the blanks before it. */
function wholeLine(text: string, { start, end }: { start: number; end: number }) {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(lineStart, start).trimEnd();
  if (before !== '') return { start: lineStart + before.length, end };
  const feed = text.indexOf('\n', end);
  return { start: lineStart, end: feed === -1 ? text.length : feed + 1 };
}
