import { type Built, type FixContext, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { absolutePath } from '../../dockerfile/file-origins.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { moveAbove } from '../../dockerfile/moves.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { insert, replace } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import type { BuildContext } from '../build-context.ts';
import { BuildContexts } from '../build-contexts.ts';
import { shippedOf } from '../shipped-size.ts';
import type { Proposal } from './proposal.ts';

/** Less than this is copied again in no time, in bytes. */
const leastBytes = 10_000_000;

/**
 * How files that are large and change rarely could be copied before those that change more often, so that they are neither
 * copied nor pushed again. Which do, the history says.
 */
export function copyProposals(dockerfile: Dockerfile, stage: Stage): readonly Proposal[] {
  const copies = stage.instructions.filter((one) => one instanceof CopyInstruction).filter(isPlain);
  return copies.flatMap((copy) => [
    ...splits(dockerfile, copy),
    ...wholeSplit(dockerfile, copy),
    ...moves(dockerfile, copy),
  ]);
}

/** Whether an instruction copies files of the context that it names, and says so on one line. */
function isPlain(copy: CopyInstruction): boolean {
  const { sources, expandedSources, json, heredocs, readsContext, keyword, onbuild } = copy;
  if (keyword !== 'COPY' || !readsContext || onbuild || json || heredocs.length > 0 || copy.flag('parents'))
    return false;
  return sources.every(({ text }, at) => text === expandedSources[at] && !/[*?[\\$]/.test(text));
}

/** One source of several behind the others, in an instruction of its own. */
function splits(dockerfile: Dockerfile, copy: CopyInstruction): readonly Proposal[] {
  const { sources, destination } = copy;
  if (sources.length < 2 || !destination || !/(?:\/|^\.{1,2})$/.test(destination.text)) return [];
  return sources.map(({ text: late }) => ({
    title: `Copy ${late} by itself, behind what changes less often`,
    at: [copy],
    step: copy,
    choice: copy,
    build: async (build) => {
      const early = sources.map(({ text }) => text).filter((text) => text !== late);
      const context = await contextOf(dockerfile, build);
      const refusal =
        (await refusalForSize(early, context, build)) ?? (await refusalForNames([...early, late], context));
      return (
        refusal ??
        rewritten(dockerfile, copy, (begin) => [
          `${begin}${early.join(' ')} ${destination.text}`,
          `${begin}${late} ${destination.text}`,
        ])
      );
    },
  }));
}

/** Of all that lies in the context the largest folder first, and the rest without it. */
function wholeSplit(dockerfile: Dockerfile, copy: CopyInstruction): readonly Proposal[] {
  const { wholeContext, sources, destination } = copy;
  if (!wholeContext || sources.length !== 1 || !destination || !knowsExclude(dockerfile)) return [];
  return [
    {
      title: 'Copy the largest folder before the rest',
      at: [copy],
      step: copy,
      choice: copy,
      build: async (build) => {
        const context = await contextOf(dockerfile, build);
        const folder = context && (await largestFolder(context, build));
        if (folder === undefined) return new Refusal('There is no folder that is large and has a plain name.');
        const target = `${destination.text.replace(/\/+$/, '')}/${folder}`;
        return rewritten(dockerfile, copy, (begin) => [
          `${begin}${folder} ${target}`,
          `${begin}--exclude=${folder} ${wholeContext.text} ${destination.text}`,
        ]);
      },
    },
  ];
}

/** An instruction above others that copy to other places. */
function moves(dockerfile: Dockerfile, copy: CopyInstruction): readonly Proposal[] {
  const above = copy.stage.instructions.slice(0, copy.stage.instructions.indexOf(copy)).toReversed();
  const passed: Instruction[] = [];
  for (const one of above) {
    if (!(one instanceof CopyInstruction) || one.onbuild || !areApart(one, copy)) break;
    passed.push(one);
  }
  const first = passed.at(-1);
  if (!first) return [];
  return [
    {
      title: 'Copy what changes more often behind this',
      at: [copy],
      step: copy,
      choice: copy,
      build: async (build) => {
        const sources = copy.sources.map(({ text }) => text);
        const refusal = await refusalForSize(sources, await contextOf(dockerfile, build), build);
        return refusal ?? moveAbove(dockerfile, copy, first);
      },
    },
  ];
}

/** Whether two instructions write to places neither of which lies in the other, and make folders on the way alike. */
function areApart(one: CopyInstruction, other: CopyInstruction): boolean {
  const [target, otherTarget] = [one, other].map(({ expandedDestination: to, stage, span }) =>
    to === undefined ? undefined : absolutePath(to, stage, span.start),
  );
  if (target === undefined || otherTarget === undefined) return false;
  const isWithin = (folder: string, path: string) => folder === '/' || `${path}/`.startsWith(`${folder}/`);
  if (isWithin(target, otherTarget) || isWithin(otherTarget, target)) return false;
  return ['chown', 'chmod'].every((name) => one.flag(name)?.value?.text === other.flag(name)?.value?.text);
}

/** The lines that stand for an instruction; `write` is given its keyword and flags. */
function rewritten(
  { text }: Dockerfile,
  { span, sources }: CopyInstruction,
  write: (begin: string) => readonly string[],
): Built {
  const [first] = sources;
  if (!first || text.slice(span.start, span.end).includes('\n')) return new Refusal('It stands on several lines.');
  const [early = '', ...rest] = write(text.slice(span.start, first.span.start));
  const eol = lineBreakOf(text);
  return [insert(span.start, early + eol), replace(span, rest.join(eol))];
}

/** Whether the builder knows `--exclude`: with a frontend of 1.19 or the newest (Dockerfile reference, "COPY --exclude"). */
function knowsExclude({ lines }: Dockerfile): boolean {
  const syntax = lines.directives.find(({ name }) => name === 'syntax')?.value ?? '';
  const [, minor] = /^docker\/dockerfile:1(?:\.(\d+)(?:\.\d+)?)?$/.exec(syntax) ?? [];
  return /^docker\/dockerfile:1(?:\.\d+)*$/.test(syntax) && (minor === undefined || Number(minor) >= 19);
}

async function contextOf(dockerfile: Dockerfile, build: FixContext): Promise<BuildContext | undefined> {
  return (await BuildContexts.of(dockerfile, build)).certain;
}

async function refusalForSize(
  sources: readonly string[],
  context: BuildContext | undefined,
  { host }: FixContext,
): Promise<Refusal | undefined> {
  const shipped = context && (await shippedOf(sources, context, host));
  if (!shipped) return new Refusal('How much it is that would be copied less often is not known.');
  return shipped.bytes < leastBytes ? new Refusal('It is too little to be worth a change.') : undefined;
}

/** Refuses where sources bring the same name, as the last one wins then. Folders hand out what is in them. */
async function refusalForNames(
  sources: readonly string[],
  context: BuildContext | undefined,
): Promise<Refusal | undefined> {
  const seen = new Set<string>();
  for (const source of sources) {
    const own = source.slice(source.replace(/\/+$/, '').lastIndexOf('/') + 1).replace(/\/+$/, '');
    const isFolder = (await context?.kindOf(source)) === 'folder';
    const names = isFolder ? ((await context?.list(source)) ?? []).map(({ name }) => name) : [own];
    if (names.some((name) => seen.has(name))) return new Refusal('Several sources bring files of the same name.');
    for (const name of names) seen.add(name);
  }
  return undefined;
}

/** The largest folder at the top of a context, by a name that means itself; undefined where none is large. */
async function largestFolder(context: BuildContext, { host }: FixContext): Promise<string | undefined> {
  let largest: { readonly name: string; readonly bytes: number } | undefined;
  for (const { name, kind } of (await context.list('.')) ?? []) {
    if (kind !== 'folder' || !/^[\w-][\w.-]*$/.test(name)) continue;
    const { bytes = 0 } = (await shippedOf([name], context, host)) ?? {};
    if (bytes >= Math.max(leastBytes, largest?.bytes ?? 0)) largest = { name, bytes };
  }
  return largest?.name;
}
