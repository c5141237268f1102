import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { insertBeforeStart } from '../../dockerfile/stage-edits.ts';
import { startCommands } from '../../dockerfile/start.ts';
import { stepsDown, usersMadeIn } from '../../dockerfile/users.ts';
import { makesAccount } from '../../shell/accounts.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'use-created-user',
  category: 'security',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Run the image as the user that was made for it',
  why: 'A user that is made and then named nowhere, neither by USER nor by `--chown`, `chown` or a tool that steps down from root, changes nothing: the image runs as root all the same. Most often the USER instruction was forgotten.',
  lesson: 'unprivileged',
  aliases: ['tally/user-created-but-never-used'],
  fix: 'suggested',
  fixing:
    'Adds a USER before the command. What the application writes to must belong to that user: look at it once. Refused when the file chooses root.',
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN useradd --system --uid 10001 app\nCOPY app /\nCMD ["/app"]\n',
      fixed: 'FROM debian:13\nRUN useradd --system --uid 10001 app\nCOPY app /\nUSER app\nCMD ["/app"]\n',
    },
    {
      bad: 'FROM alpine:3.24 AS base\nRUN adduser -S web\nFROM base\nCMD ["/server"]\n',
      fixed: 'FROM alpine:3.24 AS base\nRUN adduser -S web\nFROM base\nUSER web\nCMD ["/server"]\n',
    },
    { good: 'FROM debian:13\nRUN useradd app\nUSER app\nCMD ["/app"]\n' },
    { good: 'FROM debian:13\nRUN useradd app\nCOPY --chown=app . /srv\nCMD ["/srv/start"]\n', note: 'It owns files.' },
    {
      good: 'FROM debian:13\nRUN useradd app\nENTRYPOINT ["/docker-entrypoint.sh"]\n',
      note: 'The script may step down from root.',
    },
    { good: 'FROM debian:13\nRUN useradd mysql\nCMD ["mysqld"]\n', note: 'A daemon that steps down by itself.' },
  ],
  check({ dockerfile, report }) {
    const stage = dockerfile.finalStage;
    if (!stage.user.isRoot) return;
    const users = usersMadeIn(stage);
    const [start] = users.length === 0 ? [] : startCommands(stage);
    if (!start || /(?:\.sh|entrypoint)$/.test(start.name) || stepsDown(stage)) return;
    const instructions = stage.lineage.flatMap((one) => one.instructions);
    for (const { name, word } of users) {
      if (isDaemonOf(start, name) || instructions.some((one) => names(one, name))) continue;
      report(word.span, `The user ${name} is made and never used, so the image runs as root: add USER ${name}`).fix(
        `Add USER ${name}`,
        () => addUser(dockerfile, stage, name),
      );
    }
  },
});

/** Whether a command is a program of the system called as its user is: such daemons give up being root by themselves. */
function isDaemonOf({ name, words }: ShellCommand, user: string): boolean {
  const path = words[0]?.value ?? '';
  return name.startsWith(user) && (!path.includes('/') || /^\/(?:usr\/)?(?:local\/)?s?bin\//.test(path));
}

/** Whether an instruction speaks of a user, other than in making it. */
function names(instruction: Instruction, user: string): boolean {
  const flags = instruction.flags.flatMap(({ value }) => value ?? []);
  const words =
    instruction instanceof CopyInstruction
      ? flags
      : instruction instanceof RunInstruction
        ? instruction.commands.filter((command) => !makesAccount(command)).flatMap(({ allWords }) => allWords)
        : instruction.words;
  return words.some(({ text }) => text.split(/[\s:=,"'[\]{}()]+/).includes(user));
}

function addUser(dockerfile: Dockerfile, stage: Stage, name: string): Built {
  if (stage.user.instruction) return new Refusal('The file chooses root with a USER of its own.');
  const edit = insertBeforeStart(dockerfile, stage, [`USER ${name}`]);
  return edit ? [edit] : new Refusal('The stage is empty.');
}
