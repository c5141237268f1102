import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertAbove, insertBelow } from '../../dockerfile/edits.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { removeStep } from '../../dockerfile/script-edits.ts';
import type { Step } from '../../shell/script.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'use-workdir',
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Change the folder with WORKDIR, not with cd',
  why: 'Every RUN starts in the working directory anew. A `cd` at the end of one has no effect on anything, which is hardly ever what was meant. One at the beginning works, but says only to the shell what WORKDIR says to everybody: the next RUN, COPY, CMD and whoever reads the file. Under `strict` those are reported too, and under `all` every other `cd`.',
  aliases: [
    'hadolint/DL3003',
    'trivy/DS-0013',
    "kics/RUN Instruction Using 'cd' Instead of WORKDIR",
    'droast/DF008',
    'dockerfile-doctor/DD045',
  ],
  fix: 'suggested',
  fixing:
    'Puts a WORKDIR in place of a `cd` that leads or ends a RUN. Where later instructions of the stage start in the folder before, a second WORKDIR brings them back; the fix is refused when that folder is the base image’s choice.',
  references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
  examples: [
    {
      bad: 'FROM node:24\nRUN cd /app\nRUN npm ci\n',
      fixed: 'FROM node:24\nWORKDIR /app\nRUN npm ci\n',
      note: 'This `npm ci` did not run in `/app`.',
    },
    {
      bad: 'FROM debian:13\nWORKDIR /src\nRUN cd /src/lib && make\nRUN make\n',
      fixed: 'FROM debian:13\nWORKDIR /src\nWORKDIR /src/lib\nRUN make\nWORKDIR /src\nRUN make\n',
      preset: 'strict',
    },
    {
      bad: 'FROM golang:1.26\nRUN cd /src && \\\n    go build ./...\nWORKDIR /\n',
      fixed: 'FROM golang:1.26\nWORKDIR /src\nRUN go build ./...\nWORKDIR /\n',
      preset: 'strict',
    },
    { bad: 'FROM debian:13\nRUN make && cd lib && make\n', preset: 'all' },
    { good: 'FROM node:24\nWORKDIR /app\nRUN npm ci\n' },
    { good: 'FROM debian:13\nRUN dir="$(mktemp -d)" && (cd "$dir" && make)\n', preset: 'strict' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      const commands = run.commands.filter(({ name }) => name === 'cd');
      if (commands.length === 0) continue;
      const steps = run.script?.steps ?? [];
      const last = steps.at(-1);
      const stepOf = new Map(steps.map((step) => [step.command, step]));
      for (const command of commands) {
        const folder = command.operands[0];
        const step = stepOf.get(command);
        if (step && step === last && !step.background && step.joiner !== '||') {
          const target = folder ?? 'the folder';
          report(command.span, `This cd ends with its RUN and changes nothing: use WORKDIR ${target}`).fix(
            `Replace with WORKDIR ${target}`,
            () => replaceEnd(dockerfile, run, step, folder),
          );
        } else if (step && leads(step, run, commands.length)) {
          report(command.span, `cd ${folder ?? ''} at the start of a RUN: WORKDIR says so to the whole stage`)
            .onlyIn('strict')
            .grade('info')
            .fix(`Use WORKDIR ${folder ?? ''}`, () => replaceStart(dockerfile, run, step, folder));
        } else {
          report(
            command.span,
            'cd in the middle of a RUN is easily overlooked: WORKDIR and a RUN of its own are plainer',
          )
            .onlyIn('all')
            .grade('hint');
        }
      }
    }
  },
});

/** Whether a step is the first of several, and the only one that goes anywhere. */
function leads(step: Step, { script, commands, scriptHeredoc }: RunInstruction, changes: number): boolean {
  const { steps = [], functions = [] } = script ?? {};
  if (steps[0] !== step || changes > 1 || functions.length > 0 || scriptHeredoc) return false;
  const staysTogether = steps.every(({ joiner, background }) => joiner !== '||' && !background);
  return staysTogether && step.command?.operands.length === 1 && !commands.some(({ name }) => name === 'pushd');
}

function replaceEnd(dockerfile: Dockerfile, run: RunInstruction, step: Step, folder: string | undefined): Built {
  if (!isPlainPath(folder)) return new Refusal('The folder is not written as an absolute path.');
  if (run.script?.steps.length === 1) {
    if (run.onbuild || run.flags.length > 0) return new Refusal('The RUN has flags, or belongs to an ONBUILD.');
    return [replace(run.span, `WORKDIR ${folder}`)];
  }
  const removed = removeStep(dockerfile, run, step);
  return removed instanceof Refusal ? removed : [removed, insertBelow(dockerfile, run, [`WORKDIR ${folder}`])];
}

function replaceStart(dockerfile: Dockerfile, run: RunInstruction, step: Step, folder: string | undefined): Built {
  if (!isPlainPath(folder)) return new Refusal('The folder is not written as an absolute path.');
  if (run.onbuild) return new Refusal('The RUN is the trigger of an ONBUILD.');
  const removed = removeStep(dockerfile, run, step);
  if (removed instanceof Refusal) return removed;
  const edits = [insertAbove(dockerfile, run, [`WORKDIR ${folder}`]), removed];
  if (!matterAfter(dockerfile, run)) return edits;
  const before = run.stage.workingFolderAt(run.span.start);
  if (before === undefined) return new Refusal('Later instructions start in a folder that the base image chooses.');
  return before === folder ? edits : [...edits, insertBelow(dockerfile, run, [`WORKDIR ${before}`])];
}

function isPlainPath(folder: string | undefined): folder is string {
  return folder !== undefined && /^\/[\w./+@-]*$/.test(folder);
}

/** Whether the working directory behind an instruction has a meaning for anything. */
function matterAfter(dockerfile: Dockerfile, run: RunInstruction): boolean {
  for (const later of run.stage.instructions.filter(({ span }) => span.start > run.span.start)) {
    if (later.keyword === 'WORKDIR') return !later.arguments.text.startsWith('/');
    if (startsInFolder(later)) return true;
  }
  const { usedBy } = run.stage;
  return dockerfile.isShipped(run.stage) || usedBy.some(({ keyword }) => keyword === 'FROM');
}

function startsInFolder(instruction: Instruction): boolean {
  if (instruction instanceof CopyInstruction) return instruction.destination?.text.startsWith('/') !== true;
  return !['ENV', 'ARG', 'LABEL', 'EXPOSE', 'USER', 'STOPSIGNAL', 'SHELL', 'VOLUME'].includes(instruction.keyword);
}
