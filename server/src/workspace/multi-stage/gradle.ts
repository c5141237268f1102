import type { Build, Language } from './conversion.ts';
import { isJava, isJavaTool, isOutput, planJava, readAll, wasMoved } from './java.ts';

/**
 * Gradle: an archive in `build/libs`, which a Java runtime runs. Spring Boot's plugin leaves a second one there, whose
 * name ends in `-plain`; a start command with a pattern finds the same files as before, because the folder is copied.
 */
export const gradle: Language = {
  reads: ({ name }) => name === 'gradle' || name === 'gradlew' || isJavaTool(name),
  buildVariables: /^(?:GRADLE_\w+|ORG_GRADLE_\w+)$/,
  provides: isJava,
  plan: (build) => planJava(build, { isSelfContained, isSource, descriptions, springBoot }),
};

/** Plugins that put all that a program depends on into its archive (their documentation). */
const packingPlugins =
  /org\.springframework\.boot|com\.github\.johnrengelman\.shadow|com\.gradleup\.shadow|io\.ktor\.plugin/;

async function isSelfContained(build: Build, archive: string): Promise<boolean> {
  if (!wasMoved(build, archive) && !isOutput(archive, build.folder, 'build/libs')) return false;
  const [script] = await descriptions(build, archive);
  return script !== undefined && packingPlugins.test(script);
}

/** The script of the module that makes the archive. */
function descriptions(build: Build, archive: string): Promise<readonly string[]> {
  const isMoved = wasMoved(build, archive);
  const module = isMoved ? '' : archive.slice(build.folder.length + 1, archive.lastIndexOf('build/libs/'));
  return readAll(build, [`${module}build.gradle`, `${module}build.gradle.kts`]);
}

/** What makes another archive of the task `bootJar` than there is by default (the plugin's reference, version 3.5). */
const packedOtherwise =
  /\b(?:layered|launchScript|includeTools|requiresUnpack|loaderImplementation|PropertiesLauncher)\b/;

/** The version beside the plugin's name: `id 'org.springframework.boot' version '3.4.1'`. */
function springBoot([script = '']: readonly string[]): string | undefined {
  if (packedOtherwise.test(script)) return undefined;
  return /\bid[\s(]*["']org\.springframework\.boot["'][\s)]*version[\s(]*["'](\d+\.\d+[\w.-]*)["']/.exec(script)?.[1];
}

function isSource(path: string): boolean {
  return (
    /\.(?:java|kts?|groovy|scala|gradle)$|(?:^|\/)(?:gradlew(?:\.bat)?|gradle\.properties|gradle\.lockfile|lombok\.config)$/.test(
      path,
    ) || /(?:^|\/)(?:src|build|gradle|\.gradle)\//.test(path)
  );
}
