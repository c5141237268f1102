import type { Build, Language } from './conversion.ts';
import { isJava, isOutput, planJava } from './java.ts';

/** Maven: an archive in `target`, which a Java runtime runs. */
export const maven: Language = {
  reads: ({ name }) => name === 'mvn' || name === 'mvnw',
  buildVariables: /^(?:MAVEN_\w+|MVN_\w+|M2_HOME)$/,
  provides: isJava,
  plan: (build) => planJava(build, { isSelfContained, isSource }),
};

/** Plugins that put all that a program depends on into its archive (their documentation). */
const packingPlugins = /<artifactId>\s*(?:spring-boot-maven-plugin|maven-shade-plugin)\s*<\/artifactId>/;

async function isSelfContained({ folder, project, survey }: Build, archive: string): Promise<boolean> {
  // A file moved elsewhere is the archive still, but anything beside it was left behind on purpose.
  const isMoved = survey.items.some(({ path, source }) => path === archive && source === undefined);
  if (!isMoved && !isOutput(archive, folder, 'target')) return false;
  const module = isMoved ? '' : archive.slice(folder.length + 1, archive.lastIndexOf('target/'));
  for (const path of [`${module}pom.xml`, 'pom.xml']) {
    const pom = await project?.read(path);
    if (pom === undefined) continue;
    if (packingPlugins.test(pom) || !/<dependency>/.test(pom)) return !/<classpathPrefix>|quarkus/.test(pom);
  }
  return false;
}

function isSource(path: string): boolean {
  return (
    /\.(?:java|kt|groovy|scala)$|(?:^|\/)(?:pom\.xml|mvnw(?:\.cmd)?|lombok\.config|checkstyle[\w-]*\.xml)$/.test(
      path,
    ) || /(?:^|\/)(?:src|target|\.mvn)\//.test(path)
  );
}
