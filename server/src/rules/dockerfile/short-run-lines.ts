import * as z from 'zod';
import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { replace, type TextEdit } from '../../text/edit.ts';
import { LineMap, lineBreakOf } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'short-run-lines',
  category: 'maintainability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Give each command of a long RUN a line of its own',
  why: 'A review shows lines, and so does an error of the builder: in a line of three hundred characters neither says which of the commands has changed or failed.',
  aliases: ['dockerfile-doctor/DD074'],
  fix: 'safe',
  fixing: 'Breaks the line before each `&&`.',
  options: z.object({
    longest: z.int().min(40).default(160).describe('How many characters a line of a RUN may have.'),
  }),
  examples: [
    {
      bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n',
      fixed: 'FROM debian:13\nRUN apt-get update \\\n    && apt-get install -y curl\n',
      options: { longest: 40 },
    },
    { good: 'FROM debian:13\nRUN apt-get update \\\n    && apt-get install -y curl\n', options: { longest: 40 } },
    {
      good: 'FROM debian:13\nRUN curl https://example.com/a/file/with/a/long/name\n',
      options: { longest: 40 },
      note: 'A single command may be as long as it has to be.',
    },
  ],
  check({ dockerfile, options, report }) {
    let map: LineMap | undefined;
    for (const run of dockerfile.instructions('RUN')) {
      if (run.lineSpan.end - run.lineSpan.start <= options.longest || run.heredocs.length > 0) continue;
      map ??= new LineMap(dockerfile.text);
      const [first, last] = [map.lineAt(run.lineSpan.start), map.lineAt(run.lineSpan.end)];
      const jointsOf = jointsByLine(dockerfile, run, map);
      for (let line = first; line <= last; line++) {
        const [start, end] = [map.lineStart(line), map.lineEnd(line)];
        const joints = jointsOf.get(line);
        if (end - start <= options.longest || !joints) continue;
        report(
          { start: Math.max(start, run.span.start), end },
          `${end - start} characters in one line: give each command its own`,
        ).fix('Break the line before each &&', () => breakLine(run, joints, dockerfile));
      }
    }
  },
});

/** The stretches between two commands that stand in one line, by the line. */
function jointsByLine({ text }: Dockerfile, { script }: RunInstruction, map: LineMap): ReadonlyMap<number, Span[]> {
  const byLine = new Map<number, Span[]>();
  const steps = script?.steps ?? [];
  for (const [at, { span, joiner }] of steps.entries()) {
    const before = steps[at - 1];
    if (!before || joiner !== '&&') continue;
    const gap = { start: before.span.end, end: span.start };
    if (!/^[ \t]*&&[ \t]*$/.test(text.slice(gap.start, gap.end))) continue;
    const line = map.lineAt(gap.start);
    const others = byLine.get(line);
    if (others) others.push(gap);
    else byLine.set(line, [gap]);
  }
  return byLine;
}

function breakLine(
  run: RunInstruction,
  joints: readonly { readonly start: number; readonly end: number }[],
  { text }: Dockerfile,
): Built {
  if (run.form.kind !== 'shell') return new Refusal('The command is in exec form.');
  return joints.map((joint): TextEdit => replace(joint, ` ${run.escapeMark}${lineBreakOf(text)}    && `));
}
