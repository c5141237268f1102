import type { Refusal } from '../../core/fix.ts';
import type { PackageAction } from '../../shell/package-managers/index.ts';
import type { ContextFolder } from '../build-context.ts';
import { type DependencyPlan, filesOf, needsSources, type Planner, textOf } from './plan.ts';

/** pip: the files given with `-r` and `-c`, and those they name in turn. */
export const planPip: Planner = async (action, _, folder) => {
  const named = requirementFiles(action);
  if (named.length === 0) return needsSources('The command', 'names no file of requirements');
  const files = new Set<string>();
  const waiting = [...named];
  while (waiting.length > 0) {
    const file = waiting.pop() as string;
    if (files.has(file)) continue;
    files.add(file);
    const text = await folder?.read(file);
    if (folder && text === undefined) return needsSources(file, 'cannot be read');
    const inside = readRequirements(text ?? '', file);
    if (inside === undefined) return needsSources(file, 'installs from a folder');
    waiting.push(...inside);
  }
  return { files: [...files], command: undefined };
};

/** Pipenv. */
export const planPipenv: Planner = async (_, project, folder) => {
  const text = await folder?.read('Pipfile');
  if (text !== undefined && /\b(?:path|editable)\s*=/.test(text))
    return needsSources('Pipfile', 'installs from a folder');
  return { files: filesOf(project, folder), command: undefined };
};

/** Poetry and uv install the project itself too, for which they need the sources: the dependencies come first, alone. */
export const planPoetry: Planner = (action, project, folder) =>
  planWithoutProject(action, filesOf(project, folder), folder, '--no-root');

export const planUv: Planner = (action, project, folder) => {
  if (action.command.operands[0] === 'pip') return planPip(action, project, folder);
  return planWithoutProject(action, filesOf(project, folder), folder, '--no-install-project');
};

async function planWithoutProject(
  action: PackageAction,
  files: readonly string[],
  folder: ContextFolder | undefined,
  option: string,
): Promise<DependencyPlan | Refusal> {
  const text = await folder?.read('pyproject.toml');
  if (text !== undefined && /\bpath\s*=\s*["']|tool\.uv\.workspace|\bworkspace\s*=\s*true/.test(text)) {
    return needsSources('pyproject.toml', 'takes dependencies from folders');
  }
  return { files, command: action.command.has(option) ? undefined : `${textOf(action)} ${option}` };
}

/** The files of requirements that a command names. */
export function requirementFiles({ command }: PackageAction): string[] {
  const words = command.arguments;
  return words.flatMap(({ text, value }, index) => {
    if (['-r', '--requirement', '-c', '--constraint'].includes(text)) return words[index + 1]?.value ?? [];
    const joined =
      /^(?:--requirement|--constraint)=(.+)$/.exec(value ?? '')?.[1] ?? /^-[rc](.+)$/.exec(value ?? '')?.[1];
    return joined ?? [];
  });
}

/** The files that a file of requirements names; undefined when it installs something from a folder. */
function readRequirements(text: string, file: string): string[] | undefined {
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
  const files: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const plain = line.replace(/\s+#.*$/, '').trim();
    const named = /^(?:-r|--requirement|-c|--constraint)[\s=]+(\S+)/.exec(plain)?.[1];
    if (named !== undefined) files.push(normalize(folder + named));
    else if (/^(?:-e\b|--editable\b|\.{1,2}(?:\/|$)|\/|file:)|@\s*(?:file:|\.)/.test(plain)) return undefined;
  }
  return files;
}

function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
