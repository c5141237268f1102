import { canonicalName, type ImageReference, officialName } from './reference.ts';

/** A folder that the program of an image writes to as it starts. */
export interface WrittenPath {
  /** Without symbolic links: `/run`, not `/var/run`. */
  readonly path: string;
  /** The file or folder of its configuration that may name another one. */
  readonly toldBy: string;
}

/** Its compiled-in paths and those of its nginx.conf: for the pid, and for bodies that are too large for memory. */
const nginx: readonly WrittenPath[] = [
  { path: '/run', toldBy: '/etc/nginx/nginx.conf' },
  { path: '/var/cache/nginx', toldBy: '/etc/nginx' },
];

/**
 * Where the programs of official images do not start on a read-only file system, as their Dockerfiles and the configuration
 * in them have it: pid files, sockets and temporary files (github.com/docker-library, nginx and MariaDB, August 2026).
 */
const paths: Readonly<Record<string, readonly WrittenPath[]>> = {
  httpd: [{ path: '/usr/local/apache2/logs', toldBy: '/usr/local/apache2/conf' }],
  mariadb: [
    { path: '/run/mysqld', toldBy: '/etc/mysql' },
    { path: '/tmp', toldBy: '/etc/mysql' },
  ],
  mysql: [
    { path: '/run/mysqld', toldBy: '/etc' },
    { path: '/tmp', toldBy: '/etc' },
  ],
  nginx,
  postgres: [{ path: '/run/postgresql', toldBy: '/usr/share/postgresql' }],
};

/** The folders that the program of an image is known to write to as it starts; empty where nothing is known. */
export function knownWrittenPaths(image: ImageReference): readonly WrittenPath[] {
  // The same server, which keeps everything in one folder so that it need not be root.
  if (/^(?:docker\.io|ghcr\.io)\/nginxinc\/nginx-unprivileged$/.test(canonicalName(image)))
    return [{ path: '/tmp', toldBy: '/etc/nginx' }];
  const name = officialName(image);
  return name !== undefined && Object.hasOwn(paths, name) ? (paths[name] ?? []) : [];
}
