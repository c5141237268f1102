import { packageAction } from '../../shell/package-managers/index.ts';
import type { Build } from './conversion.ts';
import { resolvePath } from './paths.ts';
import { sourceOf } from './startup.ts';

/** The packages that pip is asked to install. */
export interface Requirements {
  /** In lower case, with `-` for `_` and `.`, as PyPI compares them. */
  readonly names: ReadonlySet<string>;
  /** Whether these are all that are asked for: every file that lists some could be read. */
  readonly isComplete: boolean;
}

/** Reads what the build installs with pip, from its commands and from the files they name. */
export async function readRequirements({ survey, project }: Build): Promise<Requirements> {
  const names = new Set<string>();
  let isComplete = true;
  for (const { command, folder } of survey.commands) {
    const action = packageAction(command);
    if (action?.manager.id !== 'pip') continue;
    for (const { value } of action.packages) {
      if (value === undefined || /^[./]|:\/\//.test(value)) isComplete = false;
      else names.add(normalized(value));
    }
    const words = command.arguments;
    for (const [at, { text }] of words.entries()) {
      if (!/^(?:-r|--requirement)$/.test(text)) continue;
      const file = words[at + 1]?.value;
      const source = file === undefined ? undefined : sourceOf(resolvePath(folder, file), survey.items);
      const list = source === undefined ? undefined : await project?.read(source);
      if (list === undefined || /^\s*-r\s/m.test(list)) isComplete = false;
      for (const [, name] of list?.matchAll(/^\s*([A-Za-z0-9][\w.-]*)/gm) ?? []) names.add(normalized(name ?? ''));
    }
  }
  return { names, isComplete };
}

function normalized(requirement: string): string {
  const name = /^[A-Za-z0-9][\w.-]*/.exec(requirement)?.[0] ?? '';
  return name.toLowerCase().replace(/[._]/g, '-');
}
