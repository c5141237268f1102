import type { Template } from '../template.ts';

export const multiStageRust: Template = {
  id: 'multi-stage-rust',
  title: 'Multi-stage build for Rust',
  description: 'Rust with Cargo: dependencies are compiled in a layer of their own, runs on a base without a shell',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    rust: { description: 'rust', default: '1.98' },
    name: { description: 'name', default: 'app' },
    port: { description: 'port that is listened on', default: '8080' },
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
EXPOSE {{port}}
ENTRYPOINT ["/{{name}}"]
`,
};
