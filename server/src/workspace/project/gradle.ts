import { frameworkIn, healthOf, javaRelease, portInSettings } from './jvm.ts';
import { portInSources } from './ports.ts';
import { type Fact, type FactName, fact, type Project } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';

/** A project of Gradle: a folder with a build script, or with the settings of several projects. */
export async function detectGradle(folder: ProjectFolder): Promise<Project | undefined> {
  const settingsFile = await folder.first(['settings.gradle.kts', 'settings.gradle']);
  const script = await folder.first(['build.gradle.kts', 'build.gradle']);
  const settings = (settingsFile && (await folder.read(settingsFile))) ?? '';
  const modules = modulesIn(settings);
  // `gradle init` puts the one project that there is into a folder.
  const [only] = modules;
  const module = modules.length === 1 && only !== undefined ? only : '';
  const inModule =
    module === '' ? undefined : await folder.first([`${module}/build.gradle.kts`, `${module}/build.gradle`]);
  const file = inModule ?? script;
  const text = file && (await folder.read(file));
  if (!file || text === undefined) return undefined;
  const isKotlin = /kotlin\s*\(?\s*["']?jvm|org\.jetbrains\.kotlin/.test(text);
  const facts: Partial<Record<FactName, Fact>> = {};
  const name = /^\s*rootProject\.name\s*=\s*["']([^"']+)["']/m.exec(settings)?.[1];
  if (name && settingsFile) facts.name = fact(name, settingsFile, `rootProject.name is "${name}"`);
  const version = javaVersion(text, file);
  if (version) facts.version = version;
  const catalog = (await folder.read('gradle/libs.versions.toml')) ?? '';
  const framework = frameworkIn(text, file) ?? frameworkIn(catalog, 'gradle/libs.versions.toml');
  if (framework) facts.framework = framework.name;
  const scripts = [script, settingsFile].filter((one) => one !== undefined);
  facts.scripts = fact(scripts.join(' '), scripts[0] ?? file, 'it is here');
  const wrapper = await folder.has('gradlew');
  facts.build = wrapper ? fact('./gradlew', 'gradlew', 'it is here') : fact('gradle', file, 'there is no gradlew here');
  const output = outputOf(text, file, framework?.name.value, module);
  if (output) facts.output = output;
  const source = inModule ? folder.folder(module) : folder;
  const port =
    (await portInSettings(source)) ??
    (await portInSources(source, await kotlinFiles(source), [
      /\bport\s*=\s*(\d{2,5})\b/,
      /\bport\(\s*(\d{2,5})\s*\)/,
    ])) ??
    framework?.port;
  if (port) facts.port = port;
  const health = healthOf(text, file);
  if (health) facts.health = health;
  return {
    language: isKotlin ? 'kotlin' : 'java',
    tool: 'gradle',
    title: `${isKotlin ? 'Kotlin' : 'Java'} with Gradle`,
    because: { file, says: 'it is here' },
    shape: port ? 'service' : 'program',
    facts,
    remarks: [
      ...(modules.length > 1
        ? [`${settingsFile} includes ${modules.join(', ')}: say in the Dockerfile which of them is started.`]
        : []),
      ...(output || modules.length > 1
        ? []
        : [`Nothing in ${file} makes a jar that can be started by itself: use the plug-in application, or Shadow.`]),
    ],
  };
}

/** The folders of the projects that the settings include. */
function modulesIn(settings: string): readonly string[] {
  const included = settings.matchAll(/^\s*include\s*\(?((?:\s*["'][^"']+["']\s*,?)+)/gm);
  return [...included].flatMap(([, names = '']) =>
    [...names.matchAll(/["']:?([^"']+)["']/g)].map(([, name = '']) => name.replaceAll(':', '/')),
  );
}

function javaVersion(text: string, file: string): Fact | undefined {
  const patterns = [
    /\bJavaLanguageVersion\.of\(\s*["']?(\d+)["']?\s*\)/,
    /\bjvmToolchain\(\s*(\d+)\s*\)/,
    /\b(?:sourceCompatibility|targetCompatibility|release)\b[^\n]*?(?:JavaVersion\.VERSION_)?(\d+(?:[._]\d+)?)/,
  ];
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    const release = match && javaRelease((match[1] ?? '').replace('_', '.'));
    if (match && release) return fact(release, file, match[0].trim());
  }
  return undefined;
}

/** What the build leaves to be started; the tasks that make it are those of the plug-ins (their documentation). */
function outputOf(text: string, file: string, framework: string | undefined, module: string): Fact | undefined {
  const folder = module === '' ? 'build' : `${module}/build`;
  if (framework === 'Spring Boot') return fact(`${folder}/libs/*.jar`, file, 'Spring Boot writes its jar there');
  if (framework === 'Quarkus') return fact(`${folder}/quarkus-app`, file, 'Quarkus builds into it');
  if (/\bshadow\b/i.test(text)) return fact(`${folder}/libs/*-all.jar`, file, 'Shadow writes its jar there');
  if (/\bapplication\b/.test(text)) return fact(`${folder}/install`, file, 'the plug-in application installs into it');
  return undefined;
}

async function kotlinFiles(folder: ProjectFolder): Promise<readonly string[]> {
  const paths = ['src/main/kotlin', 'src/main/java', 'src'];
  const found = await Promise.all(
    paths.map(async (path) => (await folder.files(/\.(?:kt|java)$/, path)).map((name) => `${path}/${name}`)),
  );
  return found.flat();
}
