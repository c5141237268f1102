import { type Built, Refusal } from '../../core/fix.ts';
import type { KeyValue } from '../../dockerfile/instructions/key-value.ts';
import { isWhole } from '../../dockerfile/stage-edits.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'key-value-format',
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write KEY=value in ENV and LABEL',
  why: '`ENV KEY value` is the old form, kept for old files. It takes all the rest of the line for the value, so that `ENV A 1 B=2` sets one variable to `1 B=2`; the new form says where a value ends and sets several at once. Where a second assignment has become part of a value, that is a mistake; where the old form does what it says, it is heard under the preset `strict`.',
  aliases: ['buildkit/LegacyKeyValueFormat'],
  fix: 'safe',
  fixing:
    'Writes an equals sign, and double quotes where the value has blanks. Refused for values with quotes or backslashes besides blanks, and for those that go over several lines.',
  references: ['https://docs.docker.com/reference/build-checks/legacy-key-value-format/'],
  examples: [
    {
      bad: 'FROM alpine:3.22\nENV MODE release LEVEL=3\n',
      fixed: 'FROM alpine:3.22\nENV MODE=release LEVEL=3\n',
    },
    {
      bad: 'FROM alpine:3.22\nENV MODE release\nLABEL description a small image\n',
      fixed: 'FROM alpine:3.22\nENV MODE=release\nLABEL description="a small image"\n',
      preset: 'strict',
    },
    { good: 'FROM alpine:3.22\nENV MODE=release\n' },
  ],
  check({ dockerfile, report }) {
    for (const instruction of [...dockerfile.instructions('ENV'), ...dockerfile.instructions('LABEL')]) {
      const [pair] = instruction.pairs;
      if (!pair?.isLegacy || pair.value === undefined) continue;
      const { keyword } = instruction;
      const { key, value } = pair;
      if (holdsAssignment(value.text)) {
        report(
          value.span,
          `All of this is the value of ${key.text}: write ${keyword} ${key.text}=value to set several`,
        ).fix(
          'Write an equals sign',
          () => [replace({ start: key.span.end, end: value.span.start }, '=')],
          'suggested',
        );
        continue;
      }
      report(key.span, `"${keyword} key value" is the old form: write ${keyword} ${key.text}=value`)
        .tag('deprecated')
        .onlyIn('strict')
        .fix('Write an equals sign', () => withEquals(pair));
    }
  },
});

/** Whether a value reads like one word and then assignments: `1 B=2`. */
function holdsAssignment(value: string): boolean {
  return /^[^\s"'=]+(?:\s+[A-Za-z_][\w.]*=[^\s"']*)+$/.test(value);
}

function withEquals({ key, value }: KeyValue): Built {
  if (!value || !isWhole(value) || !isWhole(key)) return new Refusal('It goes over several lines.');
  const { text } = value;
  const isOneWord = /^(?:[^\s"'\\`]+|"[^"\\`]*"|'[^'\\`]*')$/.test(text);
  if (!isOneWord && /["'\\`]/.test(text)) return new Refusal('The value has quotes or backslashes of its own.');
  return [replace({ start: key.span.end, end: value.span.end }, `=${isOneWord ? text : `"${text}"`}`)];
}
