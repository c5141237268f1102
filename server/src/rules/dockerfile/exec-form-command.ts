import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { CommandInstruction } from '../../dockerfile/instructions/command.ts';
import { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { ShellScript } from '../../shell/script.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'exec-form-command',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write CMD and ENTRYPOINT in exec form',
  why: 'In shell form the process with PID 1 is `/bin/sh -c`, which does not pass signals on: `docker stop` and Kubernetes send SIGTERM, nothing happens, and ten or thirty seconds later the application is killed in the middle of its work. An ENTRYPOINT in shell form also swallows CMD and all arguments. A JSON array starts the program itself.',
  lesson: 'cattle',
  aliases: [
    'hadolint/DL3025',
    'buildkit/JSONArgsRecommended',
    'kics/Not Using JSON In CMD And ENTRYPOINT Arguments',
    'dockerfile-doctor/DD019',
    'droast/DF018',
    'droast/DF025',
    'slim/20012',
  ],
  fix: 'suggested',
  fixing:
    'A plain command becomes a JSON array of its words. One that needs a shell, for variables or several steps, becomes `["/bin/sh", "-c", "..."]` with `exec` before the program that stays, so that it takes the place of the shell and gets the signals. Refused when no program stays in the foreground, and when a SHELL instruction chooses another shell.',
  references: [
    'https://docs.docker.com/reference/build-checks/json-args-recommended/',
    'https://docs.docker.com/reference/dockerfile/#shell-and-exec-form',
  ],
  examples: [
    {
      bad: 'FROM node:24\nUSER node\nCMD node server.js --name "my app"\n',
      fixed: 'FROM node:24\nUSER node\nCMD ["node", "server.js", "--name", "my app"]\n',
    },
    {
      bad: 'FROM eclipse-temurin:25-jre\nCMD java $JAVA_OPTS -jar /app.jar\n',
      fixed: 'FROM eclipse-temurin:25-jre\nCMD ["/bin/sh", "-c", "exec java $JAVA_OPTS -jar /app.jar"]\n',
      note: 'Variables need a shell; `exec` makes it step aside.',
    },
    {
      bad: 'FROM python:3.14\nENTRYPOINT python manage.py migrate && gunicorn app.wsgi\n',
      fixed: 'FROM python:3.14\nENTRYPOINT ["/bin/sh", "-c", "python manage.py migrate && exec gunicorn app.wsgi"]\n',
    },
    {
      bad: 'FROM node:24\nCMD node server.js \\\n    --port $PORT\n',
      fixed: 'FROM node:24\nCMD ["/bin/sh", "-c", "exec node server.js --port $PORT"]\n',
    },
    {
      bad: 'FROM node:24\nENTRYPOINT ["docker-entrypoint.sh"]\nCMD node server.js\n',
      note: 'Found, but not fixed: the entrypoint would get other arguments.',
    },
    {
      bad: 'FROM python:3.14\nENTRYPOINT python app.py\nCMD --port 80\n',
      note: 'An entrypoint in shell form ignores CMD; in exec form it would not.',
    },
    {
      bad: 'FROM node:24\nHEALTHCHECK --interval=30s CMD node healthy.js\n',
      preset: 'all',
      fixed: 'FROM node:24\nHEALTHCHECK --interval=30s CMD ["node", "healthy.js"]\n',
      note: 'A check that needs no shell: a hint.',
    },
    {
      bad: 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY server /\nCMD /server\n',
      fixed: 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY server /\nCMD ["/server"]\n',
      note: 'There is no shell in the image: an error.',
    },
    { good: 'FROM node:24\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n', preset: 'all' },
    { good: 'FROM node:24\nCMD ["node", "server.js"]\n' },
    { good: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCMD app.exe\n', note: 'Windows has no signals.' },
    {
      good: 'FROM node:24\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nCMD node server.js | tee log\n',
      note: 'Whoever sets SHELL has chosen a shell.',
    },
  ],
  check({ dockerfile, report }) {
    for (const instruction of [...dockerfile.instructions('ENTRYPOINT'), ...dockerfile.instructions('CMD')]) {
      const { form, keyword, arguments: piece, stage, shell } = instruction;
      // What PID 1 makes of signals is known of the Bourne shell; Windows has none.
      if (!shell.isBourne) continue;
      // What begins like an array and is none has a finding of its own.
      if (form.kind === 'exec' || piece.text === '' || instruction.jsonProblem || stage.last('SHELL')) continue;
      if (isStartedWithoutShell(instruction)) {
        report(
          instruction.lineSpan,
          `${keyword} in shell form is started by /bin/sh, which the image does not have: the container does not start; write a JSON array`,
        )
          .grade('error')
          .fix(
            'Write in exec form',
            () => refusalForPartner(dockerfile, instruction) ?? toExecFormWithoutShell(instruction),
          );
        continue;
      }
      report(
        instruction.lineSpan,
        `${keyword} in shell form runs behind /bin/sh, which passes no signals on: write a JSON array`,
      ).fix('Write in exec form', () => refusalForPartner(dockerfile, instruction) ?? toExecForm(instruction));
    }
    for (const { command, stage } of dockerfile.instructions('HEALTHCHECK')) {
      const script = command?.form.kind === 'shell' && command.shell.isBourne ? command.form.script : undefined;
      // A check gets no signals: the shell is only in the way where nothing needs it.
      if (!command || !script || command.jsonProblem || stage.last('SHELL') || !plainWords(script)) continue;
      report(command.lineSpan, 'The check runs in a shell, which it does not need: write a JSON array')
        .as('hadolint/DL3025')
        .grade('hint')
        .onlyIn('all')
        .fix('Write in exec form', () => toExecForm(command));
    }
  },
});

/** Whether it is what a stage starts that has no `/bin/sh`; one built upon it may bring a shell. */
function isStartedWithoutShell(instruction: CommandInstruction): boolean {
  const { stage, keyword } = instruction;
  const isStarted = stage.children.length === 0 && stage.last(keyword === 'CMD' ? 'CMD' : 'ENTRYPOINT') === instruction;
  return isStarted && RuntimeImage.of(stage).hasShell === false;
}

function toExecFormWithoutShell(instruction: CommandInstruction): Built {
  const { form } = instruction;
  const isPlain = form.kind === 'shell' && form.script && plainWords(form.script);
  return isPlain ? toExecForm(instruction) : new Refusal('It needs a shell, and the image has none.');
}

/**
 * Why the other of ENTRYPOINT and CMD, where one holds for the same image, is in the way: in exec form the CMD is handed
 * to the ENTRYPOINT as its arguments, in shell form it is not, or comes in one piece behind `/bin/sh -c`.
 */
function refusalForPartner(dockerfile: Dockerfile, instruction: CommandInstruction): Refusal | undefined {
  const keyword = instruction.keyword === 'CMD' ? 'CMD' : 'ENTRYPOINT';
  const other = keyword === 'CMD' ? 'ENTRYPOINT' : 'CMD';
  const hasPartner = [dockerfile.preamble, ...dockerfile.stages].some((stage) => {
    const partner = stage.last(keyword) === instruction ? stage.last(other) : undefined;
    return partner !== undefined && !(partner.form.kind === 'exec' && partner.form.command === undefined);
  });
  return hasPartner
    ? new Refusal(`What the ${other} does would change with it: the CMD becomes its arguments.`)
    : undefined;
}

/** Words that the shell itself understands: there is no program to start, or to put `exec` before. */
const builtins: ReadonlySet<string> = new Set([
  '.',
  ':',
  'alias',
  'bg',
  'cd',
  'command',
  'eval',
  'exit',
  'export',
  'fg',
  'read',
  'return',
  'set',
  'shift',
  'source',
  'trap',
  'type',
  'ulimit',
  'umask',
  'unset',
  'wait',
]);

function toExecForm(instruction: CommandInstruction): Built {
  const { form, arguments: piece } = instruction;
  const script = form.kind === 'shell' ? form.script : undefined;
  if (!script || script.problems.length > 0) return new Refusal('The command is not understood.');
  const span = { start: piece.start, end: piece.start + piece.text.length };
  if (instruction.comments.some(({ span: comment }) => comment.start > span.start)) {
    return new Refusal('There are comments between the lines of the command.');
  }
  const words = plainWords(script);
  if (words) return [replace(span, jsonArray(words))];
  const line = withExec(script, instruction);
  return line instanceof Refusal ? line : [replace(span, jsonArray(['/bin/sh', '-c', line]))];
}

/** The words of a script that is one plain command, for which no shell is needed. */
function plainWords({ steps, lists }: ShellScript): readonly string[] | undefined {
  const command = steps.length === 1 && !lists[0]?.background ? steps[0]?.command : undefined;
  if (!command || command.assignments.length > 0 || command.hasRedirections || builtins.has(command.name))
    return undefined;
  const words = command.wrappers[0] === 'exec' && command.wrappers.length === 1 ? command.words : command.allWords;
  const values = words.map(({ value, text }) => (value === undefined || /^~|[*?[\]{}]/.test(text) ? undefined : value));
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** The script on one line, with `exec` before the program that stays. */
function withExec({ steps, lists }: ShellScript, { arguments: piece }: CommandInstruction): string | Refusal {
  const last = steps.at(-1);
  const command = last?.command;
  if (!last || !command || lists.at(-1)?.background) return new Refusal('No single program stays in the foreground.');
  if (last.joiner === '||') return new Refusal('Which program stays depends on how the one before it ends.');
  if (command.name === '' || builtins.has(command.name) || command.assignments.length > 0) {
    return new Refusal('It is not plain which program stays in the foreground.');
  }
  const words = steps.flatMap((step) => step.commands).flatMap(({ allWords }) => allWords);
  if (words.some(({ span }) => piece.text.slice(span.start - piece.start, span.end - piece.start).includes('\0'))) {
    return new Refusal('A quoted text spans several lines.');
  }
  const at = last.span.start - piece.start;
  const exec = command.wrappers.includes('exec') ? '' : 'exec ';
  return onOneLine(piece.text.slice(0, at)) + exec + onOneLine(piece.text.slice(at));
}

/** A text without its line breaks, each of which becomes a single blank. */
function onOneLine(text: string): string {
  return text.replace(/[ \t]*\0+[ \t]*/g, ' ');
}

function jsonArray(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
