import { type ImageReference, officialName } from './reference.ts';
import { isDistroless } from './users.ts';

/** Whether an image is one for Windows containers, whose default shell is `cmd`. */
export function isWindowsImage(image: ImageReference): boolean {
  if (/^windows(?:\/|$)/.test(image.repository) && image.registry === 'mcr.microsoft.com') return true;
  return /windowsservercore|nanoserver/.test(image.repository) || /windowsservercore|nanoserver/.test(image.tag ?? '');
}

/**
 * Whether an image is known to run as root unless told otherwise: the Docker official images do, but for those that
 * bring a user of their own. Those of which that is only likely are listed too: a finding missed costs less than a false one.
 */
export function runsAsRoot(image: ImageReference): boolean {
  if (isDistroless(image)) return !/nonroot/.test(image.tag ?? '');
  const name = officialName(image);
  if (name === undefined || officialImagesWithUser.has(name)) return false;
  return !(Object.hasOwn(tagsWithUser, name) && tagsWithUser[name]?.test(image.tag ?? ''));
}

/** As the Dockerfiles that github.com/docker-library/official-images names have it (2026-08-21), and those before them. */
const officialImagesWithUser: ReadonlySet<string> = new Set([
  'adminer',
  'api-firewall',
  'bonita',
  'cassandra',
  'couchbase',
  'elasticsearch',
  'emqx',
  'flink',
  'fluentd',
  'geonetwork',
  'gradle',
  'haproxy',
  'influxdb',
  'irssi',
  'jetty',
  'kibana',
  'kong',
  'liquibase',
  'logstash',
  'memcached',
  'neo4j',
  'notary',
  'odoo',
  'open-liberty',
  'plone',
  'rabbitmq',
  'rocket.chat',
  'satosa',
  'solr',
  'sonarqube',
  'spark',
  'storm',
  'swift',
  'teamspeak',
  'varnish',
  'websphere-liberty',
  'zookeeper',
]);

/** The tags of official images with a user of their own, where others run as root: WordPress' command line, MariaDB on UBI. */
const tagsWithUser: Readonly<Record<string, RegExp>> = { mariadb: /-ubi/, wordpress: /^cli/ };
