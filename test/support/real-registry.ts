import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';

/** Whether Debian's `docker-registry` and `skopeo` are here; tests that need them are left out elsewhere. */
export const hasRealRegistry = ['docker-registry', 'skopeo'].every(
  (program) => spawnSync(program, ['--version']).status === 0,
);

/** The digests of the images that a layout holds. */
export interface Images {
  /** Of an index of two platforms, `many` in the layout. */
  readonly many: string;
  /** Of the image for one of these, `one` in the layout. */
  readonly one: string;
}

/** Writes an OCI image layout with an image for two platforms, and one of these alone. `mark` makes them different. */
export function writeLayout(folder: string, mark: string): Images {
  const types = 'application/vnd.oci.image';
  mkdirSync(path.join(folder, 'blobs/sha256'), { recursive: true });
  const blob = (content: object) => {
    const text = JSON.stringify(content);
    const hash = createHash('sha256').update(text).digest('hex');
    writeFileSync(path.join(folder, 'blobs/sha256', hash), text);
    return { digest: `sha256:${hash}`, size: Buffer.byteLength(text) };
  };
  const manifests = ['amd64', 'arm64'].map((architecture) => {
    const platform = { architecture, os: 'linux' };
    const config = blob({ ...platform, rootfs: { type: 'layers', diff_ids: [] }, config: { Labels: { mark } } });
    const mediaType = `${types}.manifest.v1+json`;
    const written = { mediaType: `${types}.config.v1+json`, ...config };
    return { mediaType, ...blob({ schemaVersion: 2, mediaType, config: written, layers: [] }), platform };
  });
  const [one = { digest: '' }] = manifests;
  const index = { mediaType: `${types}.index.v1+json` };
  const many = { ...index, ...blob({ schemaVersion: 2, ...index, manifests }) };
  const named = (image: object, name: string) => ({
    ...image,
    annotations: { 'org.opencontainers.image.ref.name': name },
  });
  writeFileSync(path.join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(
    path.join(folder, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [named(many, 'many'), named(one, 'one')] }),
  );
  return { many: many.digest, one: one.digest };
}

/** How a registry is set up, beside where it keeps what it has. Sections of its configuration, as JSON. */
interface Setup {
  readonly auth?: object;
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** Debian's registry, on this machine, for one test. */
export class RealRegistry {
  readonly host: string;
  private readonly process: ChildProcess;

  private constructor(host: string, process: ChildProcess) {
    this.host = host;
    this.process = process;
  }

  /** Starts one that keeps what it has in a folder; several may share it. */
  static async start(folder: string, { auth, tls }: Setup = {}): Promise<RealRegistry> {
    mkdirSync(folder, { recursive: true });
    const host = `127.0.0.1:${await freePort()}`;
    const config = path.join(folder, `${host.replace(':', '-')}.yml`);
    const storage = { filesystem: { rootdirectory: path.join(folder, 'store') } };
    const http = { addr: host, ...(tls && { tls }) };
    // JSON is YAML, and quoted keys are keys like others.
    writeFileSync(
      config,
      JSON.stringify({ version: '0.1', log: { level: 'error' }, storage, http, ...(auth && { auth }) }),
    );
    const registry = new RealRegistry(host, spawn('docker-registry', ['serve', config], { stdio: 'ignore' }));
    await registry.answers(tls !== undefined);
    return registry;
  }

  /** Puts an image of a layout into it, under a name and tag; `all` for all of its platforms. */
  push(layout: string, image: string, name: string, isForAll = true): void {
    const all = isForAll ? ['--all'] : [];
    const to = `docker://${this.host}/${name}`;
    execFileSync('skopeo', ['copy', '--quiet', ...all, '--dest-tls-verify=false', `oci:${layout}:${image}`, to]);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await gone;
  }

  /** Waits until it listens. */
  private async answers(isEncrypted: boolean): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      const answer = await fetch(`http://${this.host}/v2/`).catch(() => undefined);
      // Over TLS it says no more than that this is not how it wants to be asked.
      if (answer && (isEncrypted || [200, 401].includes(answer.status))) return;
      if (this.process.exitCode !== null) throw new Error('the registry did not start');
      await after(100);
    }
    throw new Error('the registry does not answer');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
