import type { SharedHost } from '../core/host.ts';
import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import { absolutePath, originsOf } from '../dockerfile/file-origins.ts';
import { CopyInstruction } from '../dockerfile/instructions/copy.ts';
import type { Instruction } from '../dockerfile/instructions/instruction.ts';
import { RunInstruction } from '../dockerfile/instructions/run.ts';
import type { Stage } from '../dockerfile/stage.ts';
import type { ShellCommand } from '../shell/command.ts';
import type { BuildContext } from './build-context.ts';
import { type Shipped, shippedBy, shippedOf } from './shipped-size.ts';

/**
 * Bytes of the build context that an image carries in vain.
 *
 * - `again`: they were copied before, and are written a second time to change their owner or mode
 * - `kept`: they are removed, and stay in the layer that brought them
 * - `twice`: the same files are copied to the same place once more
 */
export interface RepeatedBytes {
  readonly what: 'again' | 'kept' | 'twice';
  /** The instruction that repeats or removes them. */
  readonly by: Instruction;
  /** The instruction that brought them. */
  readonly first: CopyInstruction;
  readonly bytes: number;
  /** False where there may be more. */
  readonly isComplete: boolean;
}

/**
 * What the image of a stage carries in vain, as far as it comes from the build context: what RUN downloads or builds, and
 * what is copied from other stages, has no size that anybody knows before the build.
 */
export async function repeatedBytesIn(
  dockerfile: Dockerfile,
  stage: Stage,
  context: BuildContext,
  host: SharedHost,
): Promise<readonly RepeatedBytes[]> {
  const found: RepeatedBytes[] = [];
  for (const one of stage.lineage) {
    for (const by of one.instructions) {
      const touched = by instanceof RunInstruction ? touchedBy(by) : [];
      for (const { what, path } of touched) {
        const brought = await broughtBelow(path, by, one, dockerfile, context, host);
        for (const { copy, shipped } of brought) found.push({ what, by, first: copy, ...sizeIn(shipped) });
      }
      if (by instanceof CopyInstruction) found.push(...(await copiedTwice(by, one, context, host)));
    }
  }
  return found.filter(({ bytes }) => bytes > 0);
}

interface Touched {
  readonly what: 'again' | 'kept';
  /** An absolute path. */
  readonly path: string;
}

/** What a RUN writes again or removes, where it is sure to. */
function touchedBy(run: RunInstruction): readonly Touched[] {
  // After a change of the folder, relative paths mean something else.
  const movesOn = run.commands.some(({ name }) => name === 'cd' || name === 'pushd');
  return run.commands.flatMap((command) => {
    const { conditional, substituted } = command.place;
    const what = conditional || substituted ? undefined : effectOf(command);
    if (!what) return [];
    const operands = command.operandWords();
    const paths = what === 'kept' ? operands : operands.slice(1);
    return paths.flatMap(({ value }) => {
      if (value === undefined || /[*?[]/.test(value) || (movesOn && !value.startsWith('/'))) return [];
      const path = absolutePath(value, run.stage, run.span.start);
      return path === undefined ? [] : [{ what, path }];
    });
  });
}

function effectOf(command: ShellCommand): Touched['what'] | undefined {
  switch (command.name) {
    case 'chown':
    case 'chgrp':
    case 'chmod':
      return command.has('--reference') ? undefined : 'again';
    case 'rm':
      return 'kept';
    default:
      return undefined;
  }
}

/** What instructions above another one have copied to a path, or into it. */
async function broughtBelow(
  path: string,
  by: Instruction,
  stage: Stage,
  dockerfile: Dockerfile,
  context: BuildContext,
  host: SharedHost,
) {
  const brought: { copy: CopyInstruction; shipped: Shipped | undefined }[] = [];
  for (const copy of copiesAbove(by, stage)) {
    const target = targetOf(copy);
    if (target === undefined) continue;
    if (target === path || path === '/' || target.startsWith(`${path}/`)) {
      brought.push({ copy, shipped: await shippedBy(copy, context, host) });
      continue;
    }
    const origins = originsOf(dockerfile, stage, path, by.span.start).filter((origin) => origin.by === copy);
    for (const { path: source } of origins) {
      if (source === undefined || (await context.kindOf(source)) === undefined) continue;
      brought.push({ copy, shipped: await shippedOf([source], context, host) });
      break;
    }
  }
  return brought;
}

/** What an instruction copies that is there already: part of what a folder brought, or a folder with what was copied of it. */
async function copiedTwice(
  copy: CopyInstruction,
  stage: Stage,
  context: BuildContext,
  host: SharedHost,
): Promise<readonly RepeatedBytes[]> {
  const own = placesOf(copy);
  const found: RepeatedBytes[] = [];
  for (const first of copiesAbove(copy, stage)) {
    for (const one of own) {
      const other = placesOf(first).find((place) => isSame(one, place) || isSame(place, one));
      if (!other) continue;
      const smaller = isSame(one, other) ? one : other;
      const shipped = await shippedOf([smaller.source], context, host);
      found.push({ what: 'twice', by: copy, first, ...sizeIn(shipped) });
    }
  }
  return found;
}

/** Where a file or folder of the context comes to lie. */
interface Placed {
  readonly source: string;
  readonly path: string;
}

/** Where the sources of an instruction come to lie that are named by a plain path: folders hand out what is in them. */
function placesOf(copy: CopyInstruction): readonly Placed[] {
  const target = targetOf(copy);
  const { expandedSources: sources, expandedDestination: destination = '' } = copy;
  if (target === undefined || !copy.readsContext) return [];
  return sources.flatMap((written) => {
    const source = written.replace(/^(?:\.?\/)+|\/+$/g, '').replace(/^\.$/, '');
    if (/[*?[\\]|:\/\//.test(source)) return [];
    const name = source.slice(source.lastIndexOf('/') + 1);
    // A name with an ending is taken for a file's, which keeps it in a folder.
    const isFile = /[^.]\.\w+$/.test(name);
    const path = isFile && /(?:^|\/)\.{0,2}$/.test(destination) ? `${target === '/' ? '' : target}/${name}` : target;
    return [{ source, path }];
  });
}

/** Whether something is what a folder brought to the same place: `src/a` at `/app/src/a`, where `.` is at `/app`. */
function isSame(inner: Placed, outer: Placed): boolean {
  const below = outer.source === '' ? inner.source : inner.source.slice(outer.source.length + 1);
  const isInside = outer.source === '' || inner.source === outer.source || inner.source.startsWith(`${outer.source}/`);
  const folder = outer.path === '/' ? '' : outer.path;
  return isInside && inner.path === (below === '' ? outer.path : `${folder}/${below}`);
}

/** The instructions above another one, in its stage and those below it, that take something from the context. */
function copiesAbove(by: Instruction, stage: Stage): readonly CopyInstruction[] {
  return stage.lineage.flatMap((one) =>
    one.instructions.filter(
      (copy): copy is CopyInstruction =>
        copy instanceof CopyInstruction &&
        copy.readsContext &&
        !copy.onbuild &&
        (one !== stage || copy.span.end <= by.span.start),
    ),
  );
}

function targetOf({ expandedDestination: destination, stage, span }: CopyInstruction): string | undefined {
  return destination === undefined ? undefined : absolutePath(destination, stage, span.start);
}

function sizeIn(shipped: Shipped | undefined): Pick<RepeatedBytes, 'bytes' | 'isComplete'> {
  return { bytes: shipped?.bytes ?? 0, isComplete: shipped?.isComplete ?? false };
}
