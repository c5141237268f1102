import type { Template } from '../template.ts';

export const multiStageNode: Template = {
  id: 'multi-stage-node',
  title: 'Multi-stage build for Node.js',
  description: 'Node.js with npm: dependencies for production apart from those for building, runs as the user node',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    node: { description: 'node', default: '24', choices: ['24', '26'] },
    build: { description: 'build', default: 'build' },
    output: { description: 'output', default: 'dist' },
    port: { description: 'port that is listened on', default: '3000' },
    server: { description: 'server', default: 'server.js' },
  },
  body: `# syntax=docker/dockerfile:1

FROM node:{{node}}-trixie-slim AS base
WORKDIR /app

FROM base AS dependencies
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

FROM base AS build
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run {{build}}

FROM base
ENV NODE_ENV=production
COPY package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/{{output}} ./{{output}}
USER node
EXPOSE {{port}}
CMD ["node", "{{output}}/{{server}}"]
`,
};
