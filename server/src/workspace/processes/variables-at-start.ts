import { requiredBy, setBy } from '../../shell/required-variables.ts';
import type { Run } from '../../shell/runs.ts';
import type { Process, ProcessPlace, ProcessScript } from './process.ts';
import { staysFirst } from './start-scripts.ts';
import type { ProcessTree } from './tree.ts';

/** A variable that must be set when a container starts, or else what it starts ends at once. */
export interface VariableAtStart {
  readonly name: string;
  /** Where the script asks for it. */
  readonly place: ProcessPlace;
  readonly script: ProcessScript;
}

/**
 * The variables that the scripts which a container begins with are certain to ask for with `${NAME:?}`, and do not set
 * themselves before: whatever may not run, or not in the script's own shell, is left out, as is all that follows something
 * that may set any variable or go another way.
 */
export function variablesAtStart({ root }: ProcessTree): readonly VariableAtStart[] {
  const reader = new Reader();
  reader.visit(root);
  return [...reader.required.values()];
}

class Reader {
  readonly required = new Map<string, VariableAtStart>();
  private readonly set = new Set<string>();
  private isOver = false;

  visit({ command, script, children, note }: Process): void {
    for (const { name } of command?.environment ?? []) this.set.add(name);
    if (!script || note !== undefined) return;
    for (const run of script.runs) {
      if (this.isOver) return;
      const isCertain = !run.isConditional && !run.isBackground && !run.isApart;
      if (isCertain) this.require(run, script);
      this.follow(run);
      const child = children.find((one) => one.run === run);
      if (child && isCertain && staysFirst(child)) this.visit(child);
    }
  }

  private require({ command }: Run, script: ProcessScript): void {
    for (const { name, span } of requiredBy(command)) {
      if (this.set.has(name) || this.required.has(name)) continue;
      const place = { ...script.placeOf(command), span };
      this.required.set(name, { name, place, script });
    }
  }

  private follow({ command, isConditional }: Run): void {
    const set = setBy(command);
    for (const name of set ?? []) this.set.add(name);
    const { name, wrappers, arguments: rest } = command;
    const ends = wrappers.includes('exec') || name === 'exit' || name === 'return';
    const fails = name !== '' && ends && /^[1-9]\d*$/.test(rest[0]?.text ?? '') && !wrappers.includes('exec');
    this.isOver ||= set === undefined || (isConditional && ends && !fails);
  }
}
