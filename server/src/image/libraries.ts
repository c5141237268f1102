import type { Foundation } from './foundations.ts';

/**
 * Debian packages with headers, and the packages of the shared libraries that programs built with them need to run:
 * one list for all suites, or one for each of bullseye, bookworm and trixie. From the `Depends` of the header packages
 * in Debian's archive, November 2026; only those whose libraries are plain from it.
 */
const debian: Readonly<Record<string, readonly string[] | readonly [string[], string[], string[]]>> = {
  'default-libmysqlclient-dev': ['libmariadb3'],
  'libbz2-dev': ['libbz2-1.0'],
  'libc6-dev': [],
  'libcurl4-openssl-dev': [['libcurl4'], ['libcurl4'], ['libcurl4t64']],
  'libev-dev': [['libev4'], ['libev4'], ['libev4t64']],
  'libffi-dev': [['libffi7'], ['libffi8'], ['libffi8']],
  'libfreetype-dev': ['libfreetype6'],
  'libfreetype6-dev': ['libfreetype6'],
  'libgmp-dev': ['libgmp10', 'libgmpxx4ldbl'],
  'libicu-dev': [['libicu67'], ['libicu72'], ['libicu76']],
  'libjansson-dev': ['libjansson4'],
  'libjpeg-dev': ['libjpeg62-turbo'],
  'libjpeg62-turbo-dev': ['libjpeg62-turbo'],
  'libldap-dev': [[], ['libldap-2.5-0'], ['libldap2']],
  'libldap2-dev': [['libldap-2.4-2'], ['libldap-2.5-0'], ['libldap2']],
  'liblzma-dev': ['liblzma5'],
  'libmariadb-dev': ['libmariadb3'],
  'libonig-dev': ['libonig5'],
  'libpng-dev': [['libpng16-16'], ['libpng16-16'], ['libpng16-16t64']],
  'libpq-dev': ['libpq5'],
  'librdkafka-dev': ['librdkafka1', 'librdkafka++1'],
  'libsasl2-dev': ['libsasl2-2'],
  'libsnappy-dev': ['libsnappy1v5'],
  'libsqlite3-dev': ['libsqlite3-0'],
  'libssl-dev': [['libssl1.1'], ['libssl3'], ['libssl3t64']],
  'libuv1-dev': [['libuv1'], ['libuv1'], ['libuv1t64']],
  'libxml2-dev': ['libxml2'],
  'libxslt1-dev': ['libxslt1.1'],
  'libwebp-dev': [
    ['libwebp6', 'libwebpmux3', 'libwebpdemux2'],
    ['libwebp7', 'libwebpmux3', 'libwebpdemux2'],
    ['libwebp7', 'libwebpmux3', 'libwebpdemux2'],
  ],
  'libxpm-dev': ['libxpm4'],
  'libyaml-dev': ['libyaml-0-2'],
  'libzip-dev': [['libzip4'], ['libzip4'], ['libzip5']],
  'libzmq3-dev': ['libzmq5'],
  'linux-libc-dev': [],
  'python3-dev': [],
  'zlib1g-dev': ['zlib1g'],
};
const debianOrder = ['bullseye', 'bookworm', 'trixie'];

/** The same for Alpine, whose names are the same in all releases; only those that are sure (pkgs.alpinelinux.org). */
const alpine: Readonly<Record<string, readonly string[]>> = {
  'bzip2-dev': ['libbz2'],
  'freetype-dev': ['freetype'],
  'gmp-dev': ['gmp'],
  'icu-dev': ['icu-libs'],
  'libc-dev': [],
  'libffi-dev': ['libffi'],
  'libjpeg-turbo-dev': ['libjpeg-turbo'],
  'libpng-dev': ['libpng'],
  'libpq-dev': ['libpq'],
  'libxml2-dev': ['libxml2'],
  'libwebp-dev': ['libwebp'],
  'libxslt-dev': ['libxslt'],
  'libzip-dev': ['libzip'],
  'linux-headers': [],
  'mariadb-connector-c-dev': ['mariadb-connector-c'],
  'musl-dev': [],
  'oniguruma-dev': ['oniguruma'],
  'postgresql-dev': ['libpq'],
  'python3-dev': [],
  'sqlite-dev': ['sqlite-libs'],
  'yaml-dev': ['yaml'],
  'zlib-dev': ['zlib'],
};

/**
 * The packages of shared libraries that belong to a package of headers; empty when there are none, undefined when it
 * is not known. Where the release is not sure, only names that are the same in all of them are.
 */
export function runtimeLibraries(headers: string, foundation: Foundation): readonly string[] | undefined {
  const { distribution, release, isExact } = foundation;
  if (distribution === 'alpine') return Object.hasOwn(alpine, headers) ? alpine[headers] : undefined;
  if (distribution !== 'debian' || !Object.hasOwn(debian, headers)) return undefined;
  const found = debian[headers] ?? [];
  if (!isBySuite(found)) return found as readonly string[];
  const names = isExact ? found[debianOrder.indexOf(release)] : undefined;
  return names?.length === 0 ? undefined : names;
}

function isBySuite(found: readonly (string | readonly string[])[]): found is readonly (readonly string[])[] {
  return typeof found[0] === 'object';
}
