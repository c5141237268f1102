import { DeadLinks } from '../../workspace/image-links/dead-links.ts';
import { definesBuilds } from '../../workspace/image-links/definition-language.ts';
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
  why: 'A definition that names a Dockerfile which has moved, or a stage that has another name by now, fails when somebody builds the image, which is often long after the file was moved, and on another machine. It is told where the definition stands: in `skaffold.yaml`, Compose and Bake files, workflows of GitHub and jobs of GitLab; what `.seaworthy.yaml` states is told at the image of those who run it. So are services of Compose that extend themselves, files that include themselves, and services and files that are extended or included and are not there. Paths with variables, Dockerfiles that git ignores, and those that hooks, steps or commands before the build may write, are passed over.',
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
      path: 'compose.yaml',
      files: { 'web/Dockerfile': 'FROM debian:13\nCMD ["/server"]\n' },
      bad: 'services:\n  web:\n    image: acme/web:1\n    build: website\n',
    },
    {
      path: 'compose.yaml',
      files: { 'web/Dockerfile': 'FROM debian:13\nCMD ["/server"]\n' },
      bad: 'services:\n  web:\n    extends: api\n  api:\n    extends: web\n',
      note: 'Each of the services extends the other.',
    },
    {
      path: 'compose.yaml',
      files: { 'web/Dockerfile': 'FROM debian:13\nCMD ["/server"]\n' },
      bad: 'include:\n  - database.yaml\nservices:\n  web:\n    image: acme/web:1\n    build: web\n',
      note: 'Compose refuses all of the file when what it includes is not there.',
    },
    {
      path: 'docker-bake.hcl',
      files: { 'web/Dockerfile': 'FROM debian:13\nCMD ["/server"]\n' },
      bad: 'target "web" {\n  context = "website"\n}\n',
    },
    {
      path: '.github/workflows/build.yaml',
      files: { 'web/Dockerfile': 'FROM debian:13\nCMD ["/server"]\n' },
      bad: 'jobs:\n  build:\n    steps:\n      - uses: actions/checkout@v5\n      - uses: docker/build-push-action@v6\n        with:\n          context: website\n          tags: acme/web:1\n',
    },
    {
      path: 'k8s/web.yaml',
      files: {
        '.seaworthy.yaml': 'images:\n  acme/web: website/Dockerfile\n',
        'web/Dockerfile': 'FROM debian:13\nCMD ["/server"]\n',
      },
      bad: pod,
      note: 'What the configuration states is told where somebody runs it.',
    },
    {
      path: '.github/workflows/build.yaml',
      files: { 'web/Dockerfile': 'FROM debian:13\nCMD ["/server"]\n' },
      good: 'jobs:\n  build:\n    steps:\n      - uses: actions/checkout@v5\n      - run: ./generate.sh\n      - uses: docker/build-push-action@v6\n        with:\n          context: website\n          tags: acme/web:1\n',
      note: 'A step before the build may write it.',
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
      // What a script names may come to be by the same script.
      if (!isStated(link)) told.grade('hint');
    }
  },
  async checkDefinition({ uri, host, report }) {
    const dead = await DeadLinks.around(uri, host);
    for (const link of dead.in(uri)) {
      const { place } = link.evidence;
      if (place) report(place.span, `${dead.subjectOf(link)} cannot be built: ${dead.describe(link)}`);
    }
  },
});

function isStated({ evidence }: DeadLink): boolean {
  return /\/\.seaworthy\.ya?ml$/.test(evidence.place?.file.uri ?? '');
}

/** Whether it is told where it stands: in a file that is judged itself. */
function isTold({ evidence }: DeadLink): boolean {
  const uri = evidence.place?.file.uri ?? '';
  return /\/[^/]*skaffold[^/]*\.ya?ml$/.test(uri) || definesBuilds(uri);
}
