import { type ImageReference, officialName } from './reference.ts';

/** A page about an image, and whose it is. */
export interface ImagePage {
  readonly url: string;
  /** Such as `Docker Hub`. */
  readonly site: string;
}

/** A registry whose images have pages, each at an address that follows from the image's name. */
interface Site {
  readonly host: RegExp;
  readonly name: string;
  /** The address for a repository; undefined where there is none. */
  url(repository: string): string | undefined;
}

/** Registries with a page for each image, as their own documentation gives the addresses. */
const sites: readonly Site[] = [
  {
    host: /^(?:docker\.io|index\.docker\.io|registry-1\.docker\.io)$/,
    name: 'Docker Hub',
    url: (repository) => (/^[^/]+\/[^/]+$/.test(repository) ? `https://hub.docker.com/r/${repository}` : undefined),
  },
  { host: /^ghcr\.io$/, name: 'GitHub Packages', url: (repository) => `https://ghcr.io/${repository}` },
  { host: /^quay\.io$/, name: 'Quay', url: (repository) => `https://quay.io/repository/${repository}` },
  {
    host: /^mcr\.microsoft\.com$/,
    name: 'Microsoft Artifact Registry',
    url: (repository) => `https://mcr.microsoft.com/artifact/mar/${repository}/about`,
  },
  {
    host: /^gcr\.io$/,
    name: 'GitHub',
    url: (repository) =>
      repository.startsWith('distroless/') ? 'https://github.com/GoogleContainerTools/distroless' : undefined,
  },
  {
    host: /^public\.ecr\.aws$/,
    name: 'Amazon ECR Public Gallery',
    url: (repository) => `https://gallery.ecr.aws/${repository}`,
  },
];

/** The page of an image on its registry; undefined where it has none, or its name is not known in full. */
export function pageOf(image: ImageReference): ImagePage | undefined {
  const { registry = 'docker.io', repository } = image;
  if (!/^[a-z0-9][a-z0-9._/-]*$/.test(repository)) return undefined;
  const official = officialName(image);
  if (official === 'scratch') return undefined;
  if (official !== undefined) return { url: `https://hub.docker.com/_/${official}`, site: 'Docker Hub' };
  const site = sites.find(({ host }) => host.test(registry));
  const url = site?.url(repository);
  return site && url !== undefined ? { url, site: site.name } : undefined;
}
