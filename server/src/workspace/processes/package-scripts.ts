import { ShellCommand } from '../../shell/command.ts';
import { somewhereIn } from '../../text/mapped.ts';
import { YamlDocument } from '../../yaml/document.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { ImageFile, ScriptFiles } from './image-files.ts';
import { commandOfLine, type StartedProgram } from './started-program.ts';

/** What npm and its like run without `run` before the name (their documentation of commands). */
const withoutRun = /^(?:start|test|stop|restart)$/;

/** Words behind which yarn, pnpm and bun do something of their own, and run no script. */
const ownCommands =
  /^(?:add|install|i|ci|remove|create|init|dlx|exec|x|node|global|workspace|workspaces|cache|config|set|info)$/;

/**
 * What a package manager of JavaScript starts for a script of package.json; undefined for another command, and where
 * package.json is not among the image's files. All of them hand the line to a shell, and pass SIGTERM on to it
 * (`lib/signal-manager.js` of @npmcli/run-script 10).
 */
export async function packageScript(
  command: ShellCommand,
  files: ScriptFiles,
): Promise<readonly StartedProgram[] | undefined> {
  const name = scriptOf(command);
  if (name === undefined) return undefined;
  const folder = command.optionValue('--prefix', '--cwd', '-C', '--dir');
  const file = await files.at(folder === undefined ? 'package.json' : `${folder.replace(/\/$/, '')}/package.json`);
  const line = file && jsonIn(file)?.get('scripts').get(name).mappedText;
  if (!line) return undefined;
  const started = commandOfLine(line);
  return started ? [{ command: started, file, how: 'foreground' }] : undefined;
}

function scriptOf(command: ShellCommand): string | undefined {
  const manager = command.name;
  if (!/^(?:npm|yarn|pnpm|bun)$/.test(manager)) return undefined;
  const [first, second] = command
    .operandWords(['--prefix', '--cwd', '-C', '--dir', '-w', '--workspace', '--filter', '-F'])
    .map(({ value }) => value);
  // The package of a workspace lies elsewhere.
  if (command.has('-w', '--workspace', '--filter', '-F')) return undefined;
  if (first === 'run' || first === 'run-script') return second;
  if (first === undefined) return undefined;
  if (withoutRun.test(first)) return first;
  return manager === 'npm' || ownCommands.test(first) ? undefined : first;
}

/** The apps of a process file of PM2, written in JSON (its documentation, "Ecosystem File"); undefined otherwise. */
export async function programsOfPm2(
  command: ShellCommand,
  files: ScriptFiles,
): Promise<readonly StartedProgram[] | undefined> {
  if (!/^pm2(?:-runtime|-docker)?$/.test(command.name)) return undefined;
  const operands = command.operandWords().map(({ value }) => value);
  const path = operands[0] === 'start' ? operands[1] : operands[0];
  const file = path?.endsWith('.json') ? await files.at(path) : undefined;
  const root = file && jsonIn(file);
  if (!root) return undefined;
  const apps = root.get('apps').items;
  return (apps.length > 0 ? apps : [root]).flatMap((app): readonly StartedProgram[] => {
    const script = app.get('script').mappedText;
    if (!script) return [];
    const interpreter = app.get('interpreter').text ?? (/\.[cm]?js$/.test(script.text) ? 'node' : undefined);
    const place = app.get('script').span ?? { start: 0, end: 0 };
    const args = app.get('args').text?.split(/\s+/) ?? app.get('args').items.flatMap(({ text }) => text ?? []);
    const words = [
      ...(interpreter === undefined || interpreter === 'none' ? [] : [somewhereIn(interpreter, place)]),
      script,
      ...args.filter((one) => one !== '').map((one) => somewhereIn(one, place)),
    ];
    const started = ShellCommand.fromArguments(words);
    return started ? [{ command: started, file, how: 'supervised' }] : [];
  });
}

/** What a JSON file says, with places; undefined for one that stands in no file of its own. */
function jsonIn({ source }: ImageFile): YamlValue | undefined {
  const isWhole = source.isExact && source.unit(0).start === 0;
  return isWhole ? new YamlDocument(source.text).root : undefined;
}
