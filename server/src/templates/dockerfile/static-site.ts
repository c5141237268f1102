import type { Template } from '../template.ts';
import { buildOutput, buildScript } from './fields.ts';
import { type NodeBuilder, nodeBuilders } from './node-builders.ts';

/** What serves the files: as a user without privileges, on a high port. */
const server = {
  fields: { nginx: { description: 'line of nginx', default: '1.30', choices: ['1.30', '1.31'] } },
  image: 'FROM nginxinc/nginx-unprivileged:{{nginx}}-alpine\n',
  rest: String.raw`USER 101:101
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s \
    CMD ["wget", "--quiet", "--spider", "http://127.0.0.1:8080/"]
`,
};

function site({ suffix, name, fields, stage }: NodeBuilder): Template {
  return {
    id: `multi-stage-static-site${suffix}`,
    title: suffix === '' ? 'Static site' : `Static site with ${name}`,
    description: `Built with ${name}, served by nginx as a user without privileges on port 8080`,
    kind: 'dockerfile',
    place: 'file',
    fields: {
      ...fields,
      build: {
        ...buildScript,
        description: 'script of package.json that builds; none for files that are served as they are',
      },
      output: buildOutput,
      ...server.fields,
    },
    body: `# syntax=docker/dockerfile:1

{{#build}}
${stage}
{{/build}}
${server.image}{{#build}}
COPY --from=build /app/{{output}} /usr/share/nginx/html
{{/build}}
{{^build}}
COPY {{output}} /usr/share/nginx/html
{{/build}}
${server.rest}`,
  };
}

/** A site for each package manager. */
export const staticSites: readonly Template[] = nodeBuilders.map(site);
