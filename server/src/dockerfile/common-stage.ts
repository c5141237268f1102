import { Refusal } from '../core/fix.ts';
import { insert, remove, replace, type TextEdit } from '../text/edit.ts';
import { lineBreakOf } from '../text/lines.ts';
import type { Dockerfile } from './dockerfile.ts';
import type { Instruction } from './instructions/instruction.ts';
import type { Stage } from './stage.ts';
import { freeStageName } from './stage-edits.ts';

/** Stages that begin with the same instructions upon the same image. */
export interface CommonBeginning {
  /** At least two, in the order of the text. */
  readonly stages: readonly Stage[];
  /** How many instructions behind FROM they have in common. */
  readonly length: number;
}

/** What a stage hands on to those that are built upon it as if they said it themselves. */
const handedOn: ReadonlySet<string> = new Set([
  'RUN',
  'COPY',
  'ADD',
  'ENV',
  'ARG',
  'WORKDIR',
  'USER',
  'SHELL',
  'LABEL',
]);

/**
 * The stages of a Dockerfile that do the same first, of which a RUN, COPY or ADD is part: what they have in common can be
 * a stage of its own, that is written and built once. CMD, ENTRYPOINT, ONBUILD and their like end what is common, as it
 * matters which stage says them.
 */
export function commonBeginnings({ stages, text }: Dockerfile): readonly CommonBeginning[] {
  const groups = new Map<string, Stage[]>();
  for (const stage of stages) {
    const { from } = stage;
    if (!from?.image) continue;
    const key = [from.image.text, from.platform?.value?.text ?? '', ...linesOf(stage, text).slice(0, 1)].join('\n');
    const group = groups.get(key);
    if (group) group.push(stage);
    else groups.set(key, [stage]);
  }
  return [...groups.values()].flatMap((group) => {
    const lines = group.map((stage) => linesOf(stage, text));
    const [first = [], ...others] = lines;
    let length = 0;
    while (length < first.length && others.every((one) => one[length] === first[length])) length++;
    const common = group[0]?.instructions.slice(1, length + 1) ?? [];
    const isWorthIt = common.some(({ keyword }) => keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD');
    return group.length > 1 && isWorthIt ? [{ stages: group, length }] : [];
  });
}

/** What the instructions of a stage say, up to the first that it does not hand on. */
function linesOf({ instructions }: Stage, text: string): readonly string[] {
  const behindFrom = instructions.slice(1);
  const end = behindFrom.findIndex(({ keyword }) => !handedOn.has(keyword));
  const handed = end === -1 ? behindFrom : behindFrom.slice(0, end);
  return handed.map(({ span }) => text.slice(span.start, span.end));
}

/** Makes what stages have in common a stage of its own, which they are built upon. */
export function extractCommonStage(dockerfile: Dockerfile, beginning: CommonBeginning): readonly TextEdit[] | Refusal {
  const { text, stages: all } = dockerfile;
  const [first, ...others] = beginning.stages;
  if (!first?.from?.image) return new Refusal('The stage has no FROM.');
  if (all.some(({ uses }) => uses.some(({ word }) => /^\d+$/.test(word.text)))) {
    return new Refusal('Stages are referred to by number, and the numbers would change.');
  }
  const eol = lineBreakOf(text);
  const own = commonOf(first, beginning);
  const written = first.from.stageName;
  // A first stage that is no more than what is common can be built upon as it is.
  if (first.instructions.length === own.length + 1 && written) {
    return rebased(beginning, others, written.text);
  }
  const name = freeStageName(dockerfile, 'common');
  const as = written ? ` AS ${written.text}` : '';
  const naming = written ? replace(written.span, name) : insert(first.from.image.span.end, ` AS ${name}`);
  const end = own.at(-1)?.span.end ?? first.from.span.end;
  const edits = rebased(beginning, others, name);
  if (edits instanceof Refusal) return edits;
  return [naming, insert(end, `${eol}${eol}FROM ${name}${as}`), ...edits];
}

/** Builds stages upon another one that does what they begin with. */
function rebased(beginning: CommonBeginning, stages: readonly Stage[], name: string): readonly TextEdit[] | Refusal {
  const [first] = beginning.stages;
  const said = new Set(first?.instructions.flatMap(({ comments }) => comments.map((one) => one.text)));
  const edits: TextEdit[] = [];
  for (const stage of stages) {
    const { from } = stage;
    const common = commonOf(stage, beginning);
    const last = common.at(-1);
    if (!from?.image || !last) return new Refusal('The stage has no FROM.');
    if (common.some(({ comments }) => comments.some((one) => !said.has(one.text)))) {
      return new Refusal(`Comments in ${stage.label} would be lost.`);
    }
    const { platform } = from;
    if (platform) edits.push(remove({ start: platform.span.start, end: from.image.span.start }));
    edits.push(replace(from.image.span, name));
    edits.push(remove({ start: from.lineSpan.end, end: Math.max(last.span.end, from.lineSpan.end) }));
  }
  return edits;
}

function commonOf({ instructions }: Stage, { length }: CommonBeginning): readonly Instruction[] {
  return instructions.slice(1, length + 1);
}
