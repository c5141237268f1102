import type { ImageReference } from '../reference.ts';
import { type ImageStart, plain, type Start, scripted, without } from './image-start.ts';

export const nginx: ImageStart = {
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
  gradle: without({ ...plain, command: ['gradle'] }, 'volumes'),
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

/** How an official image, given by its name and a reference to it, starts; nothing where that is not known. */
export function officialStart(name: string, { tag = '' }: ImageReference): Start {
  if (name === 'php') return phpStart(tag);
  if (name === 'elasticsearch') return elasticStart(tag);
  return Object.hasOwn(starts, name) ? (starts[name] ?? {}) : {};
}

/** PHP's variants start what they are called after (github.com/docker-library/php, July 2026). */
function phpStart(tag: string): Start {
  const php: ImageStart = { ...plain, entrypoint: ['docker-php-entrypoint'] };
  if (/(?:^|-)fpm/.test(tag)) return { ...php, command: ['php-fpm'], stopSignal: 'SIGQUIT' };
  if (/(?:^|-)apache/.test(tag)) return { ...php, command: ['apache2-foreground'], stopSignal: 'SIGWINCH' };
  return { ...php, command: ['php', '-a'] };
}

/** Since version 8 it runs as user 1000 of the root group (github.com/elastic/dockerfiles, elasticsearch, July 2026). */
function elasticStart(tag: string): Start {
  const user = { text: '1000', name: 'elasticsearch', id: 1000 };
  return Number(/^\d+/.exec(tag)?.[0] ?? 0) >= 8 ? without({ ...plain, user }, 'entrypoint', 'command') : {};
}
