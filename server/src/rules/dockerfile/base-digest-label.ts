import { Refusal } from '../../core/fix.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

const label = 'org.opencontainers.image.base.digest';

export default dockerfileRule({
  id: 'base-digest-label',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let the label of the base digest say what FROM says',
  why: `\`${label}\` is the digest of the image that this one is built upon; tools decide by it whether an image is out of date. A digest written into the file is right only as long as \`FROM\` is pinned to the very same.`,
  aliases: ['tally/labels/no-stale-base-digest'],
  fix: 'suggested',
  fixing:
    'Writes the digest of `FROM` into the label. Where `FROM` has none there is no fix: pin the image, or remove the label.',
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  examples: [
    {
      bad: `FROM alpine:3.22@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\nLABEL ${label}="sha256:0000000000000000000000000000000000000000000000000000000000000000"\n`,
      fixed: `FROM alpine:3.22@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\nLABEL ${label}="sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1"\n`,
    },
    {
      bad: `FROM alpine:3.22\nLABEL ${label}="sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1"\n`,
    },
    { good: `FROM alpine:3.22\nARG BASE_DIGEST\nLABEL ${label}="$BASE_DIGEST"\n`, note: 'The build says it.' },
  ],
  check({ dockerfile, report }) {
    for (const labels of dockerfile.instructions('LABEL')) {
      const { stage } = labels;
      if (labels.onbuild || !dockerfile.isShipped(stage) || stage.from === undefined) continue;
      for (const { key, value } of labels.pairs) {
        if (key.text.replace(/^"(.*)"$/, '$1') !== label || !value) continue;
        const written = stage.expand(value).value;
        const { digest, text = '' } = stage.rootImage?.reference ?? {};
        if (written === undefined || written === '' || written === digest || text.includes('$')) continue;
        if (digest === undefined) {
          report(
            value.span,
            'FROM is not pinned to this digest, so that the label will soon be wrong: pin it, or drop the label',
          );
          continue;
        }
        report(value.span, 'This is not the digest of FROM: the label must name the image that is built upon').fix(
          'Write the digest of FROM',
          () =>
            /^"?sha\d+:\w+"?$/.test(value.text)
              ? [replace(value.span, value.text.startsWith('"') ? `"${digest}"` : digest)]
              : new Refusal('The value is not a digest alone.'),
        );
      }
    }
  },
});
