import { membershipsIn } from '../../dockerfile/users.ts';
import { remove } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'keep-supplementary-groups',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Name no group in USER when the user is in several',
  why: '`USER name:group` gives the process that one group and no other: whatever groups the user was put into, with `usermod -aG`, `gpasswd -a` or `adduser user group`, are dropped, and the files and sockets they were meant for cannot be opened. `USER name` alone keeps them all, with the primary group of the user.',
  aliases: ['tally/user-explicit-group-drops-supplementary-groups'],
  fix: 'suggested',
  fixing: 'Removes the group from USER.',
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN groupadd docker && useradd -r -U -G docker,video app\nUSER app:app\n',
      fixed: 'FROM debian:13\nRUN groupadd docker && useradd -r -U -G docker,video app\nUSER app\n',
    },
    {
      bad: 'FROM alpine:3.24\nRUN adduser -D app && addgroup app tty\nUSER app:app\n',
      fixed: 'FROM alpine:3.24\nRUN adduser -D app && addgroup app tty\nUSER app\n',
    },
    { good: 'FROM debian:13\nRUN useradd -r -U -G docker app\nUSER app\n' },
    { good: 'FROM debian:13\nRUN useradd -r -g app app\nUSER app:app\n' },
  ],
  check({ dockerfile, report }) {
    for (const { value, stage } of dockerfile.instructions('USER')) {
      const [user, group] = (value && stage.expand(value).value)?.split(':') ?? [];
      if (!value || !user || !group) continue;
      const dropped = membershipsIn(stage)
        .filter((one) => one.user === user)
        .flatMap(({ groups }) => groups)
        .filter((one) => one !== group);
      if (dropped.length === 0) continue;
      const isPlain = value.span.end - value.span.start === value.text.length && !/["'{}]/.test(value.text);
      const named = isPlain
        ? { start: value.span.start + value.text.lastIndexOf(':'), end: value.span.end }
        : value.span;
      const finding = report(
        named,
        `With a group named, ${user} is no longer in ${[...new Set(dropped)].join(', ')}: write USER ${user}`,
      );
      if (isPlain) finding.fix(`Write USER ${user}`, [remove(named)]);
    }
  },
});
