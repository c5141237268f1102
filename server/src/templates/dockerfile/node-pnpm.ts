import type { Template } from '../template.ts';
import { buildOutput, buildScript, healthPath, nodeVersion, port } from './fields.ts';

export const nodePnpm: Template = {
  id: 'multi-stage-node-pnpm',
  title: 'Node.js with pnpm',
  description:
    'Dependencies for production apart from those for building, one store for all builds, runs as the user of Node.js without pnpm',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    node: nodeVersion,
    pnpm: { description: 'version of pnpm', default: '12', choices: ['12', '11', '10'] },
    build: buildScript,
    output: buildOutput,
    main: { description: 'file that is started', default: '{{output}}/server.js' },
    port: port('3000'),
    health: healthPath(),
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM node:{{node}}-trixie-slim AS base
WORKDIR /app

FROM base AS pnpm
RUN --mount=type=cache,target=/root/.npm npm install --global pnpm@{{pnpm}}

FROM pnpm AS dependencies
COPY package.json pnpm-lock.yaml ./
RUN --mount=type=cache,target=/root/.local/share/pnpm/store \
    pnpm install --frozen-lockfile --prod

{{#build}}
FROM pnpm AS build
COPY package.json pnpm-lock.yaml ./
RUN --mount=type=cache,target=/root/.local/share/pnpm/store \
    pnpm install --frozen-lockfile
COPY . .
RUN pnpm run {{build}}

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
    CMD ["node", "--eval", "fetch('http://127.0.0.1:{{port}}{{health}}').then(({ ok }) => process.exit(ok ? 0 : 1))"]
{{/health}}
{{/port}}
CMD ["node", "{{main}}"]
`,
};
