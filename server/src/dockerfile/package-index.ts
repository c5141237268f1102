import type { ShellCommand } from '../shell/command.ts';
import type { PackageAction } from '../shell/package-managers/index.ts';
import { indexUse } from '../shell/package-managers/index-use.ts';
import type { RunInstruction } from './instructions/run.ts';
import type { Stage } from './stage.ts';

/** A command that installs or upgrades, and the RUN it stands in. */
export interface IndexUser {
  readonly run: RunInstruction;
  readonly command: ShellCommand;
}

/** What is known of the use of an index of packages that a RUN fetches. */
export interface IndexUsage {
  /** Whether the same RUN makes use of it, or may do so. */
  readonly atOnce: boolean;
  /** What installs or upgrades with it in later RUN instructions, of the same stage and of those built upon it. */
  readonly later: readonly IndexUser[];
  /** Whether something else may use it there: a command that is not understood, a trigger for other images. */
  readonly perhaps: boolean;
}

/** Who uses the index that an update in a RUN fetches. */
export function usageOfIndex(run: RunInstruction, update: PackageAction): IndexUsage {
  // Under a condition, as in a loop that tries again, what stands before may well run after.
  const from = update.command.place.conditional ? 0 : run.commands.indexOf(update.command) + 1;
  const atOnce = run.commands.slice(from).map((command) => indexUse(command, update.manager));
  if (!isUnderstood(run) || atOnce.includes('installs') || atOnce.includes('perhaps')) {
    return { atOnce: true, later: [], perhaps: true };
  }
  const later: IndexUser[] = [];
  // What the images built upon this one do is not in this file.
  let perhaps = run.onbuild !== undefined;
  const waiting: { stage: Stage; after: number }[] = [{ stage: run.stage, after: run.span.end }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const found = usageIn(next.stage, next.after, run, update);
    later.push(...found.later);
    perhaps ||= found.perhaps;
    if (!found.isOver)
      waiting.push(...next.stage.children.map((stage) => ({ stage, after: stage.from?.span.end ?? 0 })));
  }
  return { atOnce: false, later, perhaps };
}

/** The same for what stands in one stage behind an offset, and whether another index takes the place of this one. */
function usageIn(
  stage: Stage,
  after: number,
  { onbuild }: RunInstruction,
  { manager }: PackageAction,
): { later: IndexUser[]; perhaps: boolean; isOver: boolean } {
  const later: IndexUser[] = [];
  let perhaps = false;
  for (const run of stage.runs) {
    if (run.span.start < after || (onbuild && !run.onbuild)) continue;
    if (!isUnderstood(run)) perhaps = true;
    for (const command of run.commands) {
      const use = indexUse(command, manager);
      if (use === 'updates') return { later, perhaps, isOver: true };
      if (use === 'installs') later.push({ run, command });
      if (use === 'perhaps') perhaps = true;
    }
  }
  return { later, perhaps, isOver: false };
}

/** Whether all that a RUN runs is known: its shell is, and what stands there is no mistake. */
function isUnderstood({ form, script }: RunInstruction): boolean {
  return form.kind === 'exec' || (script !== undefined && script.problems.length === 0);
}
