import { type PackageManager, unnamed } from './manager.ts';

/** Maven (maven.apache.org, 3.9): goals and phases may stand in any order among the options. */
export const maven: PackageManager = {
  id: 'maven',
  name: 'Maven',
  programs: ['mvn', 'mvnw'],
  kind: 'language',
  cache: { folders: ['/root/.m2'], isExclusive: false, isStore: true },
  project: {
    manifests: ['pom.xml'],
    locks: [],
    settings: ['mvnw', '.mvn/', 'settings.xml'],
    elsewhere: ['-f', '--file'],
  },
  offlineOptions: ['-o', '--offline'],
  read(command) {
    if (command.name !== 'mvn' && command.name !== 'mvnw') return undefined;
    const goals = command
      .operandWords(['-f', '--file', '-s', '--settings', '-pl', '--projects', '-P', '-D', '-T'])
      .map(({ value }) => value ?? '');
    if (goals.some((goal) => /^dependency:(?:go-offline|resolve)/.test(goal)))
      return unnamed('dependencies', undefined);
    return goals.some((goal) =>
      /^(?:compile|test|package|verify|install|deploy)$|:(?:build|repackage|build-image)/.test(goal),
    )
      ? unnamed('build', undefined)
      : undefined;
  },
};

export const gradle: PackageManager = {
  id: 'gradle',
  name: 'Gradle',
  programs: ['gradle', 'gradlew'],
  kind: 'language',
  cache: { folders: ['/root/.gradle'], elsewhere: ['/home/gradle/.gradle'], isExclusive: true, isStore: true },
  project: {
    manifests: ['build.gradle', 'build.gradle.kts'],
    locks: ['gradle.lockfile'],
    settings: ['settings.gradle', 'settings.gradle.kts', 'gradle.properties', 'gradlew', 'gradle/'],
    elsewhere: ['-p', '--project-dir', '-b', '--build-file'],
  },
  offlineOptions: ['--offline'],
  read(command) {
    if (command.name !== 'gradle' && command.name !== 'gradlew') return undefined;
    const tasks = command.operandWords(['-b', '-p', '-x', '--exclude-task', '-c']).map(({ value }) => value ?? '');
    if (tasks.some((task) => /(?:^|:)dependencies$/.test(task))) return unnamed('dependencies', undefined);
    return tasks.some((task) =>
      /(?:^|:)(?:build|assemble|bootJar|jar|shadowJar|installDist|war|bootWar|classes|test|check)$/.test(task),
    )
      ? unnamed('build', undefined)
      : undefined;
  },
};
