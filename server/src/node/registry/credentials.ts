import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** What somebody is known by at a registry. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** Given instead of a password: it is exchanged for tokens (Docker's "identity token"). */
  readonly refreshToken: string | undefined;
}

/** How long a credential helper may take, in milliseconds: some ask a service, none may ask a person. */
const longestHelp = 15_000;
const longestAnswer = 100_000;

/**
 * The credentials that Docker or Podman keep for a registry; undefined when they keep none. Their files are read in the
 * order of containers-auth.json(5), Docker's after Podman's own; helpers are programs `docker-credential-NAME` that are
 * told the registry over standard input (github.com/docker/docker-credential-helpers).
 */
export async function credentialsFor(
  registry: string,
  environment: NodeJS.ProcessEnv,
): Promise<Credentials | undefined> {
  const names = registry === 'docker.io' ? hubNames : [registry];
  for (const file of filesIn(environment)) {
    const config = await configIn(file);
    if (!config) continue;
    const found = await credentialsIn(config, names, environment);
    if (found) return found;
  }
  return undefined;
}

/** Under which Docker keeps what it knows for Docker Hub, and under which others do. */
const hubNames = ['https://index.docker.io/v1/', 'docker.io', 'index.docker.io', 'registry-1.docker.io'];

interface AuthConfig {
  readonly auths?: Readonly<Record<string, unknown>>;
  readonly credHelpers?: Readonly<Record<string, unknown>>;
  readonly credsStore?: unknown;
}

function filesIn(environment: NodeJS.ProcessEnv): string[] {
  const { REGISTRY_AUTH_FILE, XDG_RUNTIME_DIR, DOCKER_CONFIG } = environment;
  const home = environment.HOME ?? environment.USERPROFILE;
  const configured = environment.XDG_CONFIG_HOME ?? (home && path.join(home, '.config'));
  const docker = DOCKER_CONFIG || (home && path.join(home, '.docker'));
  return [
    REGISTRY_AUTH_FILE,
    // Who sets DOCKER_CONFIG means it to count.
    DOCKER_CONFIG && path.join(DOCKER_CONFIG, 'config.json'),
    XDG_RUNTIME_DIR && path.join(XDG_RUNTIME_DIR, 'containers', 'auth.json'),
    configured && path.join(configured, 'containers', 'auth.json'),
    docker && path.join(docker, 'config.json'),
  ].filter((file) => file !== undefined && file !== '') as string[];
}

async function configIn(file: string): Promise<AuthConfig | undefined> {
  try {
    const config: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isObject(config) ? config : undefined;
  } catch {
    // None, or one that nobody can read: the registry is asked as by a stranger, and says if that will not do.
    return undefined;
  }
}

async function credentialsIn(
  config: AuthConfig,
  names: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Credentials | undefined> {
  const { auths, credHelpers, credsStore } = config;
  for (const name of names) {
    const helper = credHelpers?.[name] ?? credsStore;
    if (typeof helper === 'string') {
      const helped = await askHelper(helper, name, environment);
      if (helped) return helped;
    }
    for (const key of [name, `https://${name}`, `http://${name}`, `https://${name}/v1/`, `https://${name}/v2/`]) {
      const found = readAuth(auths?.[key]);
      if (found) return found;
    }
  }
  return undefined;
}

function readAuth(entry: unknown): Credentials | undefined {
  if (!isObject(entry)) return undefined;
  const { auth, username, password, identitytoken } = entry as Readonly<Record<string, unknown>>;
  const refreshToken = typeof identitytoken === 'string' && identitytoken !== '' ? identitytoken : undefined;
  const written = typeof auth === 'string' ? Buffer.from(auth, 'base64').toString() : '';
  const colon = written.indexOf(':');
  const plain = typeof username === 'string' && typeof password === 'string' ? { user: username, password } : undefined;
  const decoded =
    colon > 0 ? { user: written.slice(0, colon), password: written.slice(colon + 1).replace(/\0+$/, '') } : plain;
  if (!decoded) return refreshToken === undefined ? undefined : { user: '<token>', password: '', refreshToken };
  return { ...decoded, refreshToken };
}

async function askHelper(
  helper: string,
  registry: string,
  environment: NodeJS.ProcessEnv,
): Promise<Credentials | undefined> {
  const program = await helperNamed(helper, environment);
  if (program === undefined) return undefined;
  return new Promise((resolve) => {
    const child = spawn(program, ['get'], {
      // Not where somebody's files are: a helper shall find nothing there that it takes for its own.
      cwd: path.dirname(program),
      env: environment,
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: longestHelp,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    let said = '';
    child.stdout.on('data', (part: Buffer) => {
      if (said.length < longestAnswer) said += part.toString();
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? readHelp(said) : undefined));
    child.stdin.on('error', () => {});
    child.stdin.end(registry);
  });
}

/**
 * The program of a helper, as an absolute path: in a folder of PATH, and in none that is written relative to the one that
 * somebody happens to work in. Its name is a plain word, which leads nowhere else.
 */
async function helperNamed(helper: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (!/^[A-Za-z0-9][\w.-]*$/.test(helper)) return undefined;
  const isWindows = process.platform === 'win32';
  const name = `docker-credential-${helper}${isWindows && !helper.endsWith('.exe') ? '.exe' : ''}`;
  const folders = (environment.PATH ?? environment.Path ?? '').split(path.delimiter);
  for (const folder of folders.filter((one) => path.isAbsolute(one))) {
    const program = path.join(folder, name);
    const found = await stat(program).catch(() => undefined);
    const isProgram = found?.isFile() && (isWindows || (found.mode & 0o111) !== 0);
    if (isProgram) return program;
  }
  return undefined;
}

function readHelp(said: string): Credentials | undefined {
  try {
    const answer: unknown = JSON.parse(said);
    if (!isObject(answer)) return undefined;
    const { Username: user, Secret: secret } = answer as Readonly<Record<string, unknown>>;
    if (typeof user !== 'string' || typeof secret !== 'string') return undefined;
    // What is told with this name is no password.
    return { user, password: secret, refreshToken: user === '<token>' ? secret : undefined };
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
