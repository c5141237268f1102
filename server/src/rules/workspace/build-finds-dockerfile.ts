import { DeadLinks } from '../../workspace/image-links/dead-links.ts';
import type { DeadLink } from '../../workspace/image-links/link.ts';
import { writtenImageOf } from '../../workspace/image-links/written-image.ts';
import { manifestRule } from '../define.ts';

const skaffold = (more: string) =>
  `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: acme/web\n${more}`;
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: acme/web:1\n';

export default manifestRule({
  id: 'build-finds-dockerfile',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Build images from Dockerfiles and stages that are there',
  why: 'A definition that names a Dockerfile which has moved, or a stage that has another name by now, fails when somebody builds the image, which is often long after the file was moved, and on another machine. It is told where the definition stands when that is a `skaffold.yaml`, and else, as a hint, at the image of those who run it. Paths with variables, and Dockerfiles that hooks may write before the build, are passed over.',
  aliases: [],
  fix: 'none',
  references: [
    'https://skaffold.dev/docs/builders/builder-types/docker/',
    'https://docs.docker.com/reference/compose-file/build/',
  ],
  examples: [
    {
      path: 'skaffold.yaml',
      files: { 'web/Dockerfile': 'FROM debian:13\nCMD ["/server"]\n' },
      bad: skaffold('      context: website\n'),
    },
    {
      path: 'skaffold.yaml',
      files: { 'web/Dockerfile': 'FROM debian:13 AS run\nCMD ["/server"]\n' },
      bad: skaffold('      context: web\n      docker:\n        target: prod\n'),
    },
    {
      path: 'k8s/web.yaml',
      files: {
        'compose.yaml': 'services:\n  web:\n    image: acme/web:1\n    build: website\n',
        'web/Dockerfile': 'FROM debian:13\nCMD ["/server"]\n',
      },
      bad: pod,
      note: 'Compose files are not judged themselves: a hint where somebody runs what they build.',
    },
    {
      path: 'skaffold.yaml',
      files: { 'web/Dockerfile': 'FROM debian:13 AS run\nCMD ["/server"]\n' },
      good: skaffold('      context: web\n      docker:\n        target: run\n'),
    },
    {
      path: 'skaffold.yaml',
      files: { 'web/Dockerfile': 'FROM debian:13\nCMD ["/server"]\n' },
      good: skaffold('      context: generated\n      hooks:\n        before:\n          - command: [./generate.sh]\n'),
      note: 'The hook may write it.',
    },
  ],
  async checkFiles({ manifest, uri, host, report }) {
    const isSkaffold = manifest.resources.some(({ apiVersion }) => apiVersion.startsWith('skaffold/'));
    if (!isSkaffold && manifest.containers.length === 0) return;
    const dead = await DeadLinks.around(uri, host);
    if (dead.all.length === 0) return;
    if (isSkaffold) {
      // The definition counts from the beginning of its file, which may hold several documents.
      const start = ((await host.readText(uri)) ?? '').indexOf(manifest.text);
      for (const link of dead.in(uri)) {
        const span = link.evidence.place?.span;
        if (!span || start === -1 || span.start < start || span.end > start + manifest.text.length) continue;
        const at = { start: span.start - start, end: span.end - start };
        report(at, `${dead.subjectOf(link)} cannot be built: ${dead.describe(link)}`);
      }
      return;
    }
    for (const container of manifest.containers) {
      const written = writtenImageOf(container);
      const link = written && dead.of(written.text, uri);
      if (!written || !link || isTold(link)) continue;
      const { evidence } = link;
      const told = report(written.span, `The image of ${container.label} cannot be built: ${dead.describe(link)}`);
      if (evidence.place) told.relate(evidence.place.span, evidence.says, evidence.place.file);
      // The configuration is told of nowhere else, and is there for nothing but this.
      if (!isStated(link)) told.grade('hint');
    }
  },
});

function isStated({ evidence }: DeadLink): boolean {
  return /\/\.seaworthy\.ya?ml$/.test(evidence.place?.file.uri ?? '');
}

/** Whether it is told where it stands: in a file that is judged itself. */
function isTold({ evidence }: DeadLink): boolean {
  return /\/[^/]*skaffold[^/]*\.ya?ml$/.test(evidence.place?.file.uri ?? '');
}
