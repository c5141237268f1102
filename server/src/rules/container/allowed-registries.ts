import * as z from 'zod';
import type { Reporter } from '../../core/report.ts';
import { unknownValue } from '../../dockerfile/expand.ts';
import { imagesIn } from '../../dockerfile/references.ts';
import type { ImageReference } from '../../image/reference.ts';
import type { Span } from '../../text/span.ts';
import { mayBeContext, withoutContexts } from '../../workspace/named-contexts.ts';
import { containerRule } from '../define.ts';

export default containerRule({
  id: 'allowed-registries',
  category: 'security',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Take images only from registries that are allowed',
  why: 'What is built upon an image trusts whoever can write to its registry. Teams that mirror and scan what they use want builds to take images from there and nowhere else. The rule is silent until registries are listed; it then looks at base images, at all images that files are copied or mounted from, and at the images of pods.',
  aliases: [
    'hadolint/DL3026',
    'trivy/KSV-0125',
    'trivy/KSV-0032',
    'trivy/KSV-0033',
    'trivy/KSV-0034',
    'trivy/KSV-0035',
    'kubescape/C-0001',
    'kubescape/C-0078',
  ],
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
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: quay.io/acme/web:1.0\n',
      options: { registries: ['registry.example.com'] },
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: registry.example.com/web:1.0\n',
      options: { registries: ['registry.example.com'] },
    },
    {
      good: 'FROM base\nCOPY --from=tools /bin/tool /bin/\n',
      files: {
        'compose.yaml':
          'services:\n  web:\n    image: web\n    build:\n      context: .\n      additional_contexts:\n        base: ../base\n        tools: ../tools\n',
      },
      path: 'Dockerfile',
      options: { registries: ['ghcr.io'] },
      note: 'The build is given contexts of these names.',
    },
    { good: 'FROM node:24\n', note: 'Nothing is listed.' },
    { good: 'FROM eu.registry.example.com/node:24\n', options: { registries: ['*.example.com'] } },
    { good: 'FROM node:24\nFROM scratch\n', options: { registries: ['docker.io'] } },
  ],
  checkDockerfile({ dockerfile, options, report }) {
    const { registries } = options;
    if (registries.length === 0) return;
    for (const { reference, span } of imagesIn(dockerfile)) {
      if (!mayBeContext(reference)) judge(reference, span, registries, report);
    }
  },
  async checkDockerfileSurroundings({ dockerfile, options, uri, host, report }) {
    const { registries } = options;
    if (registries.length === 0) return;
    const images = await withoutContexts(imagesIn(dockerfile), dockerfile, { uri, host });
    for (const { reference, span } of images) judge(reference, span, registries, report);
  },
  checkManifest({ manifest, options, report }) {
    const { registries } = options;
    if (registries.length === 0) return;
    for (const { image, value } of manifest.containers) {
      const span = value.get('image').span;
      if (image && span) judge(image, span, registries, report);
    }
  },
});

function judge(reference: ImageReference, span: Span, registries: readonly string[], report: Reporter): void {
  const { registry = 'docker.io', text } = reference;
  // A variable in front may bring the registry along.
  if (registry.includes(unknownValue) || (reference.registry === undefined && text.startsWith(unknownValue))) return;
  if (text === 'scratch' || registries.some((allowed) => isMeant(allowed, registry))) return;
  const list = registries.join(', ');
  report(span, `${text.replaceAll(unknownValue, '…')} is from ${registry}, which is not allowed: use ${list}`);
}

/** Whether a registry is what a line of the list means: itself, any, or anything below a domain. */
function isMeant(allowed: string, registry: string): boolean {
  if (allowed === '*' || allowed === registry) return true;
  if (allowed.startsWith('*.')) return registry.endsWith(allowed.slice(1));
  return ['docker.io', 'index.docker.io'].includes(allowed) && ['docker.io', 'index.docker.io'].includes(registry);
}
