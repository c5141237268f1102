import { ImageLinks } from '../../workspace/image-links/image-links.ts';
import type { ImageLink } from '../../workspace/image-links/link.ts';
import { writtenImageOf } from '../../workspace/image-links/written-image.ts';
import { manifestRule } from '../define.ts';

const compose = (folder: string) => `services:\n  web:\n    image: acme/web:1\n    build: ${folder}\n`;
const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: acme/web\n      context: web\n';
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: acme/web:1\n';
const dockerfile = 'FROM debian:13\nCMD ["/server"]\n';

export default manifestRule({
  id: 'one-build-per-image',
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Build an image from one Dockerfile',
  why: 'Where two build definitions make an image of one name from different Dockerfiles, or from different stages, what runs is what was built last, and nobody can say from the files what that is. Rules that compare a container with its image say what holds for all of them, and as a hint. Definitions for development, profiles and other variants are left out, as are scripts and CI files.',
  aliases: [],
  fix: 'none',
  references: ['https://skaffold.dev/docs/builders/', 'https://docs.docker.com/reference/compose-file/build/'],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: {
        'compose.yaml': compose('website'),
        'skaffold.yaml': skaffold,
        'web/Dockerfile': dockerfile,
        'website/Dockerfile': dockerfile,
      },
      bad: pod,
    },
    {
      path: 'k8s/web.yaml',
      files: { 'compose.yaml': compose('web'), 'skaffold.yaml': skaffold, 'web/Dockerfile': dockerfile },
      good: pod,
      note: 'Both mean the same Dockerfile.',
    },
    {
      path: 'k8s/web.yaml',
      files: {
        'compose.dev.yaml': compose('website'),
        'skaffold.yaml': skaffold,
        'web/Dockerfile': dockerfile,
        'website/Dockerfile': dockerfile,
      },
      good: pod,
      note: 'One of them is for development.',
    },
  ],
  async checkFiles({ manifest, uri, host, report }) {
    const containers = manifest.containers.filter((container) => !container.isPartial);
    if (containers.length === 0) return;
    const links = await ImageLinks.around(uri, host);
    const told = new Set<string>();
    for (const container of containers) {
      const written = writtenImageOf(container);
      if (!written || told.has(written.text)) continue;
      told.add(written.text);
      const [first, ...others] = links.dockerfilesOf(written.text, uri).filter(isDeclared);
      const other = first && others.find((one) => one.confidence === first.confidence && !isSameBuild(one, first));
      if (!first || !other) continue;
      const both = [first, other] as const;
      const finding = report(
        written.span,
        `The image of ${container.label} is built in two ways, from ${both.map(nameOf).join(' and from ')}: what runs is what was built last; build it in one, or state it under "images" in .seaworthy.yaml`,
      );
      for (const { evidence } of both) {
        const [said] = evidence;
        if (said?.place) finding.relate(said.place.span, said.says, said.place.file);
      }
    }
  },
});

/** Files that say once and for all how images are built; variants of them, scripts and CI build for their own ends. */
const definitions = /\/(?:skaffold\.ya?ml|(?:docker-)?compose\.ya?ml|docker-bake\.(?:hcl|json)|\.seaworthy\.ya?ml)$/;

/** Whether a build definition says it of an image whose name is all there. */
function isDeclared({ image, evidence }: ImageLink): boolean {
  return !image.text.includes('*') && definitions.test(evidence[0]?.place?.file.uri ?? '');
}

function isSameBuild(one: ImageLink, other: ImageLink): boolean {
  return one.dockerfile === other.dockerfile && one.target === other.target;
}

function nameOf({ dockerfile: uri, target }: ImageLink): string {
  const name = decodeURIComponent(uri.split('/').slice(-2).join('/'));
  return target === undefined ? name : `${name} (stage ${target})`;
}
