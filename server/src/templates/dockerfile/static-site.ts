import type { Template } from '../template.ts';

export const multiStageStaticSite: Template = {
  id: 'multi-stage-static-site',
  title: 'Multi-stage build for a static site',
  description: 'A site built with npm, served by nginx as a user without privileges on port 8080',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    node: { description: 'node', default: '24', choices: ['24', '26'] },
    build: { description: 'build', default: 'build' },
    nginx: { description: 'nginx', default: '1.30' },
    output: { description: 'output', default: 'dist' },
  },
  body: `# syntax=docker/dockerfile:1

FROM node:{{node}}-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run {{build}}

FROM nginxinc/nginx-unprivileged:{{nginx}}-alpine
COPY --from=build /app/{{output}} /usr/share/nginx/html
USER 101:101
EXPOSE 8080
`,
};
