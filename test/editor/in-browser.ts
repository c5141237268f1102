import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import type { Browser } from 'playwright-core';
import { cacheFolder } from '../../scripts/editor/install.ts';
import { startVSCode } from '../../scripts/editor/server.ts';
import type { Host } from './build-suite.ts';
import { stage, stageWorkspace } from './stage.ts';
import { mark } from './suite/hosts/mark.ts';

/** Longer than this nothing takes that does not hang. */
const patience = 10 * 60_000;

/** Runs the suite in a browser-hosted VS Code, in one of its extension hosts. Throws when it does not pass. */
export async function runInBrowser(host: Host, installed: string, browser: Browser): Promise<void> {
  const { extension, suite } = await stage(host);
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'seaworthy-'));
  const workspace = await stageWorkspace(path.join(temporary, 'workspace'));
  const server = await startVSCode({ installed, profile: path.join(temporary, 'profile'), forTests: true });
  const page = await browser.newPage();
  const log: string[] = [];
  try {
    const remote = (file: string) => `vscode-remote://127.0.0.1:${server.port}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(extension)],
      ['extensionTestsPath', remote(suite)],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ];
    // VS Code calls these two by name: with all that its consoles say, and when the suite has ended.
    await page.exposeFunction('codeAutomationLog', (_: string, args: unknown[]) => log.push(print(format(...args))));
    const ended = new Promise<number>((resolve, reject) => {
      page.exposeFunction('codeAutomationExit', resolve).catch(reject);
      page.once('crash', () => reject(new Error('the page crashed')));
      setTimeout(() => reject(new Error('the suite did not end in time')), patience).unref();
    });
    await page.goto(server.address({ workspace, payload: JSON.stringify(payload) }));
    if ((await ended) !== 0) throw new Error(`the suite failed in the ${host} extension host`);
  } finally {
    await writeFile(path.join(cacheFolder, `${host}.log`), log.join('\n'));
    await page.close();
    await server.stop();
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Prints what comes from the suite; the rest is VS Code talking to itself, and goes into a file. */
function print(line: string): string {
  const at = line.indexOf(mark);
  if (at !== -1) console.log(`  ${line.slice(at + mark.length)}`);
  return line;
}
