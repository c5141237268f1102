import type { Template } from '../template.ts';
import { buildOutput, buildScript, healthPath, port } from './fields.ts';

export const bun: Template = {
  id: 'multi-stage-bun',
  title: 'Bun',
  description: 'Dependencies for production apart from those for building, runs as the user bun',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    bun: { description: 'version of Bun', default: '1.4', choices: ['1.4', '1.3'] },
    build: { ...buildScript, default: '' },
    output: buildOutput,
    main: { description: 'file that is started', default: 'src/index.ts' },
    port: port('3000'),
    health: healthPath(),
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM oven/bun:{{bun}}-slim AS base
WORKDIR /app

FROM base AS dependencies
COPY package.json bun.lock ./
RUN --mount=type=cache,target=/root/.bun/install/cache bun install --frozen-lockfile --production

{{#build}}
FROM base AS build
COPY package.json bun.lock ./
RUN --mount=type=cache,target=/root/.bun/install/cache bun install --frozen-lockfile
COPY . .
RUN bun run {{build}}

{{/build}}
FROM base
ENV NODE_ENV=production
COPY --from=dependencies /app/node_modules ./node_modules
{{#build}}
COPY package.json ./
COPY --from=build /app/{{output}} ./{{output}}
{{/build}}
{{^build}}
COPY . .
{{/build}}
USER 1000:1000
{{#port}}
EXPOSE {{port}}
{{#health}}
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["bun", "--eval", "fetch('http://127.0.0.1:{{port}}{{health}}').then(({ ok }) => process.exit(ok ? 0 : 1))"]
{{/health}}
{{/port}}
CMD ["bun", "{{main}}"]
`,
};
