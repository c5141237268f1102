import type { Template } from '../template.ts';
import { healthPath, port } from './fields.ts';

export const deno: Template = {
  id: 'multi-stage-deno',
  title: 'Deno',
  description: 'Dependencies in a layer of their own, only the permissions that are named, runs as the user deno',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    deno: { description: 'version of Deno', default: '2.9.3' },
    main: { description: 'file that is started', default: 'main.ts' },
    port: port('8000'),
    health: healthPath(),
    permissions: {
      description: 'permissions, as strings of the array',
      default: '"--allow-net", "--allow-env"',
    },
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM denoland/deno:{{deno}} AS build
WORKDIR /app
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY . .
RUN deno cache --frozen {{main}}

FROM denoland/deno:{{deno}}
WORKDIR /app
COPY --from=build --chown=1993:1993 /deno-dir /deno-dir
COPY --from=build /app ./
USER 1993:1993
{{#port}}
EXPOSE {{port}}
{{#health}}
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["deno", "eval", "const { ok } = await fetch('http://127.0.0.1:{{port}}{{health}}'); Deno.exit(ok ? 0 : 1)"]
{{/health}}
{{/port}}
CMD ["deno", "run", "--cached-only", {{permissions}}, "{{main}}"]
`,
};
