import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { KeyValueInstruction } from '../../dockerfile/instructions/key-value.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { startCommands } from '../../dockerfile/start.ts';
import { workingFolderAt } from '../../dockerfile/working-folder.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { belongsToSystem, folderOf, isWithin, resolvePath } from '../multi-stage/paths.ts';

/** What comes after some instructions of a stage, there and in the stages made of it, and what it may use of them. */
export class LaterUses {
  readonly instructions: readonly Instruction[];
  /** The working directories of what comes later, and of the program; undefined where one is not known. */
  private readonly folders: readonly (string | undefined)[];
  private readonly texts: readonly string[];
  private readonly stages: readonly Stage[];

  constructor(dockerfile: Dockerfile, stage: Stage, last: Instruction) {
    const below = dockerfile.stages.filter((one) => one !== stage && one.lineage.includes(stage));
    const own = stage.instructions.filter(({ span }) => span.start > last.span.start);
    this.stages = [stage, ...below];
    this.instructions = [...own, ...below.flatMap(({ instructions }) => instructions.slice(1))];
    const works = this.instructions.filter(({ keyword }) => ['RUN', 'COPY', 'ADD'].includes(keyword));
    this.folders = [
      ...works.map((one) => folderAt(one.stage, one.span.start)),
      ...this.stages.map((one) => folderAt(one)),
    ];
    // What stages beside copy from it counts as much as what is written in it.
    const copying = dockerfile.stages.flatMap(({ uses }) =>
      uses.flatMap((use) => (this.stages.includes(use.stage) && use.by.keyword !== 'FROM' ? [use.by] : [])),
    );
    const variables = stage.lineage.flatMap((one) =>
      one.own('ENV').flatMap(({ pairs }) => pairs.map(({ value }) => (value ? one.expand(value).text : ''))),
    );
    const told = [...this.instructions, ...copying].map((one) => textOf(one, dockerfile.text));
    this.texts = [...told, ...variables];
  }

  /** Whether a file or folder, by its absolute path, is or may be spoken of: by its name, or by where something works. */
  mention(path: string): boolean {
    if (this.folders.some((folder) => folder === undefined || isWithin(path, folder))) return true;
    if (this.folders.some((folder) => folder !== undefined && folder !== '/' && isWithin(folder, path))) return true;
    for (let name = path; name !== '/' && !(name !== path && belongsToSystem(name)); name = folderOf(name)) {
      const isNamed = name === path ? namesWithin(name) : namesExactly(name);
      if (this.texts.some((text) => isNamed.test(text))) return true;
    }
    const relative = this.folders.includes('/') ? namesWithin(path.slice(1)) : undefined;
    return relative !== undefined && this.texts.some((text) => relative.test(text));
  }

  /** Whether a file or folder, by its absolute path, is removed later: alone, or with what it lies in. */
  removes(path: string): boolean {
    return this.instructions.some((run) => {
      if (!(run instanceof RunInstruction)) return false;
      const folder = folderAt(run.stage, run.span.start);
      const removed = run.commands.filter(({ name }) => name === 'rm').flatMap(({ operands }) => operands);
      return removed.some((one) => {
        const isKnown = one.startsWith('/') || folder !== undefined;
        return isKnown && isWithin(resolvePath(folder ?? '/', one), path);
      });
    });
  }

  /** The commands that are called later, and when the container starts. */
  get commands(): readonly ShellCommand[] {
    const runs = this.instructions.filter((one) => one instanceof RunInstruction);
    return [...runs.flatMap(({ commands }) => commands), ...this.stages.flatMap(startCommands)];
  }

  /** The first of these programs that is called later, when the container starts, or in one of the scripts it runs. */
  calls(programs: readonly string[], scripts: readonly string[]): string | undefined {
    const names = new Set(
      this.commands.flatMap((command) => [command.name, ...command.arguments.map(({ text }) => text)]),
    );
    const health = this.stages.map((one) => one.last('HEALTHCHECK')).flatMap((one) => (one ? [one.rest.text] : []));
    const texts = [...health, ...this.unread, ...scripts];
    return programs.find((name) => names.has(name) || texts.some((text) => namesWithin(name).test(text)));
  }

  /** Scripts that no shell of ours reads. */
  private get unread(): readonly string[] {
    return this.instructions.flatMap((one) => {
      if (!(one instanceof RunInstruction)) return [];
      return one.form.kind === 'shell' && !one.form.script ? [one.form.text.text] : [];
    });
  }
}

function folderAt(stage: Stage, offset?: number): string | undefined {
  const folder = workingFolderAt(stage, offset);
  return folder === undefined ? undefined : resolvePath('/', folder);
}

function textOf(instruction: Instruction, text: string): string {
  if (instruction instanceof CopyInstruction && !instruction.from)
    return instruction.expandedDestination ?? instruction.rest.text;
  if (instruction instanceof KeyValueInstruction && instruction.keyword === 'LABEL') return '';
  return text.slice(instruction.span.start, instruction.span.end);
}

function namesWithin(path: string): RegExp {
  return new RegExp(`(?:^|[^\\w.-])${escaped(path)}(?![\\w.-])`);
}

function namesExactly(path: string): RegExp {
  return new RegExp(`(?:^|[^\\w.-])${escaped(path)}/?(?![\\w./-])`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
