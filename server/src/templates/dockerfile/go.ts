import type { Template } from '../template.ts';
import { healthArgument, port, programName } from './fields.ts';

export const go: Template = {
  id: 'multi-stage-go',
  title: 'Go',
  description: 'A static binary, built for the platform that is asked for, on a base without an operating system',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    go: { description: 'release of Go', default: '1.27', choices: ['1.27', '1.26'] },
    name: programName,
    package: { description: 'folder of the main package', default: 'cmd/{{name}}' },
    sums: {
      description: 'file with the checksums of modules; none for a program without dependencies',
      default: 'go.sum',
      isOptional: true,
    },
    port: port('8080'),
    health: healthArgument,
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM --platform=$BUILDPLATFORM golang:{{go}}-trixie AS build
WORKDIR /src
{{#sums}}
COPY go.mod {{sums}} ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
{{/sums}}
COPY . .
ARG TARGETOS TARGETARCH
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags="-s -w" -o /out/{{name}} ./{{package}}

FROM gcr.io/distroless/static-debian13:nonroot
COPY --from=build /out/{{name}} /{{name}}
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
