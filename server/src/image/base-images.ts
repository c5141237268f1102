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
  return name !== undefined && !officialImagesWithUser.has(name);
}

const officialImagesWithUser: ReadonlySet<string> = new Set([
  'bonita',
  'cassandra',
  'couchbase',
  'elasticsearch',
  'emqx',
  'flink',
  'geonetwork',
  'gradle',
  'haproxy',
  'jetty',
  'kibana',
  'kong',
  'liquibase',
  'logstash',
  'memcached',
  'neo4j',
  'open-liberty',
  'plone',
  'rabbitmq',
  'rocket.chat',
  'solr',
  'sonarqube',
  'storm',
  'swift',
  'varnish',
  'websphere-liberty',
  'zookeeper',
]);
