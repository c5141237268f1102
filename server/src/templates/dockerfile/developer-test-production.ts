import type { Template } from '../template.ts';
import { buildOutput, healthPath, port } from './fields.ts';

export const developerTestProduction: Template = {
  id: 'developer-test-production',
  title: 'Images for developers, tests and production',
  description: 'Three images of one family, each with the one below it as its base: build one with "--target"',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    image: { description: 'image that all stand upon', default: 'node:24-trixie-slim' },
    develop: { description: 'script of package.json that developers start', default: 'dev' },
    test: { description: 'script of package.json that tests', default: 'test' },
    build: { description: 'script of package.json that builds', default: 'build' },
    output: buildOutput,
    main: { description: 'file that is started', default: '{{output}}/server.js' },
    port: port('3000'),
    health: healthPath(),
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM {{image}} AS base
RUN install --directory --owner=1000 --group=1000 /app
WORKDIR /app
USER 1000:1000
COPY package.json package-lock.json ./

# With everything that somebody works with: docker build --target developer .
FROM base AS developer
RUN --mount=type=cache,target=/home/node/.npm,uid=1000,gid=1000 npm ci
COPY --chown=1000:1000 . .
CMD ["npm", "run", "{{develop}}"]

# What developers have, and the tests have passed: docker build --target test .
FROM developer AS test
RUN npm run {{test}}

FROM developer AS build
RUN npm run {{build}}

# With nothing but what runs.
FROM base AS production
ENV NODE_ENV=production
RUN --mount=type=cache,target=/home/node/.npm,uid=1000,gid=1000 npm ci --omit=dev
COPY --from=build /app/{{output}} ./{{output}}
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
