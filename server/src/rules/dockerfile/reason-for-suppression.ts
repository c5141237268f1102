import { suppressionsOf } from '../../dockerfile/suppressions.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'reason-for-suppression',
  category: 'maintainability',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  summary: 'Suppress nothing without a reason',
  why: 'A suppression is a decision, and the next person cannot tell a good one from a hasty one unless it says why. With a reason it can be reviewed, and removed when the reason is gone.',
  aliases: ['hadolint/DL1001'],
  fix: 'none',
  examples: [
    { bad: 'FROM alpine:3.24\n# hadolint ignore=DL3018\nRUN apk add --no-cache curl\n' },
    { bad: '# seaworthy-ignore-next-line pin-base-image\nFROM alpine\n' },
    {
      good: 'FROM alpine:3.24\n# seaworthy-ignore-next-line pin-package-versions: the base image is rebuilt weekly\nRUN apk add --no-cache curl\n',
    },
    { good: 'FROM alpine:3.24\n# hadolint ignore=DL3018 # rebuilt weekly\nRUN apk add --no-cache curl\n' },
  ],
  check({ dockerfile, report }) {
    for (const { span, reason, rules } of suppressionsOf(dockerfile)) {
      if (reason !== undefined) continue;
      const names = rules.map(({ name }) => name).join(', ');
      report(span, `Nobody can tell why ${names} is suppressed here: mend it, or write the reason behind it`);
    }
  },
});
