import type { Template } from '../template.ts';
import { healthArgument, port, programName } from './fields.ts';

export const cpp: Template = {
  id: 'multi-stage-cpp',
  title: 'C and C++ with CMake',
  description: 'Objects are remembered between builds, runs on a base without a shell',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    name: { ...programName, description: 'name of the program, as CMake calls it' },
    packages: { description: 'packages that it is built with', default: 'ccache cmake g++ ninja-build' },
    port: port('8080'),
    health: healthArgument,
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM debian:trixie-slim AS build
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && \
    apt-get install -y --no-install-recommends {{packages}}
ENV CMAKE_C_COMPILER_LAUNCHER=ccache \
    CMAKE_CXX_COMPILER_LAUNCHER=ccache
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.cache/ccache \
    cmake -S . -B /build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_EXE_LINKER_FLAGS=-s && \
    cmake --build /build --target {{name}}

FROM gcr.io/distroless/cc-debian13:nonroot
COPY --from=build /build/{{name}} /{{name}}
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
