import { isBare } from './bare-images.ts';
import { isWindowsImage } from './base-images.ts';
import { startsShell } from './equipment.ts';
import { canonicalName, type ImageReference, officialName } from './reference.ts';

/** The ports that official images expose (the Dockerfiles that github.com/docker-library/official-images names, 2026-08-21). */
const ports: Readonly<Record<string, readonly number[]>> = {
  adminer: [8080],
  elasticsearch: [9200, 9300],
  ghost: [2368],
  httpd: [80],
  kibana: [5601],
  mariadb: [3306],
  memcached: [11211],
  mongo: [27017],
  'mongo-express': [8081],
  nats: [4222, 6222, 8222],
  neo4j: [7474, 7473, 7687],
  nginx: [80],
  postgres: [5432],
  redis: [6379],
  redmine: [3000],
  registry: [5000],
  solr: [8983],
  tomcat: [8080],
  traefik: [80],
  zookeeper: [2181, 2888, 3888, 8080],
};

/** Those of Bitnami's images (github.com/bitnami/containers, their Dockerfiles of 2025 for Debian 12). */
const bitnamiPorts: Readonly<Record<string, readonly number[]>> = {
  kafka: [9092],
  mariadb: [3306],
  mongodb: [27017],
  mysql: [3306],
  nginx: [8080, 8443],
  postgresql: [5432],
  redis: [6379],
};

/** Ports that images expose which are told apart by their tag, or by more than a name. */
function portsByTag(image: ImageReference): readonly number[] | undefined {
  const name = canonicalName(image);
  const tag = image.tag ?? '';
  if (name === 'docker.io/nginxinc/nginx-unprivileged' || name === 'ghcr.io/nginxinc/nginx-unprivileged') return [8080];
  if (/^docker\.io\/grafana\/grafana(?:-oss|-enterprise)?$/.test(name)) return [3000];
  if (/^(?:docker\.io\/prom|quay\.io\/prometheus)\/prometheus$/.test(name)) return [9090];
  if (name.startsWith('docker.io/bitnami/')) return bitnamiPorts[name.slice('docker.io/bitnami/'.length)];
  switch (name) {
    case 'docker.io/library/caddy':
      return /builder/.test(tag) ? [] : [80, 443, 2019];
    case 'docker.io/library/couchdb':
      return /nouveau/.test(tag) ? [5987, 5988] : [5984, 4369, 9100];
    case 'docker.io/library/influxdb':
      return influxPorts(tag);
    case 'docker.io/library/mysql':
      return /^5\.[56]/.test(tag) ? [3306] : [3306, 33_060];
    case 'docker.io/library/rabbitmq':
      return rabbitPorts(tag);
    default:
      return portsOfPhp(name, image);
  }
}

/** The enterprise edition has servers of its own for what they know of each other, and version 3 another port. */
function influxPorts(tag: string): readonly number[] | undefined {
  if (/meta/.test(tag)) return [8091];
  if (/^3|core|enterprise/.test(tag)) return [8181];
  return /^[12](?:[.-]|$)/.test(tag) ? [8086] : undefined;
}

/** Of versions before 3.9, not all have those for metrics. */
function rabbitPorts(tag: string): readonly number[] | undefined {
  if (/^3\.[0-8](?:[.-]|$)/.test(tag)) return undefined;
  const ports = [4369, 5671, 5672, 15_691, 15_692, 25_672];
  return /management/.test(tag) ? [...ports, 15_671, 15_672] : ports;
}

function portsOfPhp(name: string, { tag = '', digest }: ImageReference): readonly number[] | undefined {
  if (name !== 'docker.io/library/php' && name !== 'docker.io/library/wordpress') return undefined;
  if (/(?:^|-)fpm/.test(tag)) return [9000];
  if (/(?:^|-)apache/.test(tag)) return [80];
  if (/(?:^|-)(?:cli|zts|alpine)/.test(tag) || digest !== undefined) return undefined;
  return name.endsWith('/wordpress') ? [80] : [];
}

/**
 * The ports that an image exposes, where all of them are known; empty when it is none. `php` and `wordpress` by their tags
 * (github.com/docker-library/php and wordpress, July 2026), the others as their own Dockerfiles
 * on GitHub have it (2026).
 */
export function knownPorts(image: ImageReference): readonly number[] | undefined {
  if (isWindowsImage(image)) return undefined;
  const byTag = portsByTag(image);
  if (byTag) return byTag;
  const name = officialName(image);
  if (name !== undefined && Object.hasOwn(ports, name)) return ports[name];
  return name === 'scratch' || isBare(image) || startsShell(image) ? [] : undefined;
}

/** The ports that an image is known to expose; empty when it is none or not known. */
export function portsOfImage(image: ImageReference): readonly number[] {
  return knownPorts(image) ?? [];
}
