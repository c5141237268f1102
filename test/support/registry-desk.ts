import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { RegistryClient } from '../../server/src/node/registry/registry-client.ts';
import { type LoopbackServer, serve } from './registry-server.ts';

export const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The home of somebody who asks registries, made before each test and taken away afterwards, and servers to ask. */
export class RegistryDesk {
  home = '';
  private readonly servers: LoopbackServer[] = [];

  constructor() {
    beforeEach(() => {
      this.home = mkdtempSync(path.join(tmpdir(), 'seaworthy-registry-'));
    });
    afterEach(async () => {
      await Promise.all(this.servers.splice(0).map(({ close }) => close()));
      rmSync(this.home, { recursive: true, force: true });
    });
  }

  async start(answer: RequestListener): Promise<LoopbackServer> {
    const server = await serve(answer);
    this.servers.push(server);
    return server;
  }

  /** A client as it is for who lives here; `patience` is in milliseconds. */
  client(environment: NodeJS.ProcessEnv = {}, patience = 5000): RegistryClient {
    return new RegistryClient({ environment: { HOME: this.home, ...environment }, patience });
  }

  /** Writes what `docker login` would. */
  dockerConfig(config: unknown): void {
    this.write('.docker/config.json', JSON.stringify(config));
  }

  write(name: string, content: string): string {
    const file = path.join(this.home, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** Writes a program: a script of the shell. */
  program(name: string, script: string): void {
    chmodSync(this.write(name, `#!/bin/sh\n${script}\n`), 0o755);
  }
}
