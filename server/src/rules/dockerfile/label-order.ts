import * as z from 'zod';
import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { type KeyValue, type KeyValueInstruction, pairSpan } from '../../dockerfile/instructions/key-value.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

/** The labels of the OCI image specification, by what they tell: what it is, where from, whose, which version, upon what. */
const byPurpose: readonly string[] = [
  'title',
  'description',
  'source',
  'url',
  'documentation',
  'authors',
  'vendor',
  'licenses',
  'version',
  'revision',
  'created',
  'ref.name',
  'base.name',
  'base.digest',
].map((name) => `org.opencontainers.image.${name}`);

export default dockerfileRule({
  id: 'label-order',
  category: 'maintainability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Keep the labels of a LABEL in order',
  why: 'In a fixed order a label is found, and found missing, without reading the others. By default the labels of the OCI image specification come first, by purpose: what the image is, where its source is, whose it is, which version, upon which base; all others keep the order they have.',
  aliases: ['tally/labels/prefer-stable-order'],
  fix: 'safe',
  fixing: 'Changes the places of the pairs, and leaves lines and blanks between them as they are.',
  options: z.object({
    order: z
      .enum(['purpose', 'alphabetical'])
      .default('purpose')
      .describe('`purpose` for the labels of the OCI image specification first, or `alphabetical`'),
  }),
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  examples: [
    {
      bad: 'FROM node:24\nLABEL org.opencontainers.image.source="https://example.com/web" \\\n      org.opencontainers.image.title="web"\n',
      fixed:
        'FROM node:24\nLABEL org.opencontainers.image.title="web" \\\n      org.opencontainers.image.source="https://example.com/web"\n',
    },
    {
      bad: 'FROM node:24\nLABEL team="web" color="red"\n',
      options: { order: 'alphabetical' },
      fixed: 'FROM node:24\nLABEL color="red" team="web"\n',
    },
    { good: 'FROM node:24\nLABEL team="web" color="red"\n' },
  ],
  check({ dockerfile, options: { order }, report }) {
    for (const label of dockerfile.instructions('LABEL')) {
      const { pairs } = label;
      const isJudged = pairs.length > 1 && pairs.every(({ key, value }) => value && !/[$"'\\]/.test(key.text));
      const keys = pairs.map(({ key }) => key.text);
      // With a key twice, the order decides which value counts.
      if (!isJudged || new Set(keys).size < keys.length) continue;
      const sorted = inOrder(pairs, order);
      const first = pairs.findIndex((pair, at) => pair !== sorted[at]);
      const [found, wanted] = [pairs[first], sorted[first]];
      if (!found || !wanted) continue;
      report(found.key.span, `${wanted.key.text} comes before ${found.key.text}: put the labels in order`).fix(
        'Put the labels in order',
        () => reordered(dockerfile, label, sorted),
      );
    }
  },
});

function inOrder(pairs: readonly KeyValue[], order: 'purpose' | 'alphabetical'): readonly KeyValue[] {
  if (order === 'alphabetical') return pairs.toSorted((a, b) => (a.key.text < b.key.text ? -1 : 1));
  const rank = ({ key }: KeyValue) => {
    const at = byPurpose.indexOf(key.text);
    return at === -1 ? byPurpose.length : at;
  };
  return pairs.toSorted((a, b) => rank(a) - rank(b));
}

function reordered({ text }: Dockerfile, label: KeyValueInstruction, sorted: readonly KeyValue[]): Built {
  const { pairs, comments, span } = label;
  if (comments.some((comment) => comment.span.start > span.start))
    return new Refusal('Comments stand between the labels, and may speak of those below them.');
  return pairs.flatMap((pair, at) => {
    const wanted = sorted[at];
    if (!wanted || wanted === pair) return [];
    const { start, end } = pairSpan(wanted);
    return [replace(pairSpan(pair), text.slice(start, end))];
  });
}
