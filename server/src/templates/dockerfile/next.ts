import type { Template } from '../template.ts';
import { buildScript, healthPath, nodeVersion, port } from './fields.ts';
import { type NodeBuilder, nodeBuilders } from './node-builders.ts';

/**
 * Next.js with `output: 'standalone'`: what the build traces is all that runs, and public and static files lie beside it
 * (nextjs.org/docs, "output", version 16). The server listens where HOSTNAME and PORT say.
 */
function next({ suffix, name, fields, stage }: NodeBuilder): Template {
  return {
    id: `multi-stage-next${suffix}`,
    title: suffix === '' ? 'Next.js' : `Next.js with ${name}`,
    description: "The standalone output without the packages that build it; takes output: 'standalone' in next.config",
    kind: 'dockerfile',
    place: 'file',
    fields: {
      node: nodeVersion,
      ...fields,
      build: { description: buildScript.description, default: buildScript.default },
      public: {
        description: 'folder of files that are served as they are; none where there is none',
        default: 'public',
        isOptional: true,
      },
      port: { description: 'port that is listened on', default: port('3000').default },
      health: healthPath('/api/health'),
    },
    body: String.raw`# syntax=docker/dockerfile:1

${stage}
FROM node:{{node}}-trixie-slim
WORKDIR /app
ENV NODE_ENV=production \
    HOSTNAME=0.0.0.0 \
    PORT={{port}}
COPY --from=build /app/.next/standalone ./
COPY --from=build /app/.next/static ./.next/static
{{#public}}
COPY --from=build /app/{{public}} ./{{public}}
{{/public}}
USER 1000:1000
EXPOSE {{port}}
{{#health}}
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["node", "--eval", "fetch('http://127.0.0.1:{{port}}{{health}}').then(({ ok }) => process.exit(ok ? 0 : 1))"]
{{/health}}
CMD ["node", "server.js"]
`,
  };
}

/** Next.js for each package manager. */
export const nextTemplates: readonly Template[] = nodeBuilders.map(next);
