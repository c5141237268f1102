import { Refusal } from '../../core/fix.ts';
import { quoted } from '../../dockerfile/quoting.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

const label = 'org.opencontainers.image.authors';

export default dockerfileRule({
  id: 'maintainer-is-a-label',
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Use a label instead of MAINTAINER',
  why: `MAINTAINER is deprecated since Docker 1.13; every tool can read labels, and \`${label}\` is the name that the OCI image specification gives to this one.`,
  aliases: [
    'hadolint/DL4000',
    'buildkit/MaintainerDeprecated',
    'trivy/DS-0022',
    'checkov/CKV_DOCKER_6',
    'kics/MAINTAINER Instruction Being Used',
    'dockerfile-doctor/DD017',
    'droast/DF019',
    'dockerfilelint/deprecated_in_1.13',
    'dockerfile-utils/DEPRECATED_MAINTAINER',
    'slim/20008',
    'dockerfile_lint/maintainer_deprecated',
  ],
  fix: 'safe',
  fixing:
    'Writes the same text as the value of the label, without quotes around all of it. Refused when the text spans several lines.',
  references: ['https://docs.docker.com/reference/build-checks/maintainer-deprecated/'],
  examples: [
    {
      bad: 'FROM alpine:3.22\nMAINTAINER Platform Team <platform@example.com>\n',
      fixed: `FROM alpine:3.22\nLABEL ${label}="Platform Team <platform@example.com>"\n`,
    },
    {
      bad: 'FROM alpine:3.22\nMAINTAINER "Team of $5"\n',
      fixed: `FROM alpine:3.22\nLABEL ${label}="Team of \\$5"\n`,
      note: 'LABEL puts variables in, MAINTAINER does not.',
    },
    { good: `FROM alpine:3.22\nLABEL ${label}="Platform Team"\n` },
  ],
  check({ dockerfile, report }) {
    for (const maintainer of dockerfile.instructions('MAINTAINER')) {
      const { value, lineSpan } = maintainer;
      if (!value) continue;
      report(lineSpan, `MAINTAINER is deprecated: use LABEL ${label}`)
        .tag('deprecated')
        .fix('Replace with LABEL', () =>
          value.span.end - value.span.start === value.text.length
            ? [replace(lineSpan, `LABEL ${label}=${quoted(textOf(value.text), maintainer.escapeMark)}`)]
            : new Refusal('The text spans several lines.'),
        );
    }
  },
});

/**
 * What a MAINTAINER says. It takes quotes for part of the text, which nobody means who puts them around all of it; with
 * variables and escapes in it it does nothing.
 */
function textOf(written: string): string {
  return /^"([^"]*)"$/.exec(written)?.[1] ?? written;
}
