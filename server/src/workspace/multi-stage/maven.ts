import type { Build, Language } from './conversion.ts';
import { isJava, isJavaTool, isOutput, planJava, readAll, wasMoved } from './java.ts';

/** Maven: an archive in `target`, which a Java runtime runs. */
export const maven: Language = {
  reads: ({ name }) => name === 'mvn' || name === 'mvnw' || isJavaTool(name),
  buildVariables: /^(?:MAVEN_\w+|MVN_\w+|M2_HOME)$/,
  provides: isJava,
  plan: (build) => planJava(build, { isSelfContained, isSource, descriptions, springBoot }),
};

/** Plugins that put all that a program depends on into its archive (their documentation). */
const packingPlugins = /<artifactId>\s*(?:spring-boot-maven-plugin|maven-shade-plugin)\s*<\/artifactId>/;

async function isSelfContained(build: Build, archive: string): Promise<boolean> {
  const isMoved = wasMoved(build, archive);
  if (!isMoved && !isOutput(archive, build.folder, 'target')) return false;
  const poms = await descriptions(build, archive);
  const pom = poms.find((text) => packingPlugins.test(text) || !/<dependency>/.test(text));
  return pom !== undefined && !/<classpathPrefix>|quarkus/.test(pom);
}

/** The module's own file and that of the whole project. */
function descriptions(build: Build, archive: string): Promise<readonly string[]> {
  const module = wasMoved(build, archive) ? '' : archive.slice(build.folder.length + 1, archive.lastIndexOf('target/'));
  return readAll(build, [`${module}pom.xml`, 'pom.xml']);
}

/** What of the plugin's goal `repackage` makes another archive than it does by default (its reference, version 3.5). */
const packedOtherwise = /<(?:layers|layout|executable|includeTools|requiresUnpack|loaderImplementation)>/;

/** The version that the plugin has itself, or else the parent that brings it. */
function springBoot(poms: readonly string[]): string | undefined {
  const plugin = poms
    .flatMap((pom) => elementsOf(pom, 'plugin'))
    .find((one) => isArtifact(one, 'spring-boot-maven-plugin'));
  const parent = poms
    .flatMap((pom) => elementsOf(pom, 'parent'))
    .find((one) => isArtifact(one, 'spring-boot-starter-parent'));
  if (!plugin || poms.some((pom) => packedOtherwise.test(pom))) return undefined;
  return versionIn(plugin) ?? (parent && versionIn(parent));
}

function elementsOf(pom: string, name: string): readonly string[] {
  return pom.match(new RegExp(`<${name}>[\\s\\S]*?</${name}>`, 'g')) ?? [];
}

function isArtifact(element: string, id: string): boolean {
  return new RegExp(`<artifactId>\\s*${id}\\s*</artifactId>`).test(element);
}

function versionIn(element: string): string | undefined {
  return /<version>\s*(\d+\.\d+[\w.-]*)\s*<\/version>/.exec(element)?.[1];
}

function isSource(path: string): boolean {
  return (
    /\.(?:java|kt|groovy|scala)$|(?:^|\/)(?:pom\.xml|mvnw(?:\.cmd)?|lombok\.config|checkstyle[\w-]*\.xml)$/.test(
      path,
    ) || /(?:^|\/)(?:src|target|\.mvn)\//.test(path)
  );
}
