import { type ImageReference, officialName } from './reference.ts';

/** The ports that official images expose (their Dockerfiles, August 2026). */
const ports: Readonly<Record<string, readonly number[]>> = {
  adminer: [8080],
  caddy: [80, 443, 2019],
  couchdb: [5984, 4369, 9100],
  elasticsearch: [9200, 9300],
  ghost: [2368],
  httpd: [80],
  influxdb: [8086],
  kibana: [5601],
  mariadb: [3306],
  memcached: [11211],
  mongo: [27017],
  'mongo-express': [8081],
  mysql: [3306, 33060],
  nats: [4222, 6222, 8222],
  neo4j: [7474, 7473, 7687],
  nginx: [80],
  postgres: [5432],
  rabbitmq: [4369, 5671, 5672, 15691, 15692, 25672],
  redis: [6379],
  redmine: [3000],
  registry: [5000],
  solr: [8983],
  tomcat: [8080],
  traefik: [80],
  wordpress: [80],
  zookeeper: [2181, 2888, 3888, 8080],
};

/** The ports that an image is known to expose; empty when it is none or not known. */
export function portsOfImage(image: ImageReference): readonly number[] {
  const name = officialName(image);
  return name !== undefined && Object.hasOwn(ports, name) ? (ports[name] ?? []) : [];
}
