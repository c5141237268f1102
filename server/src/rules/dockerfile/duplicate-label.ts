import { removePair } from '../../dockerfile/edits.ts';
import type { KeyValue } from '../../dockerfile/instructions/key-value.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'duplicate-label',
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Set each label once in a stage',
  why: 'Of several values for one label the last one counts. The first is left behind from an earlier edit, or its key was meant to be another one.',
  aliases: ['tally/labels/no-duplicate-keys'],
  fix: 'safe',
  fixing: 'Removes the label that is overridden; the image stays the same.',
  references: ['https://docs.docker.com/reference/dockerfile/#label'],
  examples: [
    {
      bad: 'FROM node:24\nLABEL team="web"\nLABEL color="red" team="platform"\n',
      fixed: 'FROM node:24\nLABEL color="red" team="platform"\n',
    },
    {
      bad: 'FROM node:24\nLABEL team="web" \\\n      color="red" \\\n      team="platform"\n',
      fixed: 'FROM node:24\nLABEL color="red" \\\n      team="platform"\n',
    },
    { good: 'FROM node:24 AS base\nLABEL team="web"\nFROM base\nLABEL team="platform"\n' },
  ],
  check({ dockerfile, report }) {
    for (const stage of [dockerfile.preamble, ...dockerfile.stages]) {
      const later = new Map<string, KeyValue>();
      for (const instruction of stage.own('LABEL').toReversed()) {
        for (const pair of instruction.pairs.toReversed()) {
          const key = stage.expand(pair.key).value;
          if (key === undefined) continue;
          const last = later.get(key);
          if (!last) later.set(key, pair);
          else {
            report(pair.key.span, `The label ${key} is set again further down, so this value has no effect: remove it`)
              .relate(last.key.span, 'The value that counts')
              .tag('unnecessary')
              .fix('Remove the label', () => removePair(dockerfile, instruction, pair));
          }
        }
      }
    }
  },
});
