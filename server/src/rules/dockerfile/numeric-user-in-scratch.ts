import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { lacksUsers, usersMadeIn } from '../../dockerfile/users.ts';
import type { Word } from '../../dockerfile/words.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

/** The number for a user that nothing gives one to: high enough for no distribution to use it. */
const anyUser = '10001';

export default dockerfileRule({
  id: 'numeric-user-in-scratch',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Name users by number where there is no /etc/passwd',
  why: 'Names of users and groups are looked up in `/etc/passwd` and `/etc/group` of the image. An image from `scratch` has neither unless they are copied into it: with a name in USER the container does not start, and with one in `--chown` the build fails. Numbers need no looking up.',
  aliases: ['tally/named-identity-in-passwdless-stage'],
  fix: 'suggested',
  fixing: `Writes the number that the user of that name is given in another stage, or else ${anyUser}, for the user and for the group.`,
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  examples: [
    {
      bad: 'FROM scratch\nCOPY app /usr/bin/app\nUSER app\nENTRYPOINT ["/usr/bin/app"]\n',
      fixed: 'FROM scratch\nCOPY app /usr/bin/app\nUSER 10001\nENTRYPOINT ["/usr/bin/app"]\n',
    },
    {
      bad: 'FROM golang:1.27 AS build\nRUN useradd -u 1234 app\nFROM scratch\nCOPY --from=build --chown=app:app /app /\nUSER app:app\nENTRYPOINT ["/app"]\n',
      fixed:
        'FROM golang:1.27 AS build\nRUN useradd -u 1234 app\nFROM scratch\nCOPY --from=build --chown=1234:1234 /app /\nUSER 1234:1234\nENTRYPOINT ["/app"]\n',
    },
    {
      good: 'FROM golang:1.27 AS build\nFROM scratch\nCOPY --from=build /etc/passwd /etc/passwd\nCOPY --from=build /app /app\nUSER nobody\n',
    },
    { good: 'FROM scratch\nADD rootfs.tar.xz /\nUSER nobody\n' },
    { good: 'FROM scratch\nCOPY app /usr/bin/app\nUSER 65532:65532\n' },
  ],
  check({ dockerfile, report }) {
    for (const stage of dockerfile.stages) {
      if (!stage.isFromScratch) continue;
      const owners = namesOfUsers(stage);
      if (owners.length === 0 || !lacksUsers(stage)) continue;
      for (const { word, name, isUser } of owners) {
        const numbers = asNumbers(name, dockerfile);
        const effect = isUser ? 'the container does not start' : 'the build fails';
        const finding = report(
          word.span,
          `There is no /etc/passwd to look ${name} up in, so ${effect}: write a number`,
        );
        if (word.text === name && word.span.end - word.span.start === name.length)
          finding.fix(`Write ${numbers}`, [replace(word.span, numbers)]);
      }
    }
  },
});

/** The users and groups that a stage names other than by number. Root is a matter of its own. */
function namesOfUsers(stage: Stage): readonly { word: Word; name: string; isUser: boolean }[] {
  const users = stage.own('USER').flatMap(({ value }) => value ?? []);
  const copies = [...stage.own('COPY'), ...stage.own('ADD')].flatMap((copy) => copy.flag('chown')?.value ?? []);
  return [...users, ...copies].flatMap((word) => {
    const name = stage.expand(word).value;
    const parts = name?.split(':') ?? [];
    return name !== undefined && parts.some((part) => !/^(?:\d*|root)$/.test(part))
      ? { word, name, isUser: users.includes(word) }
      : [];
  });
}

/** The same user and group by number. */
function asNumbers(name: string, { stages }: Dockerfile): string {
  const [user = ''] = name.split(':');
  const made = stages.flatMap(usersMadeIn).find((one) => one.name === user && /^\d+$/.test(one.id ?? ''));
  const number = made?.id ?? anyUser;
  return name
    .split(':')
    .map((part) => (/^\d+$/.test(part) ? part : number))
    .join(':');
}
