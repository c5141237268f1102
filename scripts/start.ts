/**
 * `npm start [-- [--no-open] [DIR]]`: builds Seaworthy, lints a folder on the terminal and opens it in VS Code with the
 * extension loaded. The desktop VS Code is taken when `code` is there; otherwise one that runs in a browser.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { codeServerVersions, installVSCode } from './editor/install.ts';
import { findProgram } from './editor/programs.ts';
import { startVSCode } from './editor/server.ts';
import { packExtension } from './editor/vsix.ts';

const repository = path.resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  options: { open: { type: 'boolean', default: true } },
  allowNegative: true,
  allowPositionals: true,
});
// npm changes into the package's folder first, and says where it was called.
const folder = path.resolve(process.env.INIT_CWD ?? '.', positionals[0] ?? path.join(repository, 'examples'));
if (!existsSync(folder)) fail(`there is no folder ${folder}`);

if ((await follow(process.execPath, ['scripts/build.ts'])) !== 0) fail('the build failed');
console.log(`\n$ seaworthy lint ${path.relative(repository, folder)}\n`);
await follow(process.execPath, ['dist/cli.js', 'lint', path.relative(repository, folder)]);

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
const code = values.open && hasDisplay ? findProgram('code') : undefined;
if (code) await openOnDesktop(code);
else await openInBrowser();

async function openOnDesktop(program: string): Promise<void> {
  console.log('Opening it in VS Code. Close the window or press Ctrl-C to end.');
  const args = ['--new-window', '--wait', `--extensionDevelopmentPath=${repository}`, folder];
  // It refuses to run for root otherwise.
  const forRoot = process.getuid?.() === 0 ? ['--no-sandbox', '--user-data-dir', await temporaryFolder()] : [];
  const status = await follow(program, [...args, ...forRoot]);
  if (status !== 0) fail(`${program} ended with ${status}`);
}

async function openInBrowser(): Promise<void> {
  const installed = await installVSCode(codeServerVersions.tested, console.log);
  console.log('Packing the extension');
  const vsix = await packExtension();
  const profile = await temporaryFolder();
  const server = await startVSCode({ installed, profile, vsix });
  const address = server.address({ folder });
  console.log(`\nVS Code runs here, for you alone:\n\n  ${address}\n\nPress Ctrl-C to end it.`);
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const program = values.open && hasDisplay ? findProgram(opener) : undefined;
  if (program) spawn(program, [address], { stdio: 'ignore', detached: true }).unref();
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
  await server.stop();
  await rm(profile, { recursive: true, force: true });
}

function temporaryFolder(): Promise<string> {
  return mkdtemp(path.join(os.tmpdir(), 'seaworthy-'));
}

/** Runs a program in the foreground. */
function follow(program: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(program, args, { cwd: repository, stdio: 'inherit' });
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
}

function fail(message: string): never {
  console.error(`seaworthy: ${message}`);
  process.exit(2);
}
