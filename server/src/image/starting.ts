import { isDotnet } from './bare-images.ts';
import { isWindowsImage } from './base-images.ts';
import { canonicalName, type ImageReference, officialName } from './reference.ts';
import { isDistroless } from './users.ts';

/** A user that an image runs as. */
export interface ImageUser {
  /** As the image says it: a name or a number; empty where it says nothing, which means root. */
  readonly text: string;
  readonly name: string | undefined;
  readonly id: number | undefined;
}

/** What an image says of how its containers are started and stopped. */
export interface ImageStart {
  readonly user: ImageUser;
  /** Empty when there is none. */
  readonly entrypoint: readonly string[];
  /** Empty when there is none. */
  readonly command: readonly string[];
  /** Empty when there are none. */
  readonly volumes: readonly string[];
  readonly stopSignal: string;
}

const root: ImageUser = { text: '', name: 'root', id: 0 };

const nonroot: ImageUser = { text: '65532', name: 'nonroot', id: 65_532 };

const plain: ImageStart = { user: root, entrypoint: [], command: [], volumes: [], stopSignal: 'SIGTERM' };
const scripted: ImageStart = { ...plain, entrypoint: ['docker-entrypoint.sh'] };

/** What differs between the tags of an image, or between its versions, is left out: it is not known. */
type Start = Partial<ImageStart>;

function without(start: ImageStart, ...unknown: readonly (keyof ImageStart)[]): Start {
  return Object.fromEntries(Object.entries(start).filter(([name]) => !unknown.includes(name as keyof ImageStart)));
}

const nginx: ImageStart = {
  ...plain,
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['nginx', '-g', 'daemon off;'],
  stopSignal: 'SIGQUIT',
};

/**
 * Official images, as their Dockerfiles in github.com/docker-library, nginx, nodejs, adoptium, MariaDB and caddyserver have
 * it (June and July 2026).
 */
const starts: Readonly<Record<string, Start>> = {
  alpine: { ...plain, command: ['/bin/sh'] },
  'buildpack-deps': without(plain, 'command'),
  busybox: { ...plain, command: ['sh'] },
  caddy: without(plain, 'command', 'volumes'),
  debian: { ...plain, command: ['bash'] },
  'eclipse-temurin': without(plain, 'entrypoint', 'command'),
  gcc: without(plain, 'command'),
  golang: without(plain, 'command'),
  haproxy: without(
    { ...scripted, command: ['haproxy', '-f', '/usr/local/etc/haproxy/haproxy.cfg'], stopSignal: 'SIGUSR1' },
    'user',
  ),
  httpd: { ...plain, command: ['httpd-foreground'], stopSignal: 'SIGWINCH' },
  mariadb: without({ ...scripted, volumes: ['/var/lib/mysql'] }, 'command'),
  memcached: { ...scripted, user: { text: 'memcache', name: 'memcache', id: 11_211 }, command: ['memcached'] },
  mongo: { ...scripted, command: ['mongod'], volumes: ['/data/db', '/data/configdb'] },
  mysql: { ...scripted, command: ['mysqld'], volumes: ['/var/lib/mysql'] },
  nginx,
  node: { ...scripted, command: ['node'] },
  // Since version 18, the volume is the folder above.
  postgres: without({ ...scripted, command: ['postgres'], stopSignal: 'SIGINT' }, 'volumes'),
  python: { ...plain, command: ['python3'] },
  rabbitmq: { ...scripted, command: ['rabbitmq-server'], volumes: ['/var/lib/rabbitmq'] },
  redis: { ...scripted, command: ['redis-server'], volumes: ['/data'] },
  ruby: { ...plain, command: ['irb'] },
  rust: without(plain, 'command'),
  scratch: plain,
  tomcat: without({ ...plain, command: ['catalina.sh', 'run'] }, 'entrypoint'),
  ubuntu: without(plain, 'command'),
  wordpress: without({ ...scripted, volumes: ['/var/www/html'] }, 'command', 'stopSignal'),
};

/** What an image is known to say of how its containers are started and stopped; what is not known is left out. */
export function startOf(image: ImageReference): Start {
  if (isWindowsImage(image)) return {};
  const name = officialName(image);
  if (name === 'php') return phpStart(image.tag ?? '');
  if (name !== undefined) return Object.hasOwn(starts, name) ? (starts[name] ?? {}) : {};
  if (isDistroless(image)) return distrolessStart(image);
  if (isDotnet(image)) return dotnetStart(image.tag ?? '');
  if (/^(?:docker\.io|ghcr\.io)\/nginxinc\/nginx-unprivileged$/.test(canonicalName(image))) {
    return { ...nginx, user: { text: '101', name: 'nginx', id: 101 } };
  }
  if (/^cgr\.dev\/chainguard\/(?:static|glibc-dynamic)$/.test(canonicalName(image))) {
    return without({ ...plain, user: nonroot }, 'command', 'entrypoint');
  }
  return {};
}

/** PHP's variants start what they are called after (github.com/docker-library/php, July 2026). */
function phpStart(tag: string): Start {
  const php: ImageStart = { ...plain, entrypoint: ['docker-php-entrypoint'] };
  if (/(?:^|-)fpm/.test(tag)) return { ...php, command: ['php-fpm'], stopSignal: 'SIGQUIT' };
  if (/(?:^|-)apache/.test(tag)) return { ...php, command: ['apache2-foreground'], stopSignal: 'SIGWINCH' };
  return { ...php, command: ['php', '-a'] };
}

/**
 * Those of languages start their interpreter, the others nothing (the READMEs of github.com/GoogleContainerTools/distroless,
 * 2026). Their users are root and, where the tag says so, `nonroot` with the number 65532.
 */
function distrolessStart({ repository, tag = '' }: ImageReference): Start {
  const user = /nonroot/.test(tag) ? nonroot : root;
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
