import type { Template } from '../template.ts';
import { healthPath, heapShare, javaVersion, port, programName } from './fields.ts';

export const kotlin: Template = {
  id: 'multi-stage-kotlin',
  title: 'Kotlin with Gradle',
  description:
    'Built with the wrapper of the project and its plugin "application", the runtime without the compiler, a heap that follows the memory limit',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    java: javaVersion,
    name: { ...programName, description: 'name of the root project' },
    scripts: {
      description: 'build scripts',
      default: 'build.gradle.kts settings.gradle.kts',
      choices: ['build.gradle.kts settings.gradle.kts', 'build.gradle settings.gradle'],
    },
    task: { description: 'task that builds', default: 'installDist', choices: ['installDist', 'installShadowDist'] },
    output: { description: 'folder that the build writes', default: 'build', choices: ['build', 'app/build'] },
    port: port('8080'),
    health: healthPath(),
    heap: heapShare,
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM eclipse-temurin:{{java}}-jdk-noble AS build
WORKDIR /src
COPY gradlew {{scripts}} ./
COPY gradle ./gradle
RUN --mount=type=cache,target=/root/.gradle,sharing=locked ./gradlew --no-daemon dependencies
COPY . .
RUN --mount=type=cache,target=/root/.gradle,sharing=locked ./gradlew --no-daemon {{task}}

FROM eclipse-temurin:{{java}}-jre-noble
WORKDIR /app
ENV JAVA_OPTS=-XX:MaxRAMPercentage={{heap}}
COPY --from=build /src/{{output}}/install/{{name}} ./
USER 10001:10001
{{#port}}
EXPOSE {{port}}
{{#health}}
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:{{port}}{{health}}"]
{{/health}}
{{/port}}
ENTRYPOINT ["bin/{{name}}"]
`,
};
