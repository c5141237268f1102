import { canonicalName, type ImageReference } from '../reference.ts';
import { isDistroless, isDotnet } from '../users.ts';
import { nonroot, plain, root, type Start, without } from './image-start.ts';
import { nginx } from './official.ts';

/**
 * What Bitnami's images of these programs run as: user 1001, by number (github.com/bitnami/containers, their Dockerfiles of
 * 2025 for Debian 12). Others of them are root's.
 */
const byBitnami =
  /^docker\.io\/bitnami(?:legacy)?\/(?:kafka|kubectl|mariadb|mongodb|mysql|nginx|postgresql|rabbitmq|redis|wordpress)$/;

/** What Chainguard's images call their user (github.com/chainguard-images/images, locked_config.json, August 2026). */
const byChainguard: Readonly<Record<string, string>> = {
  'aspnet-runtime': 'nonroot',
  'dotnet-runtime': 'nonroot',
  'glibc-dynamic': 'nonroot',
  gradle: 'nonroot',
  jdk: 'java',
  jre: 'java',
  maven: 'nonroot',
  nginx: 'nginx',
  node: 'node',
  php: 'php',
  python: 'nonroot',
  ruby: 'nonroot',
  static: 'nonroot',
};

/** How an image of others than Docker starts; nothing where that is not known. */
export function otherStart(image: ImageReference): Start {
  const name = canonicalName(image);
  const { tag = '' } = image;
  if (isDistroless(image)) return distrolessStart(image);
  if (isDotnet(image)) return dotnetStart(tag);
  if (/^(?:docker\.io|ghcr\.io)\/nginxinc\/nginx-unprivileged$/.test(name)) {
    return { ...nginx, user: { text: '101', name: 'nginx', id: 101 } };
  }
  const chainguard = /^cgr\.dev\/chainguard\/([\w-]+)$/.exec(name)?.[1];
  if (chainguard !== undefined && Object.hasOwn(byChainguard, chainguard)) {
    const user = { text: '65532', name: byChainguard[chainguard], id: 65_532 };
    return without({ ...plain, user }, 'command', 'entrypoint', 'stopSignal');
  }
  if (/^docker\.io\/grafana\/grafana(?:-oss|-enterprise)?$/.test(name)) {
    // github.com/grafana/grafana, Dockerfile, 2026; so since version 5.1.
    return { ...plain, user: { text: '472', name: 'grafana', id: 472 }, entrypoint: ['/run.sh'] };
  }
  if (/^(?:docker\.io\/prom|quay\.io\/prometheus)\/prometheus$/.test(name) && /^v[23]\.[\d.]+$/.test(tag)) {
    // github.com/prometheus/prometheus, Dockerfile, 2026.
    const user = { text: 'nobody', name: 'nobody', id: 65_534 };
    return without({ ...plain, user, entrypoint: ['/bin/prometheus'], volumes: ['/prometheus'] }, 'command');
  }
  if (byBitnami.test(name)) {
    return without({ ...plain, user: { text: '1001', name: undefined, id: 1001 } }, 'entrypoint', 'command', 'volumes');
  }
  return {};
}

/**
 * Those of languages start their interpreter, the others nothing (github.com/GoogleContainerTools/distroless, *.bzl, August
 * 2026). Both of their users are said by number: root and, where the tag says so, `nonroot`.
 */
function distrolessStart({ repository, tag = '' }: ImageReference): Start {
  const user = /nonroot/.test(tag) ? nonroot : { ...root, text: '0' };
  const start = { ...plain, user };
  const isOfLanguage = /\/(?:java|nodejs|python)/.test(repository);
  return isOfLanguage || /debug/.test(tag) ? without(start, 'entrypoint', 'command') : start;
}

/**
 * .NET's images are root's, but those without a shell since version 8, which run as `app`, number 1654
 * (github.com/dotnet/dotnet-docker, src/runtime-deps, 2026). Of older ones the user is not known.
 */
function dotnetStart(tag: string): Start {
  const isBareVariant = /-chiseled|-distroless/.test(tag);
  const version = Number(/^\d+/.exec(tag)?.[0] ?? Number.NaN);
  const known = without(plain, 'entrypoint', 'command', ...(isBareVariant ? (['user'] as const) : []));
  return isBareVariant && version >= 8 ? { ...known, user: { text: '1654', name: 'app', id: 1654 } } : known;
}
