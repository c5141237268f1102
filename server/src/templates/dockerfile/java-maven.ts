import type { Template } from '../template.ts';
import { healthPath, heapShare, javaVersion, port } from './fields.ts';

export const javaMaven: Template = {
  id: 'multi-stage-java',
  title: 'Java with Maven',
  description: 'The runtime without the compiler, a heap that follows the memory limit',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    java: javaVersion,
    jar: { description: 'archive that the build writes to target', default: '*.jar' },
    port: port('8080'),
    health: healthPath('/actuator/health', ['/actuator/health', '/q/health', '/health']),
    heap: heapShare,
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM maven:3.9-eclipse-temurin-{{java}}-noble AS build
WORKDIR /src
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2 mvn --batch-mode dependency:go-offline
COPY src ./src
RUN --mount=type=cache,target=/root/.m2 mvn --batch-mode package -DskipTests

FROM eclipse-temurin:{{java}}-jre-noble
WORKDIR /app
COPY --from=build /src/target/{{jar}} app.jar
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
