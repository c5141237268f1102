import * as z from 'zod';
import type { Reporter } from '../../core/report.ts';
import type { KeyValue, KeyValueInstruction } from '../../dockerfile/instructions/key-value.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { isOfKind, kindNames, type LabelKind, labelKinds } from '../../image/label-values.ts';
import { dockerfileRule } from '../define.ts';

/** What hadolint calls a value of the wrong kind. */
const aliasOfKind: Readonly<Record<LabelKind, string>> = {
  text: 'hadolint/DL3051',
  url: 'hadolint/DL3052',
  date: 'hadolint/DL3053',
  spdx: 'hadolint/DL3054',
  'git-hash': 'hadolint/DL3055',
  semver: 'hadolint/DL3056',
  email: 'hadolint/DL3058',
};

const missingLabel = [
  'hadolint/DL3049',
  'dockerfile-doctor/DD046',
  'dockerfile-doctor/DD078',
  'dockerfile_lint/label',
] as const;

const kinds = z.record(z.string(), z.enum(labelKinds));

export default dockerfileRule({
  id: 'label-schema',
  category: 'maintainability',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  summary: 'Set the labels that your team has agreed on',
  why: 'Labels tell who an image belongs to, where its source is and under which license it may be used, if they are there and say it in the same way everywhere. Nothing is asked for unless you name it: `required` lists the labels that the final stage must have, and what their values must be.',
  lesson: 'contracts',
  aliases: [...missingLabel, 'hadolint/DL3050', ...Object.values(aliasOfKind)],
  fix: 'none',
  options: z.object({
    required: kinds
      .default({})
      .describe(
        'Labels that the image must have, and what their values must be: `org.opencontainers.image.source: url`',
      ),
    optional: kinds.default({}).describe('Labels that the image may have, and what their values must be'),
    strict: z.boolean().default(false).describe('Whether labels that are listed nowhere are reported'),
  }),
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  examples: [
    {
      bad: 'FROM node:24\nLABEL org.opencontainers.image.title="web"\n',
      options: { required: { 'org.opencontainers.image.source': 'url' } },
    },
    {
      bad: 'FROM node:24\nLABEL org.opencontainers.image.source="our repository"\n',
      options: { required: { 'org.opencontainers.image.source': 'url' } },
    },
    { bad: 'FROM node:24\nLABEL team=""\n', options: { required: { team: 'text' } } },
    { bad: 'FROM node:24\nLABEL team="web" color="red"\n', options: { required: { team: 'text' }, strict: true } },
    {
      good: 'FROM node:24\nARG COMMIT\nLABEL licenses="MIT OR Apache-2.0" revision="$COMMIT" version="1.0.0-rc.1"\n',
      options: { required: { licenses: 'spdx', revision: 'git-hash' }, optional: { version: 'semver' }, strict: true },
      note: 'A value that the build passes in is not judged.',
    },
    { good: 'FROM node:24\n' },
  ],
  check({ dockerfile, options: { required, optional, strict }, report }) {
    const schema = new Map([...Object.entries(optional), ...Object.entries(required)]);
    if (schema.size === 0 && !strict) return;
    tellMissing(dockerfile.finalStage, Object.keys(required), report);
    for (const instruction of dockerfile.instructions('LABEL')) {
      if (!dockerfile.isShipped(instruction.stage)) continue;
      for (const pair of instruction.pairs) {
        const key = instruction.stage.expand(pair.key).value;
        const kind = key === undefined ? undefined : schema.get(key);
        if (key === undefined) continue;
        if (kind) checkValue(instruction, pair, key, kind, report);
        else if (strict)
          report(pair.key.span, `The label ${key} is not one of those agreed on`).as('hadolint/DL3050').grade('info');
      }
    }
  },
});

function tellMissing(stage: Stage, required: readonly string[], report: Reporter): void {
  const image = stage.from?.image;
  if (!image || required.length === 0) return;
  const labels = stage.lineage.flatMap((one) => one.own('LABEL'));
  const keys = labels.flatMap(({ pairs, stage: own }) => pairs.map(({ key }) => own.expand(key).value));
  // A key that only the build knows may be any of them.
  if (keys.includes(undefined)) return;
  for (const key of required.filter((one) => !keys.includes(one))) {
    report(image.span, `The image has no label ${key}: add it`)
      .as(...missingLabel)
      .grade('info');
  }
}

function checkValue(
  { stage }: KeyValueInstruction,
  { value }: KeyValue,
  key: string,
  kind: LabelKind,
  report: Reporter,
): void {
  const text = value && stage.expand(value).value;
  if (!value || text === undefined) return;
  if (text === '') report(value.span, `The label ${key} is empty: give it a value`).as('hadolint/DL3051');
  else if (!isOfKind(text, kind))
    report(value.span, `The label ${key} is not ${kindNames[kind]}`).as(aliasOfKind[kind]);
}
