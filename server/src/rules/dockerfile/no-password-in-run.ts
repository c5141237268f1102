import type { ShellCommand } from '../../shell/command.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'no-password-in-run',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give users of an image no password',
  why: 'A password in a RUN stands in the history of the image, for everybody who can pull it, and is the same in every container. Nobody logs in to a container with a password: `kubectl exec` and `docker exec` need none, and a user without one can be used with USER all the same. Where an SSH server needs users, let keys be mounted when it starts.',
  lesson: 'build-and-run',
  aliases: ['checkov/CKV2_DOCKER_17'],
  fix: 'none',
  examples: [
    { bad: 'FROM debian:13\nRUN useradd -m app && echo "app:secret" | chpasswd\n' },
    { bad: 'FROM fedora:44\nRUN echo secret | passwd --stdin root\n' },
    {
      bad: 'FROM debian:13\nRUN echo "app:$PASSWORD" | chpasswd\n',
      preset: 'strict',
      note: 'A build argument is in the history too.',
    },
    { bad: 'FROM debian:13\nRUN chpasswd < users.txt\n', preset: 'all' },
    { good: 'FROM debian:13\nRUN useradd -m app\nUSER app\n' },
    { good: 'FROM debian:13\nRUN --mount=type=secret,id=users chpasswd < /run/secrets/users\n', preset: 'strict' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      for (const { members } of run.script?.pipelines ?? []) {
        const last = members.at(-1)?.command;
        const first = members[0]?.command;
        if (!last || !first || !setsPassword(last) || !['echo', 'printf'].includes(first.name)) continue;
        const isWritten = first.arguments.every(({ value }) => value !== undefined);
        report(
          first.span,
          `A password in a RUN can be read from the history of the image: let the user have none`,
        ).onlyIn(isWritten ? 'recommended' : 'strict');
      }
    }
    for (const { command } of dockerfile.commandsNamed('chpasswd', 'passwd')) {
      if (!setsPassword(command) || command.place.pipe !== undefined) continue;
      report(command.span, `${command.name} gives a user of the image a password: let the user have none`)
        .onlyIn('all')
        .grade('hint');
    }
  },
});

/** Whether a command reads passwords and sets them. */
function setsPassword(command: ShellCommand): boolean {
  return command.name === 'chpasswd' || (command.name === 'passwd' && command.has('--stdin'));
}
