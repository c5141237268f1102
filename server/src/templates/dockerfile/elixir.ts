import type { Template } from '../template.ts';
import { port, programName } from './fields.ts';

export const elixir: Template = {
  id: 'multi-stage-elixir',
  title: 'Elixir with Mix',
  description: 'A release with its own Erlang, runs on Debian without Elixir',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    elixir: {
      description: 'releases of Elixir and of Erlang',
      default: '1.20-otp-28',
      choices: ['1.20-otp-28', '1.19-otp-28'],
    },
    name: { ...programName, description: 'name of the release' },
    port: port('4000'),
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM elixir:{{elixir}}-slim AS build
ENV MIX_ENV=prod
WORKDIR /app
RUN mix local.hex --force && mix local.rebar --force
COPY mix.exs mix.lock ./
RUN --mount=type=cache,target=/root/.cache/hex mix deps.get --only prod
COPY config ./config
RUN mix deps.compile
COPY . .
RUN mix release

FROM debian:trixie-slim
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates libncurses6 libstdc++6 openssl
ENV LANG=C.UTF-8
WORKDIR /app
COPY --from=build --chown=10001:10001 /app/_build/prod/rel/{{name}} ./
USER 10001:10001
{{#port}}
EXPOSE {{port}}
{{/port}}
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s CMD ["bin/{{name}}", "pid"]
CMD ["bin/{{name}}", "start"]
`,
};
