import type { Template } from '../template.ts';
import { healthArgument, port, programName } from './fields.ts';

export const javaNative: Template = {
  id: 'multi-stage-java-native',
  title: 'Java as a native image',
  description:
    'GraalVM compiles ahead of time with the profile "native" of the project, runs on a base without Java and without a shell',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    java: { description: 'release of GraalVM', default: '25', choices: ['25', '21'] },
    name: { ...programName, description: 'name of the program, as the build calls it' },
    port: port('8080'),
    health: healthArgument,
  },
  body: `# syntax=docker/dockerfile:1

FROM ghcr.io/graalvm/native-image-community:{{java}} AS build
# Everything but the C library is linked into the program.
ENV NATIVE_IMAGE_OPTIONS=--static-nolibc
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn ./.mvn
RUN --mount=type=cache,target=/root/.m2 ./mvnw --batch-mode dependency:go-offline
COPY src ./src
RUN --mount=type=cache,target=/root/.m2 ./mvnw --batch-mode -Pnative -DskipTests native:compile

FROM gcr.io/distroless/base-debian13:nonroot
COPY --from=build /src/target/{{name}} /{{name}}
USER 65532:65532
{{#port}}
EXPOSE {{port}}
{{#health}}
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s CMD ["/{{name}}", "{{health}}"]
{{/health}}
{{/port}}
ENTRYPOINT ["/{{name}}"]
`,
};
