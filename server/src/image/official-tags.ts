import { type ImageReference, officialName } from './reference.ts';

/**
 * The tag of the current stable line of Docker official images: the long-term line where there is one, otherwise what
 * `latest` means. From the library files of github.com/docker-library/official-images, commit of 2026-08-11.
 */
const stableTags: Readonly<Record<string, string>> = {
  adminer: '6',
  almalinux: '10.2',
  alpine: '3.24',
  amazonlinux: '2023',
  arangodb: '3.12',
  bash: '5.3',
  busybox: '1.38',
  caddy: '2.11',
  cassandra: '5.0',
  clickhouse: '26.3',
  composer: '2.10',
  couchbase: '8.0.2',
  couchdb: '3.5',
  dart: '3.13',
  debian: '13',
  docker: '29.7',
  drupal: '11.4',
  'eclipse-mosquitto': '2',
  'eclipse-temurin': '25-jdk',
  elixir: '1.20',
  emqx: '5.8',
  erlang: '29.0',
  fedora: '44',
  flink: '2.3',
  gcc: '16.2',
  ghost: '6.59',
  golang: '1.27',
  gradle: '9.7',
  groovy: '5.1',
  haproxy: '3.4',
  haskell: '9.14',
  httpd: '2.4',
  influxdb: '2.9',
  jetty: '12.1',
  joomla: '6.1',
  julia: '1.12',
  kong: '3.9',
  liquibase: '5.0',
  mariadb: '12.3',
  matomo: '5.13',
  maven: '3.9',
  mediawiki: '1.43',
  memcached: '1.6',
  mysql: '9.7',
  nats: '2.14',
  neo4j: '2026.07',
  nextcloud: '34.0',
  nginx: '1.31',
  node: '24',
  odoo: '19.0',
  perl: '5.44',
  photon: '5.0',
  php: '8.5',
  phpmyadmin: '5.2',
  postgres: '18',
  pypy: '3.11',
  python: '3.14',
  'r-base': '4.6.1',
  rabbitmq: '4.3',
  redis: '8.10',
  redmine: '7.0',
  registry: '3.1',
  rethinkdb: '2.4',
  'rocket.chat': '8.5',
  ruby: '4.0',
  rust: '1.98',
  sapmachine: '25',
  solr: '10.0',
  swift: '6.3',
  telegraf: '1.39',
  tomcat: '11.0',
  tomee: '10.1',
  traefik: 'v3.7',
  ubuntu: '26.04',
  varnish: '9.0',
  wordpress: '7.1',
  zookeeper: '3.9',
};

/** Docker official images without such a tag in the same commit, and those that have been deprecated. */
const otherOfficialImages: ReadonlySet<string> = new Set(
  'adoptopenjdk aerospike alt amazoncorretto api-firewall archlinux azul-zulu backdrop bonita buildpack-deps centos chronograf cirros clearlinux clefos clojure consul convertigo crate crux django eggdrop elasticsearch espocrm fluentd friendica fsharp gazebo geonetwork glassfish haxe hello-world hitch hylang ibm-semeru-runtimes ibmjava iojs irssi java jenkins jobber jruby kapacitor kibana krakend lightstreamer logstash mageia mongo mongo-express monica nats-streaming neurodebian nim notary nuxeo open-liberty openjdk opensuse oraclelinux orientdb owncloud percona php-zendserver piwik plone postfixadmin rails rakudo-star rockylinux ros satosa sentry silverpeas sonarqube sourcemage spark spiped storm swipl teamspeak ubuntu-debootstrap unit vault websphere-liberty xwiki yourls znc'.split(
    ' ',
  ),
);

/** Whether Docker Hub has, or had, an official image of that name. */
export function isOfficialImage(image: ImageReference): boolean {
  const name = officialName(image);
  return name !== undefined && (Object.hasOwn(stableTags, name) || otherOfficialImages.has(name));
}

/** The official images of which a current stable tag is known, in the order of the alphabet. */
export const currentImages: readonly string[] = Object.keys(stableTags);

/** The tag that pins an image to its current stable line; undefined for images that are not known. */
export function stableTag(image: ImageReference): string | undefined {
  const name = officialName(image);
  return name !== undefined && Object.hasOwn(stableTags, name) ? stableTags[name] : undefined;
}
