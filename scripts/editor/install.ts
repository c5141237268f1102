import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The VS Code that runs in a browser, as code-server packages it for npm: 4.139.1 is VS Code 1.139.1. Tests run in the
 * tested one, and in the oldest one that package.json promises to work in when that is asked for.
 */
export const codeServerVersions = { tested: '4.139.1', oldest: '4.100.3' } as const;

/** What tests and start install and leave behind between runs; git does not see it. */
export const cacheFolder = path.resolve(import.meta.dirname, '../../.vscode-test');

/** Installs a browser-hosted VS Code unless it is there. Returns the folder of its server. */
export async function installVSCode(version: string, say: (line: string) => void): Promise<string> {
  const folder = path.join(cacheFolder, `code-server-${version}`);
  const server = path.join(folder, 'node_modules/code-server/lib/vscode');
  const done = path.join(folder, 'installed');
  if (existsSync(done)) return server;
  say(`Installing a browser-hosted VS Code (code-server ${version}, about 600 MB) into ${path.relative('.', folder)}`);
  // What is there was not finished: it may have been interrupted anywhere.
  await rm(folder, { recursive: true, force: true });
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  await writeFile(path.join(fresh, 'package.json'), '{ "private": true }\n');
  // Without its install scripts nothing has to be compiled; what they would build, such as the terminal, is not used.
  const npm = (cwd: string, ...more: string[]) =>
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...more], cwd);
  await npm(fresh, '--save-exact', `code-server@${version}`);
  const inside = path.join(fresh, 'node_modules/code-server/lib/vscode');
  await npm(inside, '--omit=dev');
  await npm(path.join(inside, 'extensions'), '--omit=dev');
  await writeFile(path.join(fresh, 'installed'), '');
  await rename(fresh, folder);
  return server;
}

/** Runs a command to its end. Throws what it said when it fails, and keeps it to itself otherwise. */
export async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed with ${code}:\n${said}`);
}
