import type { Template } from '../template.ts';
import { healthArgument, port, programName } from './fields.ts';

export const rust: Template = {
  id: 'multi-stage-rust',
  title: 'Rust with Cargo',
  description: 'Dependencies are compiled in a layer of their own, runs on a base without a shell',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    rust: { description: 'release of Rust', default: '1.98' },
    name: programName,
    port: port('8080'),
    health: healthArgument,
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM rust:{{rust}}-slim-trixie AS build
WORKDIR /src
# The dependencies are compiled with an empty program, in a layer that stays until Cargo.lock changes.
COPY Cargo.toml Cargo.lock ./
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --locked --release
COPY src ./src
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    touch src/main.rs && cargo build --locked --release

FROM gcr.io/distroless/cc-debian13:nonroot
COPY --from=build /src/target/release/{{name}} /{{name}}
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
