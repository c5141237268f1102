import type { Template } from '../template.ts';
import { healthPath, port, programName } from './fields.ts';

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
    health: healthPath(),
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM elixir:{{elixir}}-slim AS build
ENV MIX_ENV=prod
WORKDIR /app
RUN mix local.hex --force --if-missing && mix local.rebar --force --if-missing
COPY mix.exs mix.lock ./
RUN --mount=type=cache,target=/root/.hex/packages mix deps.get --only prod
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
{{#health}}
# Bash itself asks for the path: there is no other program for that.
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/{{port}} && printf 'GET {{health}} HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head --lines=1 <&3 | grep --quiet ' 200 '"]
{{/health}}
{{/port}}
CMD ["bin/{{name}}", "start"]
`,
};
