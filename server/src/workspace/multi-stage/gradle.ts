import type { Build, Language } from './conversion.ts';
import { isJava, isOutput, planJava } from './java.ts';

/**
 * Gradle: an archive in `build/libs`, which a Java runtime runs. Spring Boot's plugin leaves a second one there, whose
 * name ends in `-plain`; a start command with a pattern finds the same files as before, because the folder is copied.
 */
export const gradle: Language = {
  reads: ({ name }) => name === 'gradle' || name === 'gradlew',
  buildVariables: /^(?:GRADLE_\w+|ORG_GRADLE_\w+)$/,
  provides: isJava,
  plan: (build) => planJava(build, { isSelfContained, isSource }),
};

/** Plugins that put all that a program depends on into its archive (their documentation). */
const packingPlugins =
  /org\.springframework\.boot|com\.github\.johnrengelman\.shadow|com\.gradleup\.shadow|io\.ktor\.plugin/;

async function isSelfContained({ folder, project, survey }: Build, archive: string): Promise<boolean> {
  const isMoved = survey.items.some(({ path, source }) => path === archive && source === undefined);
  if (!isMoved && !isOutput(archive, folder, 'build/libs')) return false;
  const module = isMoved ? '' : archive.slice(folder.length + 1, archive.lastIndexOf('build/libs/'));
  for (const path of [`${module}build.gradle`, `${module}build.gradle.kts`]) {
    const script = await project?.read(path);
    if (script !== undefined) return packingPlugins.test(script);
  }
  return false;
}

function isSource(path: string): boolean {
  return (
    /\.(?:java|kts?|groovy|scala|gradle)$|(?:^|\/)(?:gradlew(?:\.bat)?|gradle\.properties|gradle\.lockfile|lombok\.config)$/.test(
      path,
    ) || /(?:^|\/)(?:src|build|gradle|\.gradle)\//.test(path)
  );
}
