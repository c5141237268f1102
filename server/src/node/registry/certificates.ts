import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as tls from 'node:tls';

/** To read some hundred authorities takes a tenth of a second: that is done once for each host while somebody asks. */
const contexts = new WeakMap<NodeJS.ProcessEnv, Map<string, tls.SecureContext>>();

/**
 * What a connection to a registry is checked with and shows of itself: the authorities that Node and the system believe, those of NODE_EXTRA_CA_CERTS and
 * SSL_CERT_FILE, and what Docker's and Podman's `certs.d` folders say of the host: `*.crt` are authorities, `NAME.cert`
 * with `NAME.key` is the client's own (Docker's documentation, "Verify repository client with certificates").
 */
export function secureContextFor(host: string, environment: NodeJS.ProcessEnv): tls.SecureContext {
  const known = contexts.get(environment) ?? new Map<string, tls.SecureContext>();
  contexts.set(environment, known);
  const context = known.get(host) ?? createContext(host, environment);
  known.set(host, context);
  return context;
}

function createContext(host: string, environment: NodeJS.ProcessEnv): tls.SecureContext {
  const extra = [environment.NODE_EXTRA_CA_CERTS, environment.SSL_CERT_FILE].flatMap(textOf);
  let [cert, key]: [string | undefined, string | undefined] = [undefined, undefined];
  for (const folder of foldersFor(host, environment)) {
    const names = namesIn(folder);
    for (const name of names) {
      if (name.endsWith('.crt')) extra.push(...textOf(path.join(folder, name)));
      const keyName = name.replace(/\.cert$/, '.key');
      if (cert !== undefined || keyName === name || !names.includes(keyName)) continue;
      [cert] = textOf(path.join(folder, name));
      [key] = textOf(path.join(folder, keyName));
    }
  }
  const system = systemAuthorities();
  return tls.createSecureContext({
    ...(extra.length + system.length > 0 && { ca: [...new Set([...tls.rootCertificates, ...system, ...extra])] }),
    ...(cert !== undefined && key !== undefined && { cert, key }),
  });
}

/** What the system believes, where Node can tell: since 22.15. */
function systemAuthorities(): readonly string[] {
  try {
    return 'getCACertificates' in tls ? tls.getCACertificates('system') : [];
  } catch {
    return [];
  }
}

function foldersFor(host: string, environment: NodeJS.ProcessEnv): string[] {
  // A host comes from a file of the workspace: what could lead elsewhere names no folder.
  if (!/^[\w.[\]:-]+$/.test(host) || host.startsWith('.')) return [];
  const home = environment.HOME ?? environment.USERPROFILE;
  const configured = environment.XDG_CONFIG_HOME ?? (home === undefined ? undefined : path.join(home, '.config'));
  const roots = [
    ...(configured === undefined ? [] : [path.join(configured, 'docker'), path.join(configured, 'containers')]),
    ...(home === undefined ? [] : [path.join(home, '.docker')]),
    '/etc/docker',
    '/etc/containers',
  ];
  return roots.map((root) => path.join(root, 'certs.d', host));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function textOf(file: string | undefined): string[] {
  if (file === undefined || file === '') return [];
  try {
    return [readFileSync(file, 'utf8')];
  } catch {
    return [];
  }
}
