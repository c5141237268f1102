import { isTomlTable, type TomlTable, tomlAt, tomlItems } from '../../text/toml.ts';
import type { Evidence } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';

/** What a project of Python asks to be installed. */
export class PythonDependencies {
  /** By their normalised name: what is written, and where. */
  private readonly entries: ReadonlyMap<string, Evidence>;

  private constructor(entries: ReadonlyMap<string, Evidence>) {
    this.entries = entries;
  }

  static async of(folder: ProjectFolder, settings: TomlTable): Promise<PythonDependencies> {
    const entries = new Map<string, Evidence>();
    const add = (requirement: string, file: string) => {
      const name = nameOf(requirement);
      if (name !== undefined && !entries.has(name)) entries.set(name, { file, says: `it lists ${requirement.trim()}` });
    };
    for (const line of (await folder.read('requirements.txt'))?.split(/\r?\n/) ?? [])
      add(line.replace(/\s*#.*/, ''), 'requirements.txt');
    for (const one of tomlItems(tomlAt(settings, 'project', 'dependencies')))
      if (typeof one === 'string') add(one, 'pyproject.toml');
    const ofPoetry = tomlAt(settings, 'tool', 'poetry', 'dependencies');
    if (isTomlTable(ofPoetry)) {
      for (const [name, value] of Object.entries(ofPoetry)) {
        const extras = isTomlTable(value) ? tomlItems(value.extras).join(',') : '';
        if (name !== 'python') add(extras === '' ? name : `${name}[${extras}]`, 'pyproject.toml');
      }
    }
    return new PythonDependencies(entries);
  }

  /** Where a distribution is listed; undefined where it is not. */
  find(name: string): Evidence | undefined {
    return this.entries.get(name);
  }
}

/** The name of what a requirement asks for, in lower case with hyphens (PEP 503). */
function nameOf(requirement: string): string | undefined {
  const name = /^\s*([A-Za-z0-9][\w.-]*)/.exec(requirement)?.[1];
  return name?.toLowerCase().replace(/[-_.]+/g, '-');
}
