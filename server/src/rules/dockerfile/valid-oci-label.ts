import { isOfKind, kindNames, type LabelKind } from '../../image/label-values.ts';
import { dockerfileRule } from '../define.ts';

/** The labels whose values the OCI image specification gives a form (annotations.md). */
const kinds: ReadonlyMap<string, LabelKind> = new Map([
  ['org.opencontainers.image.created', 'date'],
  ['org.opencontainers.image.url', 'url'],
  ['org.opencontainers.image.documentation', 'url'],
  ['org.opencontainers.image.source', 'url'],
  ['org.opencontainers.image.licenses', 'spdx'],
]);

export default dockerfileRule({
  id: 'valid-oci-label',
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Write the labels of the OCI image specification in the form it gives them',
  why: 'Registries, scanners and update tools read `org.opencontainers.image.*`: they link the source, sort by date and check licenses. They can only do so when the date is one of RFC 3339, addresses are URLs, and licenses an SPDX expression.',
  lesson: 'contracts',
  aliases: [],
  fix: 'none',
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  examples: [
    { bad: 'FROM node:24\nLABEL org.opencontainers.image.created="31 August 2026"\n' },
    { bad: 'FROM node:24\nLABEL org.opencontainers.image.licenses="Apache 2"\n' },
    { bad: 'FROM node:24\nLABEL org.opencontainers.image.source="github.com/example/web"\n' },
    {
      good: 'FROM node:24\nARG CREATED\nLABEL org.opencontainers.image.created="$CREATED" \\\n      org.opencontainers.image.licenses="MIT OR Apache-2.0"\n',
    },
  ],
  check({ dockerfile, report }) {
    for (const { pairs, stage } of dockerfile.instructions('LABEL')) {
      for (const { key, value } of pairs) {
        const name = stage.expand(key).value ?? '';
        const kind = kinds.get(name);
        const text = kind && value && stage.expand(value).value;
        // An empty value is what an argument without a default leaves.
        if (!kind || !value || !text || isOfKind(text, kind)) continue;
        report(value.span, `${name} must be ${kindNames[kind]}, and "${text}" is not`);
      }
    }
  },
});
