import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './install.ts';

/** How a browser-hosted VS Code is started. */
export interface ServerOptions {
  /** The folder of its server, as `installVSCode` returns it. */
  readonly installed: string;
  /** Where it keeps its settings, extensions and logs. */
  readonly profile: string;
  /** The settings of the user. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What to install before it starts. */
  readonly vsix?: string | readonly string[];
  /** Whether a page may ask it to load an extension under development, with its tests. */
  readonly forTests?: boolean;
}

/** A browser-hosted VS Code that runs. */
export interface VSCodeServer {
  readonly port: number;
  /** The address of a page; the token in it lets nobody in but those who were told. */
  address(parameters: Readonly<Record<string, string>>): string;
  stop(): Promise<void>;
}

/** Nothing that would disturb a test or a picture: no welcome, no look for updates, no telemetry. */
const quiet = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.showReleaseNotes': false,
  'workbench.startupEditor': 'none',
};

/** Starts a browser-hosted VS Code and waits until it listens. It ends with this process at the latest. */
export async function startVSCode({
  installed,
  profile,
  settings,
  vsix,
  forTests,
}: ServerOptions): Promise<VSCodeServer> {
  const user = path.join(profile, 'data/User');
  await mkdir(user, { recursive: true });
  await writeFile(path.join(user, 'settings.json'), JSON.stringify({ ...quiet, ...settings }));
  const main = path.join(installed, 'out/server-main.js');
  const common = [main, '--server-data-dir', profile, '--accept-server-license-terms', '--telemetry-level', 'off'];
  for (const one of [vsix ?? []].flat())
    await run(process.execPath, [...common, '--install-extension', one, '--force'], profile);
  const token = randomUUID();
  const args = ['--host', '127.0.0.1', '--port', '0', '--connection-token', token, '--disable-workspace-trust'];
  const child = spawn(process.execPath, [...common, ...args, ...(forTests ? ['--enable-smoke-test-driver'] : [])], {
    cwd: profile,
    // It starts processes of its own; a group can be ended as a whole.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Without a gallery it asks no registry for extensions.
    env: { ...process.env, EXTENSIONS_GALLERY: '{}' },
  });
  const end = () => endGroup(child);
  process.once('exit', end);
  const port = await portOf(child);
  return {
    port,
    address: (parameters) => `http://127.0.0.1:${port}/?${new URLSearchParams({ ...parameters, tkn: token })}`,
    stop: async () => {
      process.off('exit', end);
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      end();
      await ended;
    },
  };
}

function endGroup({ pid, exitCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null) process.kill(-pid, 'SIGKILL');
}

async function portOf(child: ChildProcess): Promise<number> {
  let said = '';
  const listening = new Promise<number>((resolve, reject) => {
    const listen = (data: Buffer) => {
      said += data;
      const match = /Extension host agent listening on (\d+)/.exec(said);
      if (match) resolve(Number(match[1]));
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => reject(new Error(`VS Code ended with ${code} instead of listening:\n${said}`)));
    setTimeout(() => reject(new Error(`VS Code did not listen within a minute:\n${said}`)), 60_000).unref();
  });
  const port = await listening;
  // Its chatter is of no interest from here on, but it must go somewhere, or the pipe fills up.
  for (const stream of [child.stdout, child.stderr]) stream?.removeAllListeners('data').resume();
  return port;
}
