import type { Template } from '../template.ts';
import { buildOutput, buildScript, nodeVersion } from './fields.ts';

export const staticSite: Template = {
  id: 'multi-stage-static-site',
  title: 'Static site',
  description: 'Built with npm, served by nginx as a user without privileges on port 8080',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    node: nodeVersion,
    build: {
      ...buildScript,
      description: 'script of package.json that builds; none for files that are served as they are',
    },
    output: buildOutput,
    nginx: { description: 'line of nginx', default: '1.30', choices: ['1.30', '1.31'] },
  },
  body: String.raw`# syntax=docker/dockerfile:1

{{#build}}
FROM node:{{node}}-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run {{build}}

{{/build}}
FROM nginxinc/nginx-unprivileged:{{nginx}}-alpine
{{#build}}
COPY --from=build /app/{{output}} /usr/share/nginx/html
{{/build}}
{{^build}}
COPY {{output}} /usr/share/nginx/html
{{/build}}
USER 101:101
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s \
    CMD ["wget", "--quiet", "--spider", "http://127.0.0.1:8080/"]
`,
};
