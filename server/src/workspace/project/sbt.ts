import { frameworkIn } from './jvm.ts';
import { portInSources } from './ports.ts';
import { type Fact, type FactName, fact, type Project } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';

const file = 'build.sbt';

/** A project of Scala: a folder with a build.sbt. */
export async function detectSbt(folder: ProjectFolder): Promise<Project | undefined> {
  const text = await folder.read(file);
  if (text === undefined) return undefined;
  const facts: Partial<Record<FactName, Fact>> = {};
  const name = /\bname\s*:=\s*"([^"]+)"/.exec(text)?.[1];
  if (name) facts.name = fact(name, file, `name is "${name}"`);
  const plugins = (
    await Promise.all((await folder.files(/\.sbt$/, 'project')).map((one) => folder.read(`project/${one}`)))
  ).join('\n');
  const framework = frameworkIn(`${text}\n${plugins}`, file);
  if (framework) facts.framework = framework.name;
  const isAssembled = /\bsbt-assembly\b/.test(plugins);
  const isPackaged = /\bsbt-native-packager\b|"sbt-plugin"/.test(plugins);
  if (isAssembled) facts.build = fact('assembly', 'project/plugins.sbt', 'it adds sbt-assembly');
  else if (isPackaged) facts.build = fact('stage', 'project/plugins.sbt', 'it adds sbt-native-packager');
  const sources = (await folder.files(/\.scala$/, 'src/main/scala')).map((one) => `src/main/scala/${one}`);
  const port =
    (await portInSources(folder, sources, [/\bport"(\d{2,5})"/, /\.bind\(\s*(\d{2,5})\s*\)/])) ?? framework?.port;
  if (port) facts.port = port;
  return {
    language: 'scala',
    tool: 'sbt',
    title: 'Scala with sbt',
    because: { file, says: 'it is here' },
    shape: port ? 'service' : 'program',
    facts,
    remarks:
      isAssembled || isPackaged
        ? []
        : ['Nothing in project/ makes what can be started by itself: add the plug-in sbt-assembly.'],
  };
}
