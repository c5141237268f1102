import type { Reporter } from '../../core/report.ts';
import { unknownValue } from '../../dockerfile/expand.ts';
import { imagesIn } from '../../dockerfile/references.ts';
import type { ImageReference } from '../../image/reference.ts';
import type { Span } from '../../text/span.ts';
import { mayBeContext, withoutContexts } from '../../workspace/named-contexts.ts';
import { containerRule } from '../define.ts';

export default containerRule({
  id: 'pin-digest',
  category: 'reproducibility',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Pin images to a digest',
  why: 'A tag can be moved to other content at any time, by its owner or by whoever has taken over the account; a digest cannot. With `node:24@sha256:...` the tag stays as a note for people and for update tools, and what runs is what was tested. `seaworthy pin` and, in a trusted workspace, the light bulb ask the registry for it.',
  lesson: 'supply',
  aliases: [
    'checkov/CKV_K8S_43',
    'scout/not_pinned_digest',
    'kics/Image Without Digest',
    'datree/CONTAINERS_MISSING_IMAGE_VALUE_DIGEST',
  ],
  fix: 'none',
  references: [
    'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions',
    'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  ],
  examples: [
    { bad: 'FROM node:24\n' },
    {
      bad: 'FROM node:24@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1 AS build\nCOPY --from=ghcr.io/acme/tools:1.2 /bin/tool /bin/\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n',
    },
    {
      good: 'FROM scratch\nCOPY --from=tools /bin/tool /bin/\n',
      files: { Makefile: 'image:\n\tdocker build -t app --build-context tools=../tools .\n' },
      path: 'Dockerfile',
      note: 'The build is given a context of that name.',
    },
    {
      good: 'FROM node:24@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1 AS build\nFROM scratch\nCOPY --from=build /app /app\n',
    },
  ],
  checkDockerfile({ dockerfile, report }) {
    for (const { reference, span } of imagesIn(dockerfile)) if (!mayBeContext(reference)) tell(reference, span, report);
  },
  async checkDockerfileSurroundings({ dockerfile, uri, host, report }) {
    const images = await withoutContexts(imagesIn(dockerfile), dockerfile, { uri, host });
    for (const { reference, span } of images) tell(reference, span, report);
  },
  checkManifest({ manifest, report }) {
    for (const { image, value } of manifest.containers) {
      const span = value.get('image').span;
      if (image && span) tell(image, span, report);
    }
  },
});

function tell({ text, digest }: ImageReference, span: Span, report: Reporter): void {
  if (digest !== undefined || text.includes(unknownValue) || text === 'scratch') return;
  report(span, `${text} has no digest, so its content may change under the same tag: pin it to one`);
}
