import { stableTag } from './official-tags.ts';
import { type ImageReference, officialName } from './reference.ts';

/**
 * What official images publish beside their current stable tag, as endings of it; where that tag has an ending of its
 * own, whole tags (library files of github.com/docker-library/official-images, commit of 2026-08-11). Those that
 * people build upon, not all there are.
 */
const variants: Readonly<Record<string, string>> = {
  almalinux: '-minimal',
  caddy: '-alpine -builder -builder-alpine',
  debian: '-slim',
  docker: '-cli -dind',
  drupal: '-apache -fpm -fpm-alpine',
  'eclipse-temurin': '25-jre 25-jdk-alpine 25-jre-alpine',
  elixir: '-slim -alpine',
  erlang: '-slim -alpine',
  ghost: '-alpine',
  golang: '-alpine -bookworm -trixie',
  gradle: '-alpine -jdk25 -jdk25-alpine',
  haproxy: '-alpine',
  httpd: '-alpine',
  influxdb: '-alpine',
  maven: '-eclipse-temurin-25 -eclipse-temurin-25-alpine',
  memcached: '-alpine',
  nats: '-alpine',
  nginx: '-alpine -alpine-slim',
  node: '-slim -alpine -bookworm-slim -trixie-slim',
  perl: '-slim',
  php: '-cli -fpm -apache -alpine -cli-alpine -fpm-alpine',
  postgres: '-alpine',
  pypy: '-slim',
  python: '-slim -alpine -slim-bookworm -slim-trixie',
  rabbitmq: '-alpine -management -management-alpine',
  redis: '-alpine',
  ruby: '-slim -alpine',
  rust: '-slim -alpine -slim-bookworm -slim-trixie',
  swift: '-slim',
  telegraf: '-alpine',
  wordpress: '-apache -fpm -fpm-alpine',
};

/** The current tags of an official image, the plain stable one first; empty for images that are not known. */
export function currentTags(image: ImageReference): readonly string[] {
  const stable = stableTag(image);
  if (stable === undefined) return [];
  const name = officialName(image) ?? '';
  const endings = Object.hasOwn(variants, name) ? (variants[name] ?? '').split(' ') : [];
  return [stable, ...endings.map((ending) => (ending.startsWith('-') ? stable + ending : ending))];
}

/**
 * The smaller variants of an image that its own tag has beside it: `24-slim` and `24-alpine` for `24`. Only of its
 * current line, of which it is known what there is.
 */
export function smallerTags(image: ImageReference): readonly string[] {
  const { tag = '' } = image;
  const tags = currentTags(image);
  if (!tags.includes(tag) || /slim|alpine/.test(tag)) return [];
  return tags.filter((one) => one === `${tag}-slim` || one === `${tag}-alpine`);
}
