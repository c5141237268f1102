import { type Built, type FixContext, Refusal } from '../../core/fix.ts';
import type { DependencyInstall } from '../../dockerfile/dependency-installs.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { blockStart } from '../../dockerfile/edits.ts';
import type { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { packageAction } from '../../shell/package-managers/index.ts';
import type { Step } from '../../shell/script.ts';
import { insert, replace } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { type DependencyPlan, planDependencies } from './index.ts';

/**
 * The edits that copy the dependency files of a project first, install, and copy all sources after that. Refused when
 * the install, or something before it, may need the sources.
 */
export async function copyDependenciesFirst(
  dockerfile: Dockerfile,
  install: DependencyInstall,
  context: FixContext,
): Promise<Built> {
  const { copy, run, action } = install;
  const obstacle = obstacleBetween(copy, run);
  if (obstacle) return obstacle;
  const plan = await planDependencies(action, install.sourceFolder, dockerfile, context);
  if (plan instanceof Refusal) return plan;
  const parts =
    plan.command === undefined ? splitRun(run, action.command.span.start) : { kept: undefined, rest: undefined };
  if (parts instanceof Refusal) return parts;

  const { text } = dockerfile;
  const eol = lineBreakOf(text);
  const block = blockOf(text, copy);
  const moved = text.slice(block.start, block.end);
  const dependencyCopies = copyLines(copy, plan, install.sourceFolder)
    .map((line) => line + eol)
    .join('');
  const flags = run.flags.map(({ span }) => `${text.slice(span.start, span.end)} `).join('');
  const removed = replace(block, dependencyCopies);
  if (plan.command !== undefined) {
    return [removed, insert(lineStart(text, run.span.start), `RUN ${flags}${plan.command}${eol}${moved}`)];
  }
  if (!parts.rest) {
    const end = text.indexOf('\n', run.span.end);
    return [removed, end === -1 ? insert(text.length, eol + moved.replace(/\r?\n$/, '')) : insert(end + 1, moved)];
  }
  return [removed, replace({ start: parts.kept.span.end, end: parts.rest.span.start }, `${eol}${moved}RUN ${flags}`)];
}

/** The lines of an instruction with the comments directly above it. */
function blockOf(text: string, instruction: Instruction): { start: number; end: number } {
  const feed = text.indexOf('\n', instruction.span.end);
  return {
    start: lineStart(text, blockStart(instruction)),
    end: feed === -1 ? text.length : feed + 1,
  };
}

/** The COPY instructions for the files, one for each folder they lie in. */
function copyLines(copy: CopyInstruction, { files }: DependencyPlan, sourceFolder: string): string[] {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const folder = file.endsWith('/') ? file : file.slice(0, file.lastIndexOf('/') + 1);
    const same = folders.get(folder);
    if (same) same.push(file);
    else folders.set(folder, [file]);
  }
  const flags = copy.flags.map(({ name, value }) => `--${name}${value ? `=${value.text}` : ''} `).join('');
  const destination = copy.destination?.text ?? '.';
  const base = destination === '.' ? './' : destination.replace(/\/?$/, '/');
  return [...folders].map(([folder, names]) => {
    const sources = [...names].sort(byManifest).map((name) => sourceFolder + name);
    return `COPY ${flags}${sources.join(' ')} ${base}${folder}`;
  });
}

/** Keeps the order of the plan, but for files in folders, which have none. */
function byManifest(one: string, other: string): number {
  return one.includes('/') && other.includes('/') ? (one < other ? -1 : 1) : 0;
}

/** Why the COPY cannot go below the RUN: something in between may need what it brings, or changes what it does. */
function obstacleBetween(copy: CopyInstruction, run: RunInstruction): Refusal | undefined {
  if (copy.json) return new Refusal('The COPY is written as a JSON array.');
  if (copy.onbuild || run.onbuild) return new Refusal('The instructions are triggers of ONBUILD.');
  if (copy.heredocs.length > 0 || run.heredocs.length > 0) return new Refusal('The instructions hold here-documents.');
  if (copy.sources.length !== 1) return new Refusal('The COPY has several sources.');
  const usesVariables = copy.arguments.text.includes('$');
  const isRelative = !/^[/$]/.test(copy.destination?.text ?? '');
  const between = run.stage.instructions.filter(
    ({ span }) => span.start > copy.span.start && span.end < run.span.start,
  );
  for (const instruction of between) {
    switch (instruction.keyword) {
      case 'RUN':
        if (!isSourceFree(instruction as RunInstruction))
          return new Refusal('A RUN before the install may need the sources.');
        break;
      case 'WORKDIR':
        if (isRelative) return new Refusal('WORKDIR changes between the COPY and the install.');
        break;
      case 'ENV':
      case 'ARG':
        if (usesVariables) return new Refusal('A variable may change between the COPY and the install.');
        break;
      case 'COPY':
      case 'ADD':
        return new Refusal('Another COPY follows, which may overwrite what the first one brought.');
      case 'USER':
      case 'LABEL':
      case 'EXPOSE':
      case 'CMD':
      case 'ENTRYPOINT':
        break;
      default:
        return new Refusal(`${instruction.keyword} stands between the COPY and the install.`);
    }
  }
  return undefined;
}

function isSourceFree(run: RunInstruction): boolean {
  return run.script?.steps.every(isPreparation) ?? false;
}

/** Whether a step needs nothing of the project: it installs named packages, or sets something up. */
function isPreparation({ command }: Step): boolean {
  if (!command) return false;
  const action = packageAction(command);
  if (action)
    return (
      action.kind !== 'dependencies' &&
      action.kind !== 'build' &&
      action.packages.every(({ text }) => !/^\.|^\/|=file:/.test(text))
    );
  if (command.name === 'rm')
    return command.operands.every((path) => path.startsWith('/var/') || path.startsWith('/tmp/'));
  if (command.name === 'npm' || command.name === 'yarn' || command.name === 'pnpm')
    return command.operands[0] === 'config';
  return (
    preparations.has(command.name) || (command.name === 'mix' && command.operands[0]?.startsWith('local.') === true)
  );
}

const preparations: ReadonlySet<string> = new Set([
  'set',
  'export',
  'echo',
  'corepack',
  'mkdir',
  'addgroup',
  'adduser',
  'useradd',
  'groupadd',
  'apk',
  'apt-get',
]);

/** What cleans up after an install, and so stays with it. */
function isCleanup({ command }: Step): boolean {
  return command !== undefined && (packageAction(command)?.kind === 'clean' || command.name === 'rm');
}

/**
 * Splits a RUN behind its install: the last step that goes with the install, and the first that does not. Without the
 * latter all of the RUN can run before the sources are there.
 */
function splitRun(run: RunInstruction, install: number): { kept: Step; rest: Step | undefined } | Refusal {
  const steps = run.script?.steps ?? [];
  const at = steps.findIndex(({ span }) => span.start <= install && install < span.end);
  const kept = steps[at];
  if (!kept?.command) return new Refusal('The install stands inside another command.');
  if (!steps.slice(0, at).every(isPreparation))
    return new Refusal('A command before the install may need the sources.');
  let last = at;
  while (steps[last + 1] && isCleanup(steps[last + 1] as Step)) last++;
  const rest = steps[last + 1];
  if (steps.some(({ joiner, background }) => joiner === '||' || background)) {
    return new Refusal('Whether the commands run depends on one another.');
  }
  // What a shell was told before, such as `set -e` or a folder to work in, would be lost in a RUN of its own.
  const setsUp = steps
    .slice(0, at)
    .some(({ command }) => command?.name === 'export' || (command?.name === 'set' && rest));
  return rest && setsUp
    ? new Refusal('The commands share settings of their shell.')
    : { kept: steps[last] as Step, rest };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
