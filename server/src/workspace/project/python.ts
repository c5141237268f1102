import { isTomlTable, readToml, type TomlTable, tomlAt } from '../../text/toml.ts';
import { healthIn } from './health.ts';
import { portInSources } from './ports.ts';
import { type Fact, type FactName, fact, type Project, type Tool } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';
import { PythonDependencies } from './python-dependencies.ts';
import { startOfPython } from './python-start.ts';
import { releases } from './releases.ts';
import { majorMinor, toolVersion, versionIn } from './version-files.ts';
import { releaseIn } from './version-range.ts';

const titles: Readonly<Partial<Record<Tool, string>>> = { pip: 'pip', poetry: 'Poetry', uv: 'uv' };

const portPatterns = [
  /\.run\([^)]*?\bport\s*=\s*(\d{2,5})\b/,
  /\bPORT['"]\s*,\s*['"]?(\d{2,5})\b/,
  /\bserve\([^)]*?\bport\s*=\s*(\d{2,5})\b/,
];

/** A project of Python: a folder with requirements, a pyproject.toml, or a program of Django. */
export async function detectPython(folder: ProjectFolder): Promise<Project | undefined> {
  const pyproject = await folder.read('pyproject.toml');
  const settings = readToml(pyproject ?? '');
  const file = await folder.first([
    'uv.lock',
    'poetry.lock',
    'requirements.txt',
    'pyproject.toml',
    'Pipfile',
    'setup.py',
    'manage.py',
  ]);
  if (file === undefined) return undefined;
  // Many keep the settings of tools there, who have no project of Python.
  const isProject = isTomlTable(settings.project) || isTomlTable(tomlAt(settings, 'tool', 'poetry'));
  if (file === 'pyproject.toml' && !isProject) return undefined;
  const { tool, lock } = await managerOf(folder, settings);
  const dependencies = await PythonDependencies.of(folder, settings);
  const started = await startOfPython(folder, settings, dependencies);
  const facts: Partial<Record<FactName, Fact>> = {};
  const name = tomlAt(settings, 'project', 'name') ?? tomlAt(settings, 'tool', 'poetry', 'name');
  if (typeof name === 'string') facts.name = fact(name, 'pyproject.toml', `name is "${name}"`);
  const version = await versionOf(folder, settings);
  if (version) facts.version = version;
  if (lock) facts.lock = fact(lock, lock, 'it is here');
  if (started.framework) facts.framework = started.framework;
  if (started.main) facts.main = started.main;
  const port = (await portInSources(folder, started.files, portPatterns)) ?? started.port;
  if (port) facts.port = port;
  const health = port ? await healthIn(folder, started.files) : undefined;
  if (health) facts.health = health;
  if (started.start) facts.start = withPort(started.start, started.port, port);
  return {
    language: 'python',
    tool,
    title: `Python with ${titles[tool]}`,
    because: { file, says: 'it is here' },
    shape: port || started.framework ? 'service' : 'program',
    facts,
    remarks: [
      ...started.remarks,
      ...(file === 'Pipfile' ? ['Pipenv has no template: write a requirements.txt with `pipenv requirements`.'] : []),
      ...(tool !== 'pip' && !lock
        ? [`There is no lock file of ${titles[tool]}: commit one, so that every build installs the same.`]
        : []),
    ],
  };
}

/** What is started listens on the port that the program would take by itself. */
function withPort(start: Fact, usual: Fact | undefined, port: Fact | undefined): Fact {
  if (!usual || !port || usual.value === port.value) return start;
  return { ...start, value: start.value.replace(new RegExp(`(?<=[:= ])${usual.value}(?= |$)`), port.value) };
}

async function managerOf(folder: ProjectFolder, settings: TomlTable): Promise<{ tool: Tool; lock?: string }> {
  if (await folder.has('uv.lock')) return { tool: 'uv', lock: 'uv.lock' };
  if (await folder.has('poetry.lock')) return { tool: 'poetry', lock: 'poetry.lock' };
  if (await folder.has('requirements.txt')) return { tool: 'pip', lock: 'requirements.txt' };
  if (isTomlTable(tomlAt(settings, 'tool', 'uv'))) return { tool: 'uv' };
  const backend = tomlAt(settings, 'build-system', 'build-backend');
  const isPoetry = isTomlTable(tomlAt(settings, 'tool', 'poetry')) || /^poetry\b/.test(String(backend));
  return { tool: isPoetry ? 'poetry' : 'pip' };
}

async function versionOf(folder: ProjectFolder, settings: TomlTable): Promise<Fact | undefined> {
  for (const file of ['.python-version', 'runtime.txt']) {
    const text = await versionIn(folder, file);
    const version = text === undefined ? undefined : majorMinor(text);
    if (version) return fact(version, file, `it says ${text}`);
  }
  const tool = await toolVersion(folder, 'python');
  const listed = tool && majorMinor(tool.value);
  if (listed) return { ...tool, value: listed };
  for (const path of [
    ['project', 'requires-python'],
    ['tool', 'poetry', 'dependencies', 'python'],
  ]) {
    const stated = tomlAt(settings, ...path);
    if (typeof stated !== 'string') continue;
    const chosen = releaseIn(stated, releases.python);
    if (chosen) return fact(chosen, 'pyproject.toml', `${path.at(-1)} is "${stated}"`);
  }
  return undefined;
}
