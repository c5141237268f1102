import type { Template } from '../template.ts';
import { healthPath, heapShare, javaVersion, port } from './fields.ts';

export const javaGradle: Template = {
  id: 'multi-stage-java-gradle',
  title: 'Java with Gradle',
  description:
    'Built with the wrapper of the project, the runtime without the compiler, a heap that follows the memory limit',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    java: javaVersion,
    scripts: {
      description: 'build scripts',
      default: 'build.gradle settings.gradle',
      choices: ['build.gradle settings.gradle', 'build.gradle.kts settings.gradle.kts'],
    },
    task: { description: 'task that builds', default: 'bootJar', choices: ['bootJar', 'shadowJar', 'jar'] },
    jar: { description: 'archive that the build writes to libs', default: '*.jar' },
    output: { description: 'folder that the build writes', default: 'build', choices: ['build', 'app/build'] },
    port: port('8080'),
    health: healthPath('/actuator/health', ['/actuator/health', '/q/health', '/health']),
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
COPY --from=build /src/{{output}}/libs/{{jar}} app.jar
USER 10001:10001
{{#port}}
EXPOSE {{port}}
{{#health}}
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:{{port}}{{health}}"]
{{/health}}
{{/port}}
ENTRYPOINT ["java", "-XX:MaxRAMPercentage={{heap}}", "-jar", "app.jar"]
`,
};
