import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { plainPackageName } from '../../shell/build-tools.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'no-login-tools',
  category: 'maintainability',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Treat a build as a build, and a container as a process',
  why: 'A RUN is a step of a build: there is no terminal for an editor or `top`, no machine to shut down, and a service that is started in one is gone when it ends, because images hold files and not processes. An SSH server in a container is a second process, with keys, users and updates of its own, for what `docker exec` and `kubectl exec` do without.',
  lesson: 'cattle',
  aliases: [
    'hadolint/DL3001',
    'kics/Run Utilities And POSIX Commands',
    'droast/DF060',
    'slim/20022',
    'dockerfile_lint/installing_ssh',
  ],
  fix: 'none',
  examples: [
    { bad: 'FROM debian:13\nRUN apt-get update && service postgresql start\n' },
    { bad: 'FROM debian:13\nRUN vim /etc/hosts\n', preset: 'strict' },
    { bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y openssh-server\n', preset: 'strict' },
    { bad: 'FROM debian:13\nRUN mount /dev/sda1 /mnt\n', preset: 'all' },
    {
      good: 'FROM debian:13\nRUN service postgresql start && createdb app && service postgresql stop\n',
      preset: 'strict',
    },
    { good: 'FROM debian:13\nRUN --mount=type=ssh ssh -T git@example.com\n', preset: 'strict' },
  ],
  check({ dockerfile, report }) {
    for (const { run, command } of dockerfile.commandsNamed(...tools)) {
      const { name, span } = command;
      if (isStart(command) && isLast(command, run)) {
        report(span, `${name} starts a service that ends with this RUN: start it in CMD or ENTRYPOINT`)
          .as(...commandNames)
          .grade('warning');
      } else if (pointless.has(name) && !isReasonable(command, run)) {
        report(span, `${name} is for people at a terminal, and a build has none: remove it`)
          .as(...commandNames)
          .onlyIn('strict');
      } else if (doubtful.has(name)) {
        report(span, `${name} has hardly ever a use in a build: look whether it is needed`)
          .as(...commandNames)
          .onlyIn('all')
          .grade('hint');
      }
    }
    for (const run of dockerfile.instructions('RUN')) {
      if (!dockerfile.isShipped(run.stage)) continue;
      for (const { packages } of run.packageActions.filter(({ kind }) => kind === 'install')) {
        const server = packages.find(({ value }) =>
          /^(?:openssh-server|sshd|dropbear)$/.test(plainPackageName(value ?? '')),
        );
        if (!server) continue;
        report(server.span, `${server.text} puts a way in beside the application: use docker exec or kubectl exec`)
          .as('slim/20022', 'dockerfile_lint/installing_ssh')
          .onlyIn('strict');
      }
    }
  },
});

const commandNames = ['hadolint/DL3001', 'kics/Run Utilities And POSIX Commands', 'droast/DF060'];

const pointless: ReadonlySet<string> = new Set([
  'emacs',
  'free',
  'halt',
  'htop',
  'nano',
  'poweroff',
  'reboot',
  'shutdown',
  'ssh',
  'top',
  'vi',
  'vim',
]);

const doubtful: ReadonlySet<string> = new Set(['ifconfig', 'kill', 'mount', 'ps', 'service', 'ssh', 'vim']);

const tools = new Set([...pointless, ...doubtful, 'rc-service', 'systemctl']);

/** Editors that work through a script, SSH with a key of the builder, and questions about a version. */
function isReasonable(command: ShellCommand, run: RunInstruction): boolean {
  if (command.has('--version', '-V')) return true;
  if (command.name === 'ssh') return run.mounts.some(({ type }) => type === 'ssh' || type === 'secret');
  if (/^vim?$|^emacs$/.test(command.name)) {
    return (
      command.has('-c', '-e', '-s', '-E', '--batch', '--headless') ||
      command.arguments.some(({ text }) => text.startsWith('+'))
    );
  }
  return false;
}

function isStart({ name, operands }: ShellCommand): boolean {
  const action =
    name === 'service' || name === 'rc-service' ? operands[1] : name === 'systemctl' ? operands[0] : undefined;
  return action === 'start' || action === 'restart';
}

/** Whether nothing comes after a command that could make use of what it starts. */
function isLast(command: ShellCommand, { script, commands }: RunInstruction): boolean {
  return script !== undefined && commands.at(-1) === command && !command.place.conditional;
}
