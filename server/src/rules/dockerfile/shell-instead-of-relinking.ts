import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertAbove } from '../../dockerfile/edits.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { removeStep } from '../../dockerfile/script-edits.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'shell-instead-of-relinking',
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Choose the shell with SHELL, not with a link at /bin/sh',
  why: 'A new link at `/bin/sh` changes the shell of every script in the image, those of packages included, which were written for the one that was there, and the next update of the package that owns the link sets it back. The SHELL instruction changes the shell of the RUN instructions below it and nothing else.',
  aliases: ['hadolint/DL4005', 'kics/Changing Default Shell Using RUN Command'],
  fix: 'suggested',
  fixing: 'Puts a SHELL instruction in place of the command. Refused where a SHELL instruction is in force.',
  references: ['https://docs.docker.com/reference/dockerfile/#shell'],
  examples: [
    {
      bad: 'FROM ubuntu:24.04\nRUN ln -sf /bin/bash /bin/sh\nRUN source ./env && make\n',
      fixed: 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-c"]\nRUN source ./env && make\n',
    },
    {
      bad: 'FROM ubuntu:24.04\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh\n',
      fixed: 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-c"]\n',
    },
    {
      bad: 'FROM ubuntu:24.04\nRUN apt-get update && ln -sf /bin/bash /bin/sh\n',
      fixed: 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-c"]\nRUN apt-get update\n',
    },
    { good: 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-c"]\nRUN source ./env && make\n' },
    { good: 'FROM ubuntu:24.04\nRUN ln -sf /bin/true /sbin/initctl\n' },
  ],
  check({ dockerfile, report }) {
    for (const { run, command } of dockerfile.commandsNamed('ln')) {
      const shell = relinkedTo(command);
      if (shell === undefined) continue;
      report(command.span, `A link at /bin/sh changes every script of the image: use SHELL ["${shell}", "-c"]`).fix(
        `Use SHELL ["${shell}", "-c"]`,
        () => toShell(dockerfile, run, command, shell),
      );
    }
  },
});

/** What a command makes `/bin/sh` a link to; undefined when it does no such thing. */
function relinkedTo({ operands }: ShellCommand): string | undefined {
  const [target, link] = operands;
  if (target === undefined || operands.length !== 2) return undefined;
  return link === '/bin/sh' || link === '/usr/bin/sh' ? target : undefined;
}

function toShell(dockerfile: Dockerfile, run: RunInstruction, command: ShellCommand, shell: string): Built {
  if (run.onbuild) return new Refusal('The RUN is the trigger of an ONBUILD.');
  const program = /^(?:(?:\/usr)?\/bin\/)?((?:ba|da|z|k|a)sh)$/.exec(shell)?.[1];
  if (program === undefined) return new Refusal('What the link leads to is not known to be a shell.');
  if (run.shell.words.join(' ') !== '/bin/sh -c') return new Refusal('A SHELL instruction is in force already.');
  const line = `SHELL ["${shell.startsWith('/') ? shell : `/bin/${shell}`}", "-c"]`;
  const steps = run.script?.steps ?? [];
  const others = steps.filter((step) => step.command !== command && !makesRoom(step.command));
  if (others.length === 0) return [replace(run.span, line)];
  const step = steps.find((one) => one.command === command);
  if (!step || steps.some((one) => makesRoom(one.command))) return new Refusal('The commands belong together.');
  const removed = removeStep(dockerfile, run, step);
  return removed instanceof Refusal ? removed : [insertAbove(dockerfile, run, [line]), removed];
}

/** Whether a command removes or keeps the link there was. */
function makesRoom(command: ShellCommand | undefined): boolean {
  return ['rm', 'mv', 'unlink'].includes(command?.name ?? '') && command?.operands[0] === '/bin/sh';
}
