import { readXml, type XmlElement } from '../../text/xml.ts';
import { frameworkIn, healthOf, javaRelease, portInSettings } from './jvm.ts';
import { portInSources } from './ports.ts';
import { type Fact, type FactName, fact, type Project } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';

const file = 'pom.xml';

/** A project of Maven: a folder with a pom.xml. */
export async function detectMaven(folder: ProjectFolder): Promise<Project | undefined> {
  const text = await folder.read(file);
  const pom = text === undefined ? undefined : readXml(text).at('project');
  if (text === undefined || !pom) return undefined;
  const isKotlin = /\bkotlin-maven-plugin\b/.test(text);
  const facts: Partial<Record<FactName, Fact>> = {};
  const name = pom.at('artifactId')?.text;
  if (name) facts.name = fact(name, file, `artifactId is ${name}`);
  const version = javaVersion(pom);
  if (version) facts.version = version;
  const framework = frameworkIn(text, file);
  if (framework) facts.framework = framework.name;
  const wrapper = await folder.has('mvnw');
  facts.build = wrapper ? fact('./mvnw', 'mvnw', 'it is here') : fact('mvn', file, 'there is no mvnw beside it');
  const jar = jarOf(pom, framework?.name.value);
  if (jar) facts.output = jar;
  const port =
    (await portInSettings(folder)) ??
    (framework && (await portInSources(folder, [...(await mainFiles(folder))], [/\bport\(\s*(\d{2,5})\s*\)/]))) ??
    framework?.port;
  if (port) facts.port = port;
  const health = healthOf(text, file);
  if (health) facts.health = health;
  const modules = [...pom.below('module')].map((one) => one.text);
  return {
    language: isKotlin ? 'kotlin' : 'java',
    tool: 'maven',
    title: `${isKotlin ? 'Kotlin' : 'Java'} with Maven`,
    because: { file, says: name ? `artifactId is ${name}` : 'it is here' },
    shape: port ? 'service' : 'program',
    facts,
    remarks: [
      ...(modules.length > 0
        ? [`pom.xml declares modules (${modules.join(', ')}): say in the Dockerfile which of them is started.`]
        : []),
      ...(framework || makesRunnable(text) || modules.length > 0
        ? []
        : [
            'Nothing in pom.xml makes a jar that can be started by itself: name its main class, and add what it depends on.',
          ]),
    ],
  };
}

/** The first settings that say for which Java is compiled. */
function javaVersion(pom: XmlElement): Fact | undefined {
  const properties = pom.at('properties');
  const names = [
    'maven.compiler.release',
    'java.version',
    'maven.compiler.target',
    'maven.compiler.source',
    'release.version',
  ];
  for (const name of names) {
    const text = properties?.children.find((one) => one.name === name)?.text;
    const release = text === undefined ? undefined : javaRelease(text);
    if (release) return fact(release, file, `${name} is ${text}`);
  }
  for (const plugin of pom.below('plugin')) {
    if (plugin.at('artifactId')?.text !== 'maven-compiler-plugin') continue;
    for (const name of ['release', 'target', 'source']) {
      const text = plugin.at('configuration', name)?.text;
      const release = text === undefined ? undefined : javaRelease(text);
      if (release) return fact(release, file, `${name} of the compiler is ${text}`);
    }
  }
  return undefined;
}

/** The jar that `package` writes: finalName, or artifact and version (maven.apache.org/pom.html, "Build"). */
function jarOf(pom: XmlElement, framework: string | undefined): Fact | undefined {
  if (framework === 'Quarkus') return fact('quarkus-app', file, 'Quarkus builds into it');
  const assembled = [...pom.below('descriptorRef')].some((one) => one.text === 'jar-with-dependencies');
  const final = pom.at('build', 'finalName')?.text;
  const base = final && !final.includes('$') ? final : undefined;
  const artifact = pom.at('artifactId')?.text;
  const version = pom.at('version')?.text;
  const stem = base ?? (artifact && version && !version.includes('$') ? `${artifact}-${version}` : undefined);
  if (stem === undefined) return undefined;
  const says = base ? `finalName is ${base}` : `artifactId is ${artifact}, version is ${version}`;
  return fact(`${stem}${assembled ? '-jar-with-dependencies' : ''}.jar`, file, says);
}

/** Whether a plug-in puts the dependencies and the main class into the jar, or beside it. */
function makesRunnable(text: string): boolean {
  return /maven-shade-plugin|jar-with-dependencies|<mainClass>|spring-boot-maven-plugin|quarkus-maven-plugin/.test(
    text,
  );
}

/** The source files of Java that lie where a program begins: the folders with no more than one folder in them. */
async function mainFiles(folder: ProjectFolder): Promise<readonly string[]> {
  let path = 'src/main/java';
  for (let depth = 0; depth < 8; depth++) {
    const files = await folder.files(/\.java$/, path);
    if (files.length > 0) return files.map((name) => `${path}/${name}`);
    const [only] = await folder.folders(path);
    if (only === undefined) return [];
    path = `${path}/${only}`;
  }
  return [];
}
