import type { ShellCommand } from '../../shell/command.ts';
import { ShellScript } from '../../shell/script.ts';
import type { MappedText } from '../../text/mapped.ts';
import type { Build } from './build.ts';
import { buildsOf, plain } from './build-command.ts';
import type { Confidence } from './link.ts';
import { type Lookup, Template } from './template.ts';
import { leavesFilesAlone } from './untouched.ts';

/** How a script is run. */
export interface ScriptPlace {
  /** The folders, by URI, in which it may be run; more than one when that is not known. */
  readonly bases: readonly string[];
  /** What its variables are before it sets any. */
  readonly lookup?: Lookup;
  /** Whether all files are there as the repository has them when it begins. */
  readonly isCheckedOut?: boolean;
  readonly says: string;
}

/** Longer scripts, in UTF-16 units, are programs that happen to build something. */
const longest = 100_000;

/** Whether a text may run a build at all: most do not, and need not be parsed. */
export function mayBuild(text: string): boolean {
  return (
    text.length <= longest && /build|\bbud\b|executor/i.test(text) && /\s-\w*t|--tag|--destination|\bpack\b/.test(text)
  );
}

/** The builds that a script runs. */
export function buildsInScript(source: MappedText, place: ScriptPlace): readonly Build[] {
  if (!mayBuild(source.text)) return [];
  const script = new ShellScript(source);
  const variables = assignedIn(script);
  const lookup: Lookup = (name) => (variables.has(name) ? variables.get(name) : place.lookup?.(name));
  const builds: Build[] = [];
  let folder = Template.literal('');
  let isUntouched = place.isCheckedOut === true;
  for (const step of script.steps) {
    let inner = folder;
    let piped: Template | undefined;
    for (const command of step.commands) {
      const next = changed(inner, command, lookup);
      if (next) inner = next;
      else {
        const isDeclared = isUntouched && step.command === command;
        const built = buildsOf(command, lookup, piped);
        for (const build of built) builds.push({ ...placed(build, inner, lookup, place), isDeclared });
        isUntouched &&= built.length > 0 || leavesFilesAlone(command);
      }
      const [file] = command.name === 'cat' && command.place.pipe === 'first' ? command.arguments : [];
      piped = file && Template.read(plain(file.text));
    }
    // What changes the folder inside of brackets, a loop or a condition does not do so for long.
    if (step.command) folder = inner;
  }
  return builds;
}

function placed(
  { command, ...build }: ReturnType<typeof buildsOf>[number],
  folder: Template,
  lookup: Lookup,
  { bases, says }: ScriptPlace,
): Build {
  const within = (path: Template | undefined) => path && joined(folder, path.fill(lookup));
  const isSure = bases.length === 1;
  const confidence: Confidence = isSure || folder.parts.length === 0 ? 'certain' : 'likely';
  return {
    ...build,
    image: build.image.fill(lookup),
    dockerfile: within(build.dockerfile),
    context: within(build.context),
    target: build.target?.fill(lookup),
    span: command.span,
    says,
    bases,
    confidence,
  };
}

/** The folder after a command; undefined when it does not change it. */
function changed(folder: Template, { name, arguments: words }: ShellCommand, lookup: Lookup): Template | undefined {
  if (name === 'popd') return Template.literal('');
  if (name !== 'cd' && name !== 'pushd') return undefined;
  const to = words.find(({ text }) => !text.startsWith('-'));
  return to ? joined(folder, Template.read(plain(to.text)).fill(lookup)) : undefined;
}

/** Of how many parts a path may be put together. */
const deepest = 60;

function joined(folder: Template, path: Template): Template {
  const [first] = path.parts;
  const isAbsolute =
    typeof first === 'string' ? first.startsWith('/') : path.parts.length > 0 && isRootVariable(first?.name);
  if (isAbsolute || folder.parts.length === 0) return path;
  return folder.parts.length > deepest ? new Template([{ name: '' }]) : folder.with(Template.literal('/')).with(path);
}

/** Whether a variable is, by its name, the folder in which all of it begins. */
export function isRootVariable(name: string | undefined): boolean {
  return (
    name !== undefined &&
    /^(?:PWD|CURDIR|pwd|GITHUB_WORKSPACE|github\.workspace|CI_PROJECT_DIR|\w*(?:ROOT|TOP|REPO|PROJECT|BASE|SRC)_?(?:DIR|PATH|FOLDER)?|git rev-parse --show-toplevel|CURRENT_DIR|MAKEFILE_DIR|SCRIPT_?DIR|DIR|shell pwd|.*(?:dirname|BASH_SOURCE|MAKEFILE_LIST).*)$/i.test(
      name,
    )
  );
}

/** The variables that a script sets to one value only, wherever it does. */
function assignedIn(script: ShellScript): ReadonlyMap<string, Template | undefined> {
  const values = new Map<string, Template | undefined>();
  for (const { words, assignments, name } of script.commands) {
    const set =
      words.length === 0 ? assignments : /^(?:export|readonly|local|declare|typeset)$/.test(name) ? words.slice(1) : [];
    for (const { text } of set) {
      const [, variable, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
      if (variable === undefined || value === undefined) continue;
      const template = Template.read(plain(value));
      // `X=${X:-default}` says what X is when nobody else does.
      const isOwnDefault = template.parts.some(
        (part) => typeof part !== 'string' && part.name === variable && !part.fallback,
      );
      const other = values.has(variable) && values.get(variable)?.resolved !== template.resolved;
      values.set(variable, other || isOwnDefault ? undefined : template);
    }
  }
  return values;
}
