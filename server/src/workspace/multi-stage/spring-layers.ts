import type { Build, Copied } from './conversion.ts';
import type { JavaBuild } from './java.ts';
import { folderOf } from './paths.ts';

/**
 * The layers of an archive that Spring Boot packs, those first that change least (its documentation, "Layering Docker
 * Images"). All of them become folders, empty ones too.
 */
const layers = ['dependencies', 'spring-boot-loader', 'snapshot-dependencies', 'application'] as const;

/** What takes an archive apart in the build stage, and what is copied of it then. */
interface Layers {
  readonly line: string;
  readonly copies: readonly Copied[];
}

/**
 * An archive of Spring Boot in parts, so that a change of the program ships no dependencies again. It is started as
 * before: the archive keeps its name and place, and finds its libraries beside it. Undefined where that is not sure.
 *
 * `-Djarmode=tools` is there from 3.3 on (spring-boot v3.3.0, `spring-boot-jarmode-tools`, `ExtractCommand`); before that
 * another class had to be started.
 */
export async function springLayers(build: Build, archive: string, java: JavaBuild): Promise<Layers | undefined> {
  if (/[*?[]/.test(archive) || !archive.endsWith('.jar')) return undefined;
  const version = java.springBoot(await java.descriptions(build, archive));
  const [major = 0, minor = 0] = version?.split('.').map(Number) ?? [];
  if (version === undefined || major < 3 || (major === 3 && minor < 3)) return undefined;
  // Settings of the loader, which is not started then.
  if (build.stage.own('ENV').some(({ pairs }) => pairs.some(({ key }) => key.text.startsWith('LOADER_'))))
    return undefined;
  if (build.startup.commands.some(({ words }) => words.some(({ text }) => text.includes('-Dloader.'))))
    return undefined;
  const folder = folderOf(archive);
  const parts = `${folder}/layers`;
  return {
    line: `java -Djarmode=tools -jar ${archive} extract --layers --destination ${parts}`,
    copies: layers.map((layer) => ({ from: `${parts}/${layer}/`, to: `${folder}/` })),
  };
}
