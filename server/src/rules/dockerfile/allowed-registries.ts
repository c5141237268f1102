import * as z from 'zod';
import { unknownValue } from '../../dockerfile/expand.ts';
import type { ImageReference } from '../../image/reference.ts';
import type { Span } from '../../text/span.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'allowed-registries',
  category: 'security',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Take images only from registries that are allowed',
  why: 'What is built upon an image trusts whoever can write to its registry. Teams that mirror and scan what they use want builds to take images from there and nowhere else. The rule is silent until registries are listed; it then looks at base images and at all images that files are copied or mounted from.',
  aliases: ['hadolint/DL3026'],
  fix: 'none',
  options: z.object({
    registries: z
      .array(z.string())
      .default([])
      .describe('Hosts of registries, such as `ghcr.io` or `*.example.com`; `docker.io` is Docker Hub, `*` any.'),
  }),
  references: ['https://docs.docker.com/reference/cli/docker/image/tag/#description'],
  examples: [
    {
      bad: 'FROM node:24\nCOPY --from=ghcr.io/acme/tools:1 /bin/tool /bin/\n',
      options: { registries: ['registry.example.com'] },
    },
    { good: 'FROM node:24\n', note: 'Nothing is listed.' },
    { good: 'FROM eu.registry.example.com/node:24\n', options: { registries: ['*.example.com'] } },
    { good: 'FROM node:24\nFROM scratch\n', options: { registries: ['docker.io'] } },
  ],
  check({ dockerfile, options, report }) {
    const { registries } = options;
    if (registries.length === 0) return;
    const judge = (reference: ImageReference, span: Span) => {
      const { registry = 'docker.io', text } = reference;
      // A variable in front may bring the registry along.
      if (registry.includes(unknownValue) || (reference.registry === undefined && text.startsWith(unknownValue)))
        return;
      if (text === 'scratch' || registries.some((allowed) => isMeant(allowed, registry))) return;
      const list = registries.join(', ');
      report(span, `${text.replaceAll(unknownValue, '…')} is from ${registry}, which is not allowed: use ${list}`);
    };
    for (const { from, image } of dockerfile.stages) {
      if (from?.image && image?.reference) judge(image.reference, from.image.span);
    }
    for (const { reference, span } of dockerfile.copiedImages) judge(reference, span);
  },
});

/** Whether a registry is what a line of the list means: itself, any, or anything below a domain. */
function isMeant(allowed: string, registry: string): boolean {
  if (allowed === '*' || allowed === registry) return true;
  if (allowed.startsWith('*.')) return registry.endsWith(allowed.slice(1));
  return ['docker.io', 'index.docker.io'].includes(allowed) && ['docker.io', 'index.docker.io'].includes(registry);
}
