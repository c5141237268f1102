import type { ShellScript } from '../../shell/script.ts';
import type { Origin } from '../../shell/variable-flow.ts';
import type { Span } from '../../text/span.ts';
import type { Instruction } from '../instructions/instruction.ts';
import { processFormOf } from '../process-form.ts';

/** All that the script of an instruction does with one name. */
export interface NameGroup {
  readonly name: string;
  /** Where the value of a variable is asked for or, for a function, where it is called. */
  readonly uses: readonly { readonly span: Span; readonly origin: Origin }[];
  /** Where a variable is given a value. */
  readonly assignments: readonly Span[];
  /** Where a function is defined; a group is one of variables or of functions. */
  readonly functions: readonly Span[];
}

type Use = NameGroup['uses'][number];

/** The names in the script of an instruction, those in the scripts it hands to other shells included. */
export function namesInScripts(instruction: Instruction): readonly NameGroup[] {
  const script = processFormOf(instruction)?.script;
  if (!script) return [];
  const variables = new Gathering();
  variables.take(script);
  for (const command of script.commands) {
    if (command.script) variables.takeInner(command.script, new Set(command.environment.map(({ name }) => name)));
  }
  return [...variables.groups(), ...functionsOf(script)];
}

/** Gathers uses and assignments by name, each place once: text in double quotes belongs to the outer script. */
class Gathering {
  private readonly uses = new Map<string, Map<number, Use>>();
  private readonly assignments = new Map<string, Map<number, Span>>();

  take({ flow }: ShellScript): void {
    for (const { name, span, origin } of flow.uses) this.use(name, span, origin);
    for (const { name, span } of flow.assignments) this.assign(name, span);
  }

  /** Takes a script that another one hands to a shell: what that one sets may be what this one finds. */
  takeInner({ flow }: ShellScript, given: ReadonlySet<string>): void {
    const set = new Set(this.assignments.keys());
    for (const { name, span, origin } of flow.uses) {
      if (!given.has(name)) this.use(name, span, origin === 'environment' && set.has(name) ? 'either' : origin);
    }
    for (const { name, span } of flow.assignments) if (!given.has(name)) this.assign(name, span);
  }

  groups(): readonly NameGroup[] {
    return [...new Set([...this.uses.keys(), ...this.assignments.keys()])].map((name) => ({
      name,
      uses: [...(this.uses.get(name)?.values() ?? [])],
      assignments: [...(this.assignments.get(name)?.values() ?? [])],
      functions: [],
    }));
  }

  private use(name: string, span: Span, origin: Origin): void {
    const places = this.uses.get(name) ?? new Map<number, Use>();
    this.uses.set(name, places);
    if (!places.has(span.start)) places.set(span.start, { span, origin });
  }

  private assign(name: string, span: Span): void {
    const places = this.assignments.get(name) ?? new Map<number, Span>();
    this.assignments.set(name, places);
    if (!places.has(span.start)) places.set(span.start, span);
  }
}

/** The functions that a script defines, with the commands that call them. */
function functionsOf({ flow }: ShellScript): readonly NameGroup[] {
  const names = new Set(flow.functions.map(({ name }) => name));
  return [...names].map((name) => ({
    name,
    uses: flow.calls.filter((call) => call.name === name).map(({ span }) => ({ span, origin: 'script' as const })),
    assignments: [],
    functions: flow.functions.filter((one) => one.name === name).map(({ span }) => span),
  }));
}
