import type { ImageReference } from '../reference.ts';
import { type ImageStart, type ImageUser, plain, type Start, scripted, without } from './image-start.ts';

export const nginx: ImageStart = {
  ...plain,
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['nginx', '-g', 'daemon off;'],
  stopSignal: 'SIGQUIT',
};

/**
 * Official images, as all the Dockerfiles have it that github.com/docker-library/official-images names (2026-08-21, and as
 * it was at the beginning of each year since 2019): what differs between them is left out.
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
  gradle: without({ ...plain, command: ['gradle'] }, 'entrypoint', 'volumes'),
  haproxy: without(
    { ...scripted, command: ['haproxy', '-f', '/usr/local/etc/haproxy/haproxy.cfg'], stopSignal: 'SIGUSR1' },
    'user',
  ),
  httpd: { ...plain, command: ['httpd-foreground'], stopSignal: 'SIGWINCH' },
  mariadb: without({ ...scripted, volumes: ['/var/lib/mysql'] }, 'command'),
  maven: { ...plain, entrypoint: ['/usr/local/bin/mvn-entrypoint.sh'], command: ['mvn'] },
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
  traefik: { ...plain, entrypoint: ['/entrypoint.sh'], command: ['traefik'] },
  ubuntu: without(plain, 'command'),
  wordpress: without({ ...scripted, volumes: ['/var/www/html'] }, 'command', 'stopSignal'),
};

/**
 * The versions from which on that holds for every tag, where older ones differ, from the same source: Node.js 8 and HAProxy
 * 2.1 have other entrypoints, PHP, PostgreSQL and httpd once had no STOPSIGNAL, Traefik 1 is one program alone.
 */
const oldest: Readonly<Record<string, readonly number[]>> = {
  haproxy: [2, 2],
  httpd: [2, 4, 41],
  node: [10],
  php: [7, 4],
  postgres: [13],
  python: [3],
  traefik: [2],
};

/** Tags of images that are something else than the image's other tags. */
const others: Readonly<Record<string, RegExp>> = {
  couchdb: /nouveau/,
  node: /onbuild|chakracore/,
};

/** Whether a tag names a version of an image that is older than those which are known. */
function isTooOld(name: string, tag: string): boolean {
  const version = /^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1]?.split('.').map(Number);
  const first = Object.hasOwn(oldest, name) ? oldest[name] : undefined;
  const at = first?.findIndex((part, index) => part !== version?.[index]) ?? -1;
  const part = version?.[at];
  return part !== undefined && part < (first?.[at] ?? 0);
}

/** How an official image, given by its name and a reference to it, starts; nothing where that is not known. */
export function officialStart(name: string, { tag = '' }: ImageReference): Start {
  if (isTooOld(name, tag) || (Object.hasOwn(others, name) && others[name]?.test(tag))) return {};
  if (name === 'php') return phpStart(tag);
  if (name === 'elasticsearch' || name === 'kibana') return elasticStart(name, tag);
  if (name === 'mariadb' && /-ubi/.test(tag)) return { ...starts.mariadb, user: mariadbOnUbi };
  if (name === 'wordpress' && /^cli/.test(tag)) {
    return { ...scripted, user: ofWordPressCli, command: ['wp', 'shell'], volumes: ['/var/www/html'] };
  }
  return Object.hasOwn(starts, name) ? (starts[name] ?? {}) : {};
}

/** PHP's variants start what they are called after (github.com/docker-library/php, July 2026). */
function phpStart(tag: string): Start {
  const php: ImageStart = { ...plain, entrypoint: ['docker-php-entrypoint'] };
  if (/(?:^|-)fpm/.test(tag)) return { ...php, command: ['php-fpm'], stopSignal: 'SIGQUIT' };
  if (/(?:^|-)apache/.test(tag)) return { ...php, command: ['apache2-foreground'], stopSignal: 'SIGWINCH' };
  return { ...php, command: ['php', '-a'] };
}

/** MariaDB's images on UBI say who they run as (github.com/MariaDB/mariadb-docker, 11.4-ubi/Dockerfile, 2026). */
const mariadbOnUbi: ImageUser = { text: 'mysql', name: 'mysql', id: undefined };

/** That of PHP's images on Alpine, which WordPress' command line stands on (github.com/docker-library/wordpress, cli). */
const ofWordPressCli: ImageUser = { text: 'www-data', name: 'www-data', id: 82 };

/** Since version 8 they run as user 1000 (github.com/elastic/dockerfiles, branch 8.19). */
function elasticStart(name: string, tag: string): Start {
  if (Number(/^\d+/.exec(tag)?.[0] ?? 0) < 8) return {};
  return without({ ...plain, user: { text: '1000', name, id: 1000 } }, 'entrypoint', 'command');
}
