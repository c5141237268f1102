import type { Template } from '../template.ts';
import { buildOutput, buildScript, healthPath, nodeVersion, port } from './fields.ts';

export const nodeYarnClassic: Template = {
  id: 'multi-stage-node-yarn-classic',
  title: 'Node.js with Yarn 1',
  description:
    'Yarn 1: dependencies for production apart from those for building, runs as the user of Node.js without Yarn',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    node: nodeVersion,
    yarn: { description: 'version of Yarn 1', default: '1.22.22' },
    build: buildScript,
    output: buildOutput,
    main: { description: 'file that is started', default: '{{output}}/server.js' },
    port: port('3000'),
    health: healthPath(),
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM node:{{node}}-trixie-slim AS base
WORKDIR /app

FROM base AS yarn
ENV PATH=/opt/yarn/bin:$PATH
RUN --mount=type=cache,target=/root/.npm npm install --global --prefix=/opt/yarn yarn@{{yarn}}

FROM yarn AS dependencies
COPY package.json yarn.lock ./
RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install --frozen-lockfile --production

{{#build}}
FROM yarn AS build
COPY package.json yarn.lock ./
RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install --frozen-lockfile
COPY . .
RUN yarn run {{build}}

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
