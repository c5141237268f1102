import * as z from 'zod';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { KeyValueInstruction } from '../../dockerfile/instructions/key-value.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { replace, type TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'group-labels',
  category: 'maintainability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Write labels that stand together in one LABEL',
  why: 'One LABEL with a pair on each line shows at a glance what the image says about itself, and what changed in a diff. It is a matter of reading only: labels take no layers of their own.',
  aliases: ['tally/labels/prefer-grouped'],
  fix: 'safe',
  fixing: 'Joins the instructions into the first of them, each pair as it is and in the same order.',
  options: z.object({
    minimum: z.number().int().min(2).default(3).describe('How many labels must stand together for them to be reported'),
  }),
  references: ['https://docs.docker.com/reference/dockerfile/#label'],
  examples: [
    {
      bad: 'FROM node:24\nLABEL title="web"\nLABEL team="web" \\\n      color="red"\n\nLABEL size="small"\n',
      fixed: 'FROM node:24\nLABEL title="web" \\\n      team="web" \\\n      color="red" \\\n      size="small"\n',
    },
    { good: 'FROM node:24\nLABEL title="web"\nLABEL team="web"\n', note: 'Two are no crowd.' },
    { good: 'FROM node:24\nLABEL title="web"\n# Who to ask\nLABEL team="web"\nLABEL color="red"\n' },
  ],
  check({ dockerfile, options, report }) {
    for (const stage of [dockerfile.preamble, ...dockerfile.stages]) {
      for (const group of groupsIn(stage, dockerfile)) {
        const [first, ...others] = group;
        const count = group.flatMap(({ pairs }) => pairs).length;
        if (!first || others.length === 0 || count < options.minimum) continue;
        report(first.keywordSpan, `${count} labels stand in ${group.length} LABEL instructions: write them in one`).fix(
          'Join the labels',
          () => joined(dockerfile, group),
        );
      }
    }
  },
});

/** The LABEL instructions that follow one another with nothing but blank lines between them. */
function groupsIn(stage: Stage, { text }: Dockerfile): readonly KeyValueInstruction[][] {
  const groups: KeyValueInstruction[][] = [];
  for (const label of stage.own('LABEL')) {
    if (label.pairs.length === 0 || label.pairs.some(({ isLegacy, value }) => isLegacy || !value)) continue;
    const group = groups.at(-1);
    const previous = group?.at(-1);
    if (group && previous && text.slice(previous.span.end, label.span.start).trim() === '') group.push(label);
    else groups.push([label]);
  }
  return groups;
}

function joined({ text }: Dockerfile, group: readonly KeyValueInstruction[]): readonly TextEdit[] {
  const eol = lineBreakOf(text);
  return group.slice(1).map((label, index) => {
    const previous = group[index] as KeyValueInstruction;
    const start = previous.arguments.start + previous.arguments.text.length;
    const indent = ' '.repeat(label.writtenKeyword.length + 1);
    return replace({ start, end: label.arguments.start }, ` ${label.escapeMark}${eol}${indent}`);
  });
}
