import type { Span } from '../../text/span.ts';
import type { Dockerfile } from '../dockerfile.ts';
import { expand } from '../expand.ts';
import type { Instruction } from '../instructions/instruction.ts';
import { KeyValueInstruction } from '../instructions/key-value.ts';
import { OnbuildInstruction } from '../instructions/onbuild.ts';
import { RunInstruction } from '../instructions/run.ts';
import { processFormOf } from '../process-form.ts';
import type { Declaration } from '../scope.ts';
import type { Stage } from '../stage.ts';
import { expandedPieces } from '../variables.ts';
import type { Named, Occurrence, Unresolved } from './occurrence.ts';
import { type NameGroup, namesInScripts } from './scripts.ts';
import { namesInWindowsShell } from './windows.ts';

/**
 * Finds the variables of a Dockerfile. An argument is one thing in the whole file, as the command line of a build knows
 * it by its name alone. An environment variable is one thing in the stages that are built upon one another.
 */
export class VariableReader {
  readonly occurrences: Occurrence[] = [];
  readonly unresolved: Unresolved[] = [];
  private readonly dockerfile: Dockerfile;
  private readonly named = new Map<string, Named>();
  private readonly roots = new Map<string, Map<Stage, Stage | undefined>>();
  private readonly environments = new Map<Stage, ReadonlySet<string>>();

  constructor(dockerfile: Dockerfile) {
    this.dockerfile = dockerfile;
  }

  read(): void {
    for (const instruction of this.dockerfile.allInstructions) {
      this.readDeclarations(instruction);
      this.readExpansions(instruction);
      for (const group of namesInScripts(instruction)) this.readGroup(group, instruction);
      this.readWindowsShell(instruction);
    }
  }

  private readDeclarations(instruction: Instruction): void {
    const { stage, keyword, onbuild } = instruction;
    if (!(instruction instanceof KeyValueInstruction) || keyword === 'LABEL' || onbuild) return;
    for (const { key, value } of instruction.pairs) {
      if (!/^[A-Za-z_]\w*$/.test(key.text)) continue;
      const of = keyword === 'ARG' ? this.argument(key.text) : this.variable(key.text, stage);
      // An ARG without a value has that of the global one.
      const isTaken = keyword === 'ARG' && value === undefined && stage.from !== undefined;
      const declaration = isTaken
        ? this.dockerfile.globals.find(key.text, Number.POSITIVE_INFINITY)
        : stage.scope.find(key.text, instruction.span.end);
      this.add({ of, mention: 'definition', span: key.span, by: instruction, declaration });
    }
  }

  /** What the builder puts in. */
  private readExpansions(instruction: Instruction): void {
    const { rest, heredocs, escapeMark } = instruction;
    if (heredocs.length === 0 && !rest.text.includes('$')) return;
    for (const piece of expandedPieces(instruction, this.dockerfile.text)) {
      for (const { name, nameSpan } of expand(piece, () => null, escapeMark).references) {
        if (/^[A-Za-z_]/.test(name)) this.refer(name, nameSpan, instruction, this.declared(name, instruction));
      }
    }
  }

  /** What a script does with the variables of one name. */
  private readGroup(group: NameGroup, instruction: Instruction): void {
    const { name, uses, assignments, functions } = group;
    const declaration = functions.length > 0 ? undefined : this.declaredForScript(name, instruction);
    // Where a value may come from either, it is one variable to all that is in the script.
    const isOne = declaration !== undefined && uses.some(({ origin }) => origin === 'either');
    const kind = functions.length > 0 ? 'shell function' : 'shell variable';
    const own: Named = { kind, name };
    for (const { span, origin } of uses) {
      const isOwn = origin !== 'environment' || !declaration;
      if (declaration && (isOne || !isOwn)) this.refer(name, span, instruction, declaration);
      else if (assignments.length + functions.length > 0)
        this.add({ of: own, mention: 'reference', span, by: instruction });
      else this.unresolved.push({ name, span, by: instruction });
    }
    const of = isOne ? this.namedBy(declaration) : own;
    for (const span of assignments)
      this.add({ of, mention: isOne ? 'assignment' : 'definition', span, by: instruction });
    for (const span of functions) this.add({ of, mention: 'definition', span, by: instruction });
  }

  private readWindowsShell(instruction: Instruction): void {
    const form = processFormOf(instruction);
    if (form?.kind !== 'shell' || form.script) return;
    for (const { name, span } of namesInWindowsShell(form.text, instruction.shell.words)) {
      this.refer(name, span, instruction, this.declaredForScript(name, instruction));
    }
  }

  private refer(name: string, span: Span, by: Instruction, declaration: Declaration | undefined): void {
    if (!declaration) this.unresolved.push({ name, span, by });
    else this.add({ of: this.namedBy(declaration), mention: 'reference', span, by, declaration });
  }

  private add(occurrence: Occurrence): void {
    this.occurrences.push(occurrence);
  }

  /** The declaration that holds where the builder puts in a variable. */
  private declared(name: string, instruction: Instruction): Declaration | undefined {
    const { stage, span, keyword, onbuild } = instruction;
    if (onbuild) return this.declaredForTrigger(name, stage);
    const scope = keyword === 'FROM' ? this.dockerfile.globals : stage.scope;
    return scope.find(name, span.start);
  }

  /** The one that holds in a script: a container that is started later knows nothing of arguments. */
  private declaredForScript(name: string, instruction: Instruction): Declaration | undefined {
    const { stage, span, onbuild } = instruction;
    if (onbuild) return this.declaredForTrigger(name, stage);
    if (instruction instanceof RunInstruction) return stage.scope.find(name, span.start);
    return environmentOf(name, stage);
  }

  /** Triggers run in the images that are built upon the stage: they find its environment and their own arguments. */
  private declaredForTrigger(name: string, stage: Stage): Declaration | undefined {
    const isOwn = stage.instructions.some((one) => {
      const trigger = triggerOf(one);
      return trigger instanceof KeyValueInstruction && trigger.pairs.some(({ key }) => key.text === name);
    });
    return isOwn ? undefined : environmentOf(name, stage);
  }

  private namedBy({ kind, name, instruction }: Declaration): Named {
    return kind === 'ARG' ? this.argument(name) : this.variable(name, instruction.stage);
  }

  private argument(name: string): Named {
    return this.remembered(`ARG ${name}`, { kind: 'ARG', name });
  }

  private variable(name: string, stage: Stage): Named {
    return this.remembered(`ENV ${this.rootOf(name, stage).index} ${name}`, { kind: 'ENV', name });
  }

  /** The lowest of a stage and those it is built upon that sets a variable. All on the way remember it. */
  private rootOf(name: string, stage: Stage): Stage {
    const known = this.roots.get(name) ?? new Map<Stage, Stage | undefined>();
    this.roots.set(name, known);
    const passed: Stage[] = [];
    let at: Stage | undefined = stage;
    for (; at && !known.has(at); at = at.parent) passed.push(at);
    let root = at && known.get(at);
    for (const one of passed.reverse()) {
      if (!root && this.environment(one).has(name)) root = one;
      known.set(one, root);
    }
    return root ?? stage;
  }

  /** The names that the ENV instructions of a stage itself set. */
  private environment(stage: Stage): ReadonlySet<string> {
    const known = this.environments.get(stage);
    const names = known ?? new Set(stage.own('ENV').flatMap(({ pairs }) => pairs.map(({ key }) => key.text)));
    if (!known) this.environments.set(stage, names);
    return names;
  }

  private remembered(key: string, named: Named): Named {
    const before = this.named.get(key);
    if (!before) this.named.set(key, named);
    return before ?? named;
  }
}

/** The ENV that gives a variable its value in the containers of a stage. */
function environmentOf(name: string, stage: Stage): Declaration | undefined {
  const declaration = stage.scope.find(name, Number.POSITIVE_INFINITY);
  return declaration?.kind === 'ENV' ? declaration : undefined;
}

function triggerOf(instruction: Instruction): Instruction | undefined {
  return instruction instanceof OnbuildInstruction ? instruction.trigger : undefined;
}
