import type { Template } from '../template.ts';
import { healthPath, heapShare, javaVersion, port, programName } from './fields.ts';

export const scala: Template = {
  id: 'multi-stage-scala',
  title: 'Scala with sbt',
  description:
    'Staged by the plugin "sbt-native-packager", the runtime without the compiler, a heap that follows the memory limit',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    sbt: { description: 'tag of the image with sbt', default: 'eclipse-temurin-25.0.4_7_1.13.0_3.8.4' },
    java: javaVersion,
    name: { ...programName, description: 'name of the project' },
    port: port('8080'),
    health: healthPath(),
    heap: heapShare,
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM sbtscala/scala-sbt:{{sbt}} AS build
WORKDIR /src
COPY build.sbt ./
COPY project ./project
RUN --mount=type=cache,target=/root/.cache/coursier,sharing=locked sbt update
COPY . .
RUN --mount=type=cache,target=/root/.cache/coursier,sharing=locked sbt stage

FROM eclipse-temurin:{{java}}-jre-noble
WORKDIR /app
ENV JAVA_OPTS=-XX:MaxRAMPercentage={{heap}}
COPY --from=build /src/target/universal/stage ./
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
