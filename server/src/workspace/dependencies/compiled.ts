import { filesOf, needsSources, type Planner } from './plan.ts';

/** Go: `go mod download` needs only the two files. */
export const planGo: Planner = async ({ kind }, project, folder) => {
  const files = filesOf(project, folder);
  if (folder?.has('vendor/')) return needsSources('The folder', 'holds its dependencies in vendor/');
  if (folder?.has('go.work')) return needsSources('go.work', 'joins several modules');
  const text = await folder?.read('go.mod');
  if (text !== undefined && /=>\s*\.{1,2}\//.test(text))
    return needsSources('go.mod', 'replaces a module with a folder');
  return { files, command: kind === 'dependencies' ? undefined : 'go mod download' };
};

/** Cargo reads no package without a source file in it, so one is there for as long as it fetches. */
export const planCargo: Planner = async (_, project, folder) => {
  const files = filesOf(project, folder);
  const text = await folder?.read('Cargo.toml');
  if (text !== undefined && /^\s*\[workspace/m.test(text)) return needsSources('Cargo.toml', 'declares a workspace');
  if (text !== undefined && /^\s*\[(?:\[(?:bin|example|test|bench)\]|lib)\]|\bpath\s*=/m.test(text)) {
    return needsSources('Cargo.toml', 'names files or folders of its own');
  }
  const locked = files.includes('Cargo.lock') ? ' --locked' : '';
  return { files, command: `mkdir src && touch src/lib.rs && cargo fetch${locked} && rm -r src` };
};

/** Maven: everything that the build and its plugins need, as far as the plugin can tell. */
export const planMaven: Planner = async ({ command, kind }, project, folder) => {
  const text = await folder?.read('pom.xml');
  if (text !== undefined && /<modules>/.test(text)) return needsSources('pom.xml', 'declares modules');
  const program = command.words[0]?.text ?? 'mvn';
  const settings = command.optionValue('-s', '--settings');
  const files = filesOf({ ...project, settings: program.endsWith('mvnw') ? ['mvnw', '.mvn/'] : ['.mvn/'] }, folder);
  return {
    files: [...files, ...(settings ? [settings] : [])],
    command:
      kind === 'dependencies' ? undefined : `${program} -B${settings ? ` -s ${settings}` : ''} dependency:go-offline`,
  };
};

/** Gradle: resolving the configurations downloads what is in them. */
export const planGradle: Planner = async ({ command, kind }, project, folder) => {
  for (const name of ['settings.gradle', 'settings.gradle.kts']) {
    const text = await folder?.read(name);
    if (text !== undefined && /^\s*include/m.test(text)) return needsSources(name, 'includes other projects');
  }
  const program = command.words[0]?.text ?? 'gradle';
  const files = filesOf(project, folder).filter((file) => program.endsWith('gradlew') || !file.startsWith('gradlew'));
  if (!folder) return needsSources('build.gradle', 'cannot be read');
  return { files, command: kind === 'dependencies' ? undefined : `${program} --no-daemon dependencies` };
};

/** .NET: a restore needs the project files of all projects that refer to one another. */
export const planNuget: Planner = async ({ command, kind }, project, folder) => {
  if (!folder) return needsSources('The project', 'cannot be read');
  const solutions = folder.matching(['*.sln']);
  const projects = folder.matching(['*.csproj', '*.fsproj', '*.vbproj']);
  const files = new Set(folder.matching([...project.manifests, ...project.locks, ...project.settings]));
  for (const solution of solutions) {
    const text = (await folder.read(solution)) ?? '';
    for (const match of text.matchAll(/"([^"]+\.(?:cs|fs|vb)proj)"/g))
      files.add((match[1] ?? '').replaceAll('\\', '/'));
  }
  for (const name of solutions.length > 0 ? [] : projects) {
    const text = await folder.read(name);
    if (text === undefined || /<ProjectReference\b/.test(text)) return needsSources(name, 'refers to other projects');
  }
  const [target] = command
    .operandWords(['-c', '--configuration', '-o', '--output', '-r', '--runtime', '-f', '--framework'])
    .slice(1);
  return {
    files: [...files],
    command: kind === 'dependencies' ? undefined : `dotnet restore${target ? ` ${target.text}` : ''}`,
  };
};
