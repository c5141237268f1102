import type { Template } from '../template.ts';
import { buildOutput, buildScript, healthPath, nodeVersion, port } from './fields.ts';

export const nodeNpm: Template = {
  id: 'multi-stage-node',
  title: 'Node.js with npm',
  description: 'Dependencies for production apart from those for building, runs as the user node',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    node: nodeVersion,
    build: buildScript,
    output: buildOutput,
    main: { description: 'file that is started', default: '{{output}}/server.js' },
    port: port('3000'),
    health: healthPath(),
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM node:{{node}}-trixie-slim AS base
WORKDIR /app

FROM base AS dependencies
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

{{#build}}
FROM base AS build
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run {{build}}

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
