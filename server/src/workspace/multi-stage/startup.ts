import { Refusal } from '../../core/fix.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { startCommands } from '../../dockerfile/start.ts';
import { ShellCommand } from '../../shell/command.ts';
import { ShellScript } from '../../shell/script.ts';
import { verbatim } from '../../text/mapped.ts';
import type { BuildContext } from '../build-context.ts';
import type { Item } from './copied.ts';
import { resolvePath } from './paths.ts';
import type { Survey } from './survey.ts';

/** What a container runs, scripts of the project included. */
export interface Startup {
  /** In the order in which they are found; calls of a script's own functions left out. */
  readonly commands: readonly ShellCommand[];
  /** Those that run a script of the project, and the path of that script in the image. */
  readonly scripts: ReadonlyMap<ShellCommand, string>;
}

/**
 * Everything that is called when a container starts and when its health is checked. Refuses when a script that is
 * called cannot be read, because what it needs is not known then.
 */
export async function startupOf(
  stage: Stage,
  folder: string,
  { items }: Survey,
  project: BuildContext | undefined,
): Promise<Startup | Refusal> {
  const waiting = [...startCommands(stage), ...healthCommands(stage)];
  const commands: ShellCommand[] = [];
  const scripts = new Map<ShellCommand, string>();
  const functions: string[] = [];
  for (let command = waiting.shift(); command; command = waiting.shift()) {
    commands.push(command);
    const path = scriptPath(command, folder, items);
    if (path === undefined || [...scripts.values()].includes(path)) continue;
    const source = sourceOf(path, items);
    const text = source === undefined ? undefined : await project?.read(source);
    if (text === undefined) return new Refusal(`The script ${path} cannot be read, so what it calls is not known.`);
    const interpreter = /^#!\s*(\S+(?:[ \t]+\S+)?)/.exec(text)?.[1];
    const isShell = interpreter === undefined ? path.endsWith('.sh') : /\b(?:ba|da|a)?sh\b/.test(interpreter);
    if (!isShell) continue;
    const script = new ShellScript(verbatim(text, 0));
    scripts.set(command, path);
    functions.push(...script.functions);
    waiting.push(...script.commands, ...passedOn(command, script));
  }
  return { commands: commands.filter(({ name }) => !functions.includes(name)), scripts };
}

/** The command that a script is given as its arguments, when it runs that: `exec "$@"`. */
function passedOn(command: ShellCommand, script: ShellScript): readonly ShellCommand[] {
  if (!script.commands.some(({ words }) => /^"?\$(?:@|\{@\})"?$/.test(words[0]?.text ?? ''))) return [];
  const isShell = ['sh', 'bash', 'ash', 'dash'].includes(command.name);
  const given = command.arguments.slice(isShell ? 1 : 0);
  const passed = ShellCommand.fromArguments(given.map(({ source }) => source));
  return passed ? [passed] : [];
}

function healthCommands(stage: Stage): readonly ShellCommand[] {
  const form = stage.last('HEALTHCHECK')?.command?.form;
  if (!form) return [];
  if (form.kind === 'shell' || form.script) return form.script?.commands ?? [];
  return form.command ? [form.command] : [];
}

/** The shell script that a command runs: its program, or the operand of a shell. */
function scriptPath(command: ShellCommand, folder: string, items: readonly Item[]): string | undefined {
  const isShell = ['sh', 'bash', 'ash', 'dash', '.', 'source'].includes(command.name);
  const written = isShell ? command.operands[0] : command.words[0]?.value;
  if (written === undefined || command.script) return undefined;
  const path = written.includes('/') || isShell ? resolvePath(folder, written) : `/usr/local/bin/${written}`;
  const isScript = isShell || /\.sh$|entrypoint/.test(path) || items.some((item) => item.path === path && item.source);
  return isScript ? path : undefined;
}

/** Where in the build context a file of the image comes from. */
export function sourceOf(path: string, items: readonly Item[]): string | undefined {
  for (const { path: itemPath, source } of items.toReversed()) {
    if (source === undefined || /[*?[$]/.test(source)) continue;
    if (itemPath === path) return source;
    if (path.startsWith(`${itemPath}/`)) return `${source}/${path.slice(itemPath.length + 1)}`;
  }
  return undefined;
}

/** The path of the program that a command runs; undefined when it is found by its name alone, or not known. */
export function programPath(command: ShellCommand, folder: string): string | undefined {
  const written = command.words[0]?.value;
  return written?.includes('/') ? resolvePath(folder, written) : undefined;
}

/** What every shell knows, and what Debian's and Alpine's smallest images bring (their package lists, 2026-11). */
const basics: ReadonlySet<string> = new Set(
  `. : [ [[ alias basename bash break cat cd chgrp chmod chown command continue cp cut date dirname echo env eval exec
  exit export expr false find getopts grep groups head hostname id install kill let ln local ls mkdir mktemp mv nohup
  nproc printenv printf pwd read readlink readonly realpath return rm rmdir sed seq set sh shift sleep sort source stat
  tail tee test timeout touch tr trap true type ulimit umask uname uniq unset wait wc which whoami xargs`.split(/\s+/),
);

/** Whether a program is one that every image has. */
export function isBasic({ name }: ShellCommand): boolean {
  return name === '' || basics.has(name);
}

/** Programs that the runtime image does not have; `own` are those that the application or the image brings. */
export function missingPrograms(startup: Startup, own: (command: ShellCommand) => boolean): readonly string[] {
  const missing = startup.commands.filter(
    (command) => !isBasic(command) && !startup.scripts.has(command) && !own(command),
  );
  return [...new Set(missing.map(({ name }) => name))];
}
