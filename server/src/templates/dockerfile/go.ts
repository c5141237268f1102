import type { Template } from '../template.ts';

export const multiStageGo: Template = {
  id: 'multi-stage-go',
  title: 'Multi-stage build for Go',
  description: 'Go: a static binary, built for the platform that is asked for, on a base without an operating system',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    go: { description: 'go', default: '1.27', choices: ['1.27', '1.26'] },
    name: { description: 'name', default: 'app' },
    package: { description: 'package', default: 'cmd/{{name}}' },
    port: { description: 'port that is listened on', default: '8080' },
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM --platform=$BUILDPLATFORM golang:{{go}}-trixie AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG TARGETOS TARGETARCH
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags="-s -w" -o /out/{{name}} ./{{package}}

FROM gcr.io/distroless/static-debian13:nonroot
COPY --from=build /out/{{name}} /{{name}}
USER 65532:65532
EXPOSE {{port}}
ENTRYPOINT ["/{{name}}"]
`,
};
