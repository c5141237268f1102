import type { Template } from '../template.ts';

export const multiStageJava: Template = {
  id: 'multi-stage-java',
  title: 'Multi-stage build for Java',
  description: 'Java with Maven: the runtime without the compiler, a heap that follows the memory limit',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    java: { description: 'java', default: '25', choices: ['25', '21'] },
    jar: { description: 'jar', default: '*.jar' },
    port: { description: 'port that is listened on', default: '8080' },
    heap: { description: 'heap', default: '75' },
  },
  body: `# syntax=docker/dockerfile:1

FROM maven:3.9-eclipse-temurin-{{java}} AS build
WORKDIR /src
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2 mvn --batch-mode dependency:go-offline
COPY src ./src
RUN --mount=type=cache,target=/root/.m2 mvn --batch-mode package -DskipTests

FROM eclipse-temurin:{{java}}-jre-noble
WORKDIR /app
COPY --from=build /src/target/{{jar}} app.jar
USER 10001:10001
EXPOSE {{port}}
ENTRYPOINT ["java", "-XX:MaxRAMPercentage={{heap}}", "-jar", "app.jar"]
`,
};
