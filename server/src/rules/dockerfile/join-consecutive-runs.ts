import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { ShellScript } from '../../shell/script.ts';
import { replace } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'join-consecutive-runs',
  category: 'image-size',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  summary: 'Join RUN instructions that follow one another',
  why: 'Each RUN is a layer of its own, and what one leaves behind a later one cannot take away again. Short commands that belong together read better as one, too. Yet separate layers are cached separately, which is why people disagree: keep them apart where one changes often and the other takes long.',
  aliases: [
    'hadolint/DL3059',
    'tally/prefer-run-heredoc',
    'kics/Multiple RUN, ADD, COPY, Instructions Listed',
    'dockerfile-doctor/DD005',
    'dockerfile-doctor/DD064',
    'droast/DF003',
    'slim/20019',
    'slim/20020',
  ],
  fix: 'suggested',
  fixing:
    'Joins the commands with `&&`, on lines of their own; comments in between stay. Refused for here-documents, the exec form, and commands such as `cd` and `export`, whose effect would reach further than before.',
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: [
    {
      bad: 'FROM alpine:3.24\nRUN mkdir /data\nRUN chown 1000 /data\n',
      fixed: 'FROM alpine:3.24\nRUN mkdir /data \\\n    && chown 1000 /data\n',
    },
    {
      bad: 'FROM alpine:3.24\nRUN mkdir /data\n# Ours.\nRUN chown 1000 /data\n',
      fixed: 'FROM alpine:3.24\nRUN mkdir /data \\\n# Ours.\n    && chown 1000 /data\n',
    },
    { bad: 'FROM alpine:3.24\nRUN cd /srv\nRUN touch file\n', note: 'Found, but not fixed.' },
    { good: 'FROM alpine:3.24\nRUN --mount=type=secret,id=key ./fetch\nRUN ./build\n', note: 'Other mounts.' },
    { good: 'FROM alpine:3.24\nRUN a && b\nRUN c\n', note: 'Whoever joins commands has thought of it.' },
    { good: 'FROM alpine:3.24 AS build\nRUN a\nRUN b\nFROM scratch\n', note: 'A stage that does not ship.' },
  ],
  check({ dockerfile, report }) {
    for (const { instructions } of dockerfile.stages.length > 0 ? dockerfile.stages : [dockerfile.preamble]) {
      let before: RunInstruction | undefined;
      for (const run of instructions) {
        if (before && run instanceof RunInstruction && areAlike(before, run) && dockerfile.isShipped(run.stage)) {
          const first = before;
          report(run.keywordSpan, 'This RUN makes another layer right after the one before: join them with &&')
            .relate(first.keywordSpan, 'The RUN before')
            .fix('Join with the RUN before', () => join(dockerfile, first, run));
        }
        before = run instanceof RunInstruction ? run : undefined;
      }
    }
  },
});

/** Whether both run a single command, with the same mounts and other flags. */
function areAlike(first: RunInstruction, second: RunInstruction): boolean {
  return flagsOf(first) === flagsOf(second) && isSingle(first) && isSingle(second);
}

function isSingle({ form, heredocs, script }: RunInstruction): boolean {
  if (heredocs.length > 0) return false;
  return form.kind === 'exec' || (script !== undefined && script.steps.length === 1);
}

function flagsOf({ flags }: RunInstruction): string {
  return flags.map(({ name, value }) => `${name}=${value?.text}`).join(' ');
}

/** Commands that change the shell itself, so that what comes after them in the same script runs differently. */
const lasting: ReadonlySet<string> = new Set(
  '. alias cd eval exec exit export popd pushd readonly set shopt source trap ulimit umask unset'.split(' '),
);

function join({ text }: Dockerfile, before: RunInstruction, run: RunInstruction): Built {
  const first = joinable(before);
  const second = joinable(run);
  if (!first || !second) return new Refusal('Both have to be plain commands in the shell form.');
  if (first.commands.some(({ name }) => lasting.has(name)))
    return new Refusal('The first command would change how the second one runs.');
  const step = second.steps[0];
  const between = text.slice(before.span.end, run.span.start);
  const comments = between.split(/\r?\n/).filter((line) => line.trim() !== '');
  const eol = lineBreakOf(text);
  const lines = [` ${run.escapeMark}`, ...comments, '    && '];
  return step
    ? [replace({ start: before.span.end, end: step.span.start }, lines.join(eol))]
    : new Refusal('There is no command.');
}

/** The script, when nothing but its one step stands in the instruction. */
function joinable({ form, script, span, arguments: piece }: RunInstruction): ShellScript | undefined {
  const step = script?.steps[0];
  if (form.kind !== 'shell' || !script || !step || script.problems.length > 0) return undefined;
  if (step.background || step.span.start !== piece.start || step.span.end !== span.end) return undefined;
  return script;
}
