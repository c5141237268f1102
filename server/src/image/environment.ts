import { isWindowsImage } from './base-images.ts';
import { type ImageReference, officialName } from './reference.ts';
import { bundledUserId, isDotnet } from './users.ts';

/**
 * The variables that official images set, besides PATH: all that any of their tags have set since 2017, so that what
 * is not among them is not set (the images' Dockerfiles and their history, to August 2026).
 */
const variables: Readonly<Record<string, string>> = {
  alpine: '',
  'buildpack-deps': '',
  busybox: '',
  debian: '',
  gcc: 'GPG_KEYS GCC_MIRRORS GCC_VERSION',
  golang: 'GOLANG_VERSION GOPATH GOTOOLCHAIN GOLANG_SRC_URL GOLANG_SRC_SHA256 GOROOT_BOOTSTRAP',
  nginx:
    'NGINX_VERSION NJS_VERSION NJS_RELEASE PKG_RELEASE DYNPKG_RELEASE ACME_VERSION OTEL_VERSION ENTRYPOINT_QUIET_LOGS NGINX_GPGKEY',
  node: 'NODE_VERSION YARN_VERSION NPM_CONFIG_LOGLEVEL',
  php: 'PHPIZE_DEPS PHP_INI_DIR PHP_CFLAGS PHP_CPPFLAGS PHP_LDFLAGS GPG_KEYS PHP_VERSION PHP_URL PHP_ASC_URL PHP_SHA256 PHP_MD5 PHP_FILENAME PHP_EXTRA_BUILD_DEPS PHP_EXTRA_CONFIGURE_ARGS APACHE_CONFDIR APACHE_ENVVARS',
  postgres:
    'PG_MAJOR PG_VERSION PG_SHA256 PGDATA LANG GOSU_VERSION DOCKER_PG_LLVM_DEPS PYTHONDONTWRITEBYTECODE OSSP_UUID_VERSION',
  python:
    'LANG GPG_KEY PYTHON_VERSION PYTHON_SHA256 PYTHON_PIP_VERSION PYTHON_SETUPTOOLS_VERSION PYTHON_GET_PIP_URL PYTHON_GET_PIP_SHA256 PYTHONIOENCODING',
  redis: 'REDIS_VERSION REDIS_DOWNLOAD_URL REDIS_DOWNLOAD_SHA GOSU_VERSION',
  ruby: 'LANG RUBY_VERSION RUBY_MAJOR RUBY_DOWNLOAD_URL RUBY_DOWNLOAD_SHA256 RUBYGEMS_VERSION BUNDLER_VERSION GEM_HOME BUNDLE_PATH BUNDLE_BIN BUNDLE_SILENCE_ROOT_WARNING BUNDLE_APP_CONFIG',
  rust: 'RUSTUP_HOME CARGO_HOME RUST_VERSION',
  ubuntu: '',
};

/** What a variable is set to by an image; undefined where that is not known. */
export function valueInImage(image: ImageReference, variable: string): string | undefined {
  // github.com/dotnet/dotnet-docker, src/runtime-deps, August 2026: what `USER $APP_UID` means.
  return variable === 'APP_UID' && isDotnet(image) ? bundledUserId(image, 'app') : undefined;
}

/**
 * The variables that an image sets for what is built upon it; undefined where that is not known. Windows images are
 * not known: names of variables there may be written in any case.
 */
export function variablesOfImage(image: ImageReference): ReadonlySet<string> | undefined {
  const name = officialName(image);
  if (name === 'scratch') return new Set(['PATH']);
  if (name === undefined || !Object.hasOwn(variables, name) || isWindowsImage(image)) return undefined;
  return new Set(['PATH', ...(variables[name] ?? '').split(' ').filter((one) => one !== '')]);
}
