import { Refusal } from '../../core/fix.ts';
import { removeFlag } from '../../dockerfile/edits.ts';
import { unknownValue } from '../../dockerfile/expand.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'redundant-target-platform',
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Do not set the platform to the one that is the default',
  why: '`FROM --platform=$TARGETPLATFORM` says what holds anyway: a stage is made for the platform that is built for. The flag is meant for stages that run elsewhere, such as compilers on `$BUILDPLATFORM`.',
  aliases: ['hadolint/DL3065', 'buildkit/RedundantTargetPlatform'],
  fix: 'safe',
  references: ['https://docs.docker.com/reference/build-checks/redundant-target-platform/'],
  examples: [
    { bad: 'FROM --platform=$TARGETPLATFORM alpine:3.22\n', fixed: 'FROM alpine:3.22\n' },
    { good: 'FROM --platform=$BUILDPLATFORM golang:1.26\n' },
  ],
  check({ dockerfile, report }) {
    for (const from of dockerfile.instructions('FROM')) {
      const flag = from.platform;
      if (!flag?.value) continue;
      const { references, text } = dockerfile.globals.expand(flag.value.piece, from.span.start);
      const isTarget = references.length === 1 && references[0]?.name === 'TARGETPLATFORM' && text === unknownValue;
      if (!isTarget || references[0]?.operator !== undefined) continue;
      report(flag.span, 'A stage is made for $TARGETPLATFORM anyway: leave the flag out').fix('Remove the flag', () => {
        const edit = removeFlag(from, flag);
        return edit instanceof Refusal ? edit : [edit];
      });
    }
  },
});
