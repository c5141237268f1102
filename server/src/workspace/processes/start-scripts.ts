import type { OtherFile } from '../../core/finding.ts';
import type { FixContext } from '../../core/fix.ts';
import type { Host } from '../../core/host.ts';
import { Notes } from '../../core/notes.ts';
import type { Report, Reporter } from '../../core/report.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { CommandInstruction } from '../../dockerfile/instructions/command.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { ShellCommand } from '../../shell/command.ts';
import type { Span } from '../../text/span.ts';
import { nameOf } from './image-files.ts';
import type { Process, ProcessScript } from './process.ts';
import { ProcessTree } from './tree.ts';

/** A script that a container begins with: what it starts first, or what takes that one's place. */
export interface StartScript {
  readonly tree: ProcessTree;
  /** The stage whose image has it. */
  readonly stage: Stage;
  readonly process: Process;
  readonly script: ProcessScript;
  /** How the script is called where somebody reads of it; "the script" for one that a command line hands to a shell. */
  readonly name: string;
  /** Whether what starts the script sends signals to all that runs, and not to the script alone. */
  readonly isSignalledAsGroup: boolean;
}

/** A script that the image itself says is started. */
export interface ImageStartScript extends StartScript {
  /** The instruction that starts it. */
  readonly instruction: CommandInstruction;
}

/** What was found, by the host that was asked: it is a new one whenever somebody looks around anew. */
const found = new Notes<Host, Map<Dockerfile, Promise<readonly ImageStartScript[]>>>();

/**
 * The scripts that containers of a Dockerfile begin with, each told once for each instruction that starts it. They are
 * looked for once for all rules that are given the same host.
 */
export function startScripts(dockerfile: Dockerfile, build: FixContext): Promise<readonly ImageStartScript[]> {
  const ofHost = found.get(build.host) ?? new Map<Dockerfile, Promise<readonly ImageStartScript[]>>();
  found.set(build.host, ofHost);
  const scripts = ofHost.get(dockerfile) ?? findScripts(dockerfile, build);
  ofHost.set(dockerfile, scripts);
  return scripts;
}

async function findScripts(dockerfile: Dockerfile, build: FixContext): Promise<readonly ImageStartScript[]> {
  const told = new Set<string>();
  const all: ImageStartScript[] = [];
  for (const stage of dockerfile.targets) {
    const tree = await ProcessTree.of(dockerfile, stage, build);
    const { root, instruction } = tree ?? {};
    if (!tree || !root || !instruction) continue;
    for (const one of scriptsFrom(root, { tree, stage }, build.uri)) {
      const key = `${instruction.span.start} ${one.process.place.span.start} ${one.name}`;
      if (!told.has(key)) all.push({ ...one, instruction });
      told.add(key);
    }
  }
  return all;
}

/** The scripts that a container begins with whose image is that of a stage; `uri` is that of the Dockerfile. */
export function scriptsOfContainer(tree: ProcessTree | undefined, stage: Stage, uri: string): readonly StartScript[] {
  return tree ? scriptsFrom(tree.root, { tree, stage }, uri) : [];
}

function scriptsFrom(
  process: Process,
  at: Pick<StartScript, 'tree' | 'stage'>,
  uri: string,
  asGroup = false,
): readonly StartScript[] {
  const { script, command } = process;
  const isSignalledAsGroup = asGroup || (command !== undefined && signalsGroup(command));
  if (!script) {
    // What cron runs, and what the scripts before services do, is no start of a container.
    const further = process.children.filter(({ how }) => how !== 'scheduled' && how !== 'foreground');
    return further.flatMap((child) => scriptsFrom(child, at, uri, isSignalledAsGroup));
  }
  const name = script.file ? nameOf(script.file, uri) : 'the script';
  const further = process.children.filter(staysFirst);
  const inner = further.flatMap((child) => scriptsFrom(child, at, uri, isSignalledAsGroup));
  return [{ ...at, process, script, name, isSignalledAsGroup }, ...inner];
}

/** Whether a process is the last that a script runs, or takes its place: what the container lives and dies with. */
export function staysFirst({ how, run }: Process): boolean {
  if (how === 'exec') return true;
  return how === 'foreground' && run?.isLast === true && !run.isApart;
}

/** Whether a command runs behind an init that sends signals to a group of processes (dumb-init's and tini's README). */
function signalsGroup({ allWords, words, wrappers }: ShellCommand): boolean {
  const before = allWords.slice(0, allWords.length - words.length).map(({ text }) => text);
  if (wrappers.includes('dumb-init')) return !before.some((text) => /^(?:-c|--single-child)$/.test(text));
  return wrappers.some((name) => name.startsWith('tini')) && before.some((text) => /^-[a-z]*g/.test(text));
}

/**
 * Reports what a script does: at its place where it stands in the Dockerfile, and else at the instruction that starts it.
 * The other of both places is related.
 */
export function tellOf(
  { process, script, instruction }: ImageStartScript,
  what: { readonly command?: ShellCommand; readonly span?: Span },
  message: string,
  report: Reporter,
): Report {
  const started = startOf(process, instruction);
  const place = what.command ? script.placeOf(what.command) : { span: what.span ?? started, file: script.file?.file };
  if (place.file) return report(started, message).relate(place.span, 'Here, in the script', asOtherFile(place.file));
  const finding = report(place.span, message);
  return script.file ? finding.relate(started, 'This starts the script') : finding;
}

function asOtherFile({ uri, lines }: OtherFile): OtherFile {
  return { uri, lines };
}

/** Where an instruction names the script that it starts; all of its line where it does not. */
export function startOf({ how, command, script }: Process, { lineSpan }: CommandInstruction): Span {
  const name = script?.file?.path.replace(/^.*\//, '');
  const word = command?.words.find(({ value }) => value !== undefined && value.replace(/^.*\//, '') === name);
  return how === 'first' && word && word.span.isExact !== false ? word.span : lineSpan;
}
