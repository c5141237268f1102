import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Buildah } from './buildah.ts';

/**
 * Stand-ins for the official images, made of Debian's packages. No registry of images is in reach where these tests
 * run; a stand-in has the official name, the programs at the official paths, and what else the conversions rely on.
 */
interface StandIn {
  readonly tags: readonly string[];
  /** The lines below FROM. */
  readonly dockerfile: string;
  /** The stand-in it is built upon; Debian's smallest image when left out. */
  readonly from?: string;
  /** Files for the build context, by name: where they come from. */
  readonly files?: Readonly<Record<string, string>>;
  /** Files for the build context, by name: what they say. */
  readonly texts?: Readonly<Record<string, string>>;
}

const install = (...names: readonly string[]) =>
  `RUN apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')} && rm -rf /var/lib/apt/lists/*\n`;
/** Trusts whom this machine trusts, so that its package registries are in reach; behind the install of ca-certificates. */
const trust = 'COPY certificates/ /usr/local/share/ca-certificates/\nRUN update-ca-certificates\n';
const bundle = '/etc/ssl/certs/ca-certificates.crt';
const debian = 'docker.io/library/debian:bookworm-slim';
const ownCertificates = '/usr/local/share/ca-certificates';
const root = path.resolve(import.meta.dirname, '../..');

/** Takes extensions from Debian's packages, and puts them where the official script puts what it compiles. */
const phpExtension = `#!/bin/sh
set -e
cd /tmp
apt-get update
for name; do
  apt-get download "php8.2-$name"
  dpkg -x php8.2-"$name"_*.deb "$name"
  cp "$name"/usr/lib/php/*/"$name".so /usr/local/lib/php/extensions/
  echo "extension=/usr/local/lib/php/extensions/$name.so" > "$PHP_INI_DIR/conf.d/$name.ini"
done
`;

/**
 * What Mix asks Hex for where a project has no packages: that it is there. Hex itself comes from a server that is not in
 * reach everywhere.
 */
const hexModule = 'defmodule Hex do\n  def start, do: :ok\n  def version, do: "2.1.1"\nend\n';
const hexProject =
  'defmodule Hex.MixProject do\n  use Mix.Project\n  def project, do: [app: :hex, version: "2.1.1"]\nend\n';

const nginxSettings = `pid /tmp/nginx.pid;
error_log /dev/null;
events {}
http {
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  server {
    listen 8080;
    root /usr/share/nginx/html;
  }
}
`;

const apacheStart = `#!/bin/sh
set -e
. "$APACHE_ENVVARS"
exec apache2 -DFOREGROUND
`;

const gem = {
  'greeting.gemspec':
    "Gem::Specification.new do |spec|\n  spec.name = 'greeting'\n  spec.version = '1.0.0'\n  spec.summary = 'Greets'\n  spec.authors = ['Example']\n  spec.files = Dir['ext/**/*']\n  spec.extensions = ['ext/greeting/extconf.rb']\nend\n",
  'extconf.rb': "require 'mkmf'\ncreate_makefile('greeting')\n",
  'greeting.c':
    '#include <ruby.h>\nstatic VALUE ahoy(VALUE self) { return rb_str_new_cstr("Ahoy from a gem"); }\nvoid Init_greeting(void) { rb_define_module_function(rb_define_module("Greeting"), "ahoy", ahoy, 0); }\n',
};

/** By the name that projects ask for. */
const standIns: Readonly<Record<string, StandIn>> = {
  gcc: {
    tags: ['gcc:12-bookworm'],
    dockerfile:
      install('gcc', 'g++', 'make', 'libc6-dev', 'ca-certificates', 'curl', 'wget', 'git') +
      trust +
      // The official image has a C++ library of its own here.
      'RUN mkdir -p /usr/local/lib64 && cp -L /usr/lib/*/libstdc++.so.6 /lib/*/libgcc_s.so.1 /usr/local/lib64/\n',
  },
  golang: {
    tags: ['golang:1.19-bookworm', 'golang:1.27-trixie'],
    dockerfile: `${install('golang-go', 'gcc', 'g++', 'libc6-dev', 'ca-certificates', 'git', 'curl', 'wget')}${trust}RUN ln -s /usr/lib/go-1.19 /usr/local/go\nENV GOPATH=/go PATH=/go/bin:/usr/local/go/bin:$PATH\nWORKDIR /go\n`,
  },
  rust: {
    tags: ['rust:1.96-bookworm', 'rust:1.98-slim-trixie'],
    dockerfile: `${install('cargo-web', 'rustc-web', 'gcc', 'libc6-dev', 'libssl-dev', 'pkg-config', 'ca-certificates', 'git')}${trust}ENV CARGO_HOME=/usr/local/cargo PATH=/usr/local/cargo/bin:$PATH\n`,
  },
  'node-slim': {
    tags: ['node:24-bookworm-slim', 'node:24-trixie-slim'],
    dockerfile:
      `${install('ca-certificates')}${trust}ENV NODE_EXTRA_CA_CERTS=${bundle}\n` +
      'COPY node /usr/local/bin/node\nCOPY npm /usr/local/lib/node_modules/npm\n' +
      'RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && useradd --uid 1000 --create-home node\n',
    files: { node: path.join(root, 'node_modules/node/bin/node'), npm: 'npm' },
  },
  node: {
    tags: ['node:24-bookworm'],
    from: 'node:24-bookworm-slim',
    dockerfile: `${install('gcc', 'g++', 'make', 'python3', 'git', 'curl', 'wget')}`,
  },
  'python-slim': {
    tags: ['python:3.11-slim-bookworm', 'python:3.14-slim-trixie'],
    dockerfile:
      install('python3', 'python3-venv', 'python3-pip', 'libpython3-dev', 'ca-certificates', 'netbase') +
      `${trust}ENV PIP_CERT=${bundle} SSL_CERT_FILE=${bundle}\n` +
      'RUN rm /usr/lib/python3*/EXTERNALLY-MANAGED && ln -s /usr/bin/python3 /usr/local/bin/python3 && ln -s /usr/bin/python3 /usr/local/bin/python && ln -s /usr/bin/pip3 /usr/local/bin/pip\n',
  },
  uv: {
    tags: ['ghcr.io/astral-sh/uv:0.13'],
    from: 'python:3.11-slim-bookworm',
    dockerfile: "RUN pip install 'uv==0.13.*' && cp /usr/local/bin/uv /uv\n",
  },
  'temurin-jre': {
    tags: ['eclipse-temurin:17-jre', 'eclipse-temurin:25-jre-noble'],
    dockerfile: install('openjdk-17-jre-headless', 'ca-certificates', 'curl') + trust,
  },
  maven: {
    tags: ['maven:3.8-eclipse-temurin-17', 'maven:3.9-eclipse-temurin-25-noble'],
    from: 'eclipse-temurin:17-jre',
    dockerfile: install('openjdk-17-jdk-headless', 'maven'),
  },
  php: {
    tags: ['php:8.2-cli-bookworm'],
    dockerfile:
      install('php-cli', 'composer', 'unzip', 'ca-certificates') +
      'ENV PHP_INI_DIR=/usr/local/etc/php PHP_INI_SCAN_DIR=:/usr/local/etc/php/conf.d\n' +
      `COPY docker-php-ext-install /usr/local/bin/\n` +
      'RUN mkdir -p /usr/local/etc/php/conf.d /usr/local/lib/php/extensions /var/www/html /opt/composer && ' +
      'chmod +x /usr/local/bin/docker-php-ext-install && mv /usr/bin/composer /opt/composer/ && ln -s /usr/bin/php /usr/local/bin/php\n' +
      'WORKDIR /var/www/html\n',
    texts: { 'docker-php-ext-install': phpExtension },
  },
  // Composer's classes are in the image of PHP already; what the official image has in one file starts them.
  composer: {
    tags: ['composer:2', 'composer:2.10'],
    from: 'php:8.2-cli-bookworm',
    dockerfile: 'ENV COMPOSER_HOME=/tmp\nRUN cp /opt/composer/composer /usr/bin/composer\n',
  },
  'ruby-slim': {
    tags: ['ruby:3.1-slim-bookworm', 'ruby:4.0-slim-trixie'],
    dockerfile:
      install('ruby', 'ruby-dev', 'bundler', 'ca-certificates') +
      'ENV LANG=C.UTF-8 GEM_HOME=/usr/local/bundle BUNDLE_SILENCE_ROOT_WARNING=1 BUNDLE_APP_CONFIG=/usr/local/bundle\n' +
      'ENV PATH=/usr/local/bundle/bin:$PATH\nRUN mkdir /usr/local/bundle && chmod 1777 /usr/local/bundle\n',
  },
  elixir: {
    tags: ['hexpm/elixir:1.14.0-erlang-25.2.3-debian-bookworm-20250101-slim', 'elixir:1.20-otp-28-slim'],
    dockerfile:
      `${install('elixir', 'erlang-dev', 'erlang-tools', 'rebar3')}ENV LANG=C.UTF-8\nRUN mix local.rebar --force rebar3 /usr/bin/rebar3\n` +
      'COPY hex.exs /tmp/hex/mix.exs\nCOPY hex.ex /tmp/hex/lib/hex.ex\n' +
      'RUN cd /tmp/hex && MIX_ENV=prod mix archive.build && mix archive.install --force hex-2.1.1.ez && rm -r /tmp/hex\n',
    texts: { 'hex.exs': hexProject, 'hex.ex': hexModule },
  },
  debian: { tags: ['debian:bookworm', 'debian:trixie-slim'], dockerfile: '' },
  // These images have neither shell nor packages; that programs need none is seen where they run as "scratch".
  distroless: {
    tags: ['gcr.io/distroless/static-debian13:nonroot', 'gcr.io/distroless/cc-debian13:nonroot'],
    dockerfile: 'RUN useradd --uid 65532 --create-home nonroot\nUSER 65532\n',
  },
  nginx: {
    tags: ['nginxinc/nginx-unprivileged:1.30-alpine'],
    dockerfile:
      install('nginx-light', 'busybox-static') +
      'RUN ln -s /bin/busybox /usr/local/bin/wget && groupadd --gid 101 --force web && rm -rf /usr/share/nginx/html/*\n' +
      'COPY nginx.conf /etc/nginx/nginx.conf\nUSER 101\nCMD ["nginx", "-g", "daemon off;"]\n',
    texts: { 'nginx.conf': nginxSettings },
  },
  // The gem that the sample asks for, in an index of gems in the image: the index of all gems is not in reach everywhere.
  ruby: {
    tags: ['ruby:4.0-trixie'],
    from: 'ruby:3.1-slim-bookworm',
    dockerfile:
      install('gcc', 'make', 'libc6-dev') +
      'COPY greeting.gemspec /tmp/gem/greeting.gemspec\nCOPY greeting.c extconf.rb /tmp/gem/ext/greeting/\n' +
      'RUN mkdir -p /srv/gems/gems && cd /tmp/gem && gem build --output=/srv/gems/gems/greeting-1.0.0.gem greeting.gemspec && gem generate_index --directory=/srv/gems\n',
    texts: gem,
  },
  'php-apache': {
    tags: ['php:8.5-apache-trixie'],
    dockerfile:
      install('apache2', 'libapache2-mod-php', 'php-cli') +
      'ENV PHP_INI_DIR=/usr/local/etc/php APACHE_CONFDIR=/etc/apache2 APACHE_ENVVARS=/etc/apache2/envvars\n' +
      'COPY apache2-foreground /usr/local/bin/\n' +
      'RUN chmod +x /usr/local/bin/apache2-foreground && mkdir -p "$PHP_INI_DIR" && rm /var/www/html/index.html && ' +
      'cp /usr/lib/php/8.2/php.ini-production "$PHP_INI_DIR/php.ini-production" && ' +
      'for folder in /var/lock/apache2 /var/run/apache2 /var/log/apache2; do mkdir -p $folder && chmod 1777 $folder; done && ' +
      'chmod 666 /var/log/apache2/*\n' +
      'WORKDIR /var/www/html\nCMD ["apache2-foreground"]\n',
    texts: { 'apache2-foreground': apacheStart },
  },
  // What is run on it here was made of Debian's packages, and needs its C library.
  ubuntu: { tags: ['ubuntu:noble'], dockerfile: '' },
};
export type ImageName = keyof typeof standIns;

/** Makes the stand-ins that are asked for, and those they are built upon. */
export class Images {
  private readonly buildah: Buildah;
  private readonly folder: string;
  private readonly made = new Set<string>();

  constructor(buildah: Buildah, folder: string) {
    this.buildah = buildah;
    this.folder = folder;
  }

  make(name: ImageName): void {
    const standIn = standIns[name];
    if (!standIn || this.made.has(name)) return;
    this.made.add(name);
    this.makeDebian();
    const base = Object.keys(standIns).find((other) => standIns[other]?.tags.some((tag) => tag === standIn.from));
    if (base !== undefined) this.make(base);
    const context = path.join(this.folder, 'context', name);
    mkdirSync(path.join(context, 'certificates'), { recursive: true });
    if (existsSync(ownCertificates)) cpSync(ownCertificates, path.join(context, 'certificates'), { recursive: true });
    for (const [file, source] of Object.entries(standIn.files ?? {})) {
      cpSync(source === 'npm' ? fetchNpm(context) : source, path.join(context, file), { recursive: true });
    }
    for (const [file, text] of Object.entries(standIn.texts ?? {})) writeFileSync(path.join(context, file), text);
    const from = standIn.from === undefined ? debian : `docker.io/library/${standIn.from}`;
    for (const tag of standIn.tags) {
      this.buildah.build(
        /^[^/]+\.[^/]+\//.test(tag) ? tag : `docker.io/${tag.includes('/') ? '' : 'library/'}${tag}`,
        context,
        `FROM ${from}\n${standIn.dockerfile}`,
      );
    }
  }

  /** Makes Debian itself, with the package sources of this machine. */
  makeDebian(): void {
    if (this.made.has('debian:bookworm-slim')) return;
    this.made.add('debian:bookworm-slim');
    const folder = path.join(this.folder, 'debian');
    const sources = '/etc/apt/sources.list.d/debian.sources';
    const uri = /^URIs:\s*(\S+)/m.exec(readFileSync(sources, 'utf8'))?.[1] ?? 'http://deb.debian.org/debian';
    run('debootstrap', '--variant=minbase', '--no-check-gpg', 'bookworm', folder, uri);
    cpSync(sources, path.join(folder, sources));
    rmSync(path.join(folder, 'etc/apt/sources.list'), { force: true });
    rmSync(path.join(folder, 'var/cache/apt/archives'), { recursive: true, force: true });
    // The keyring that the sources name is at another place in an older Debian.
    const keyring = 'usr/share/keyrings/debian-archive-keyring.gpg';
    if (!existsSync(path.join(folder, keyring))) throw new Error(`${keyring} is missing in the new system`);
    this.buildah.importFolder(folder, debian);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The npm that belongs to Node.js, from its own package. */
function fetchNpm(folder: string): string {
  const packed = run('npm', 'pack', '--silent', '--pack-destination', folder, 'npm@11');
  run('tar', '-xzf', path.join(folder, packed.trim()), '-C', folder);
  return path.join(folder, 'package');
}

function run(program: string, ...words: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(program, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${words[0]} failed:\n${`${stdout}${stderr}`.slice(-2000)}`);
  return stdout;
}
