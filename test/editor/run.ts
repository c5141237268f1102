/**
 * Runs the suite in a real VS Code: `node test/editor/run.ts [node] [worker] [installed] [german] [beside] [desktop]`, all of them when
 * none is named. `SEAWORTHY_VSCODE=oldest` takes the oldest version that package.json promises to work in.
 */
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from '../../scripts/editor/browser.ts';
import { codeServerVersions, installVSCode } from '../../scripts/editor/install.ts';
import { tryBesideOthers } from './beside-others.ts';
import { runInBrowser } from './in-browser.ts';
import { tryGerman } from './in-german.ts';
import { tryInstalled } from './installed.ts';
import { findDesktop, runOnDesktop } from './on-desktop.ts';

const { CI, SEAWORTHY_REQUIRE_EDITOR, SEAWORTHY_VSCODE } = process.env;
const inBrowser: Readonly<Record<string, (installed: string, browser: Browser) => Promise<void>>> = {
  node: (installed, browser) => runInBrowser('node', installed, browser),
  worker: (installed, browser) => runInBrowser('worker', installed, browser),
  installed: tryInstalled,
  german: tryGerman,
  beside: tryBesideOthers,
};

const named = process.argv.slice(2);
const wanted = (name: string) => named.length === 0 || named.includes(name);
const unknown = named.filter((name) => name !== 'desktop' && !(name in inBrowser));
if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}`);

let failed = false;
const chromium = findChromium();
if (chromium) await runAllInBrowser(chromium);
else skip('the editor tests need Chromium (apt-get install chromium, or CHROMIUM=/path/to/it)');

const desktop = findDesktop();
if (desktop && wanted('desktop')) await attempt('desktop', async () => runOnDesktop(await desktop()));
process.exit(failed ? 1 : 0);

async function runAllInBrowser(executable: string): Promise<void> {
  const isOldest = SEAWORTHY_VSCODE === 'oldest';
  const version = codeServerVersions[isOldest ? 'oldest' : 'tested'];
  const installed = await installVSCode(version, console.log);
  const browser = await launchChromium(executable);
  for (const [name, test] of Object.entries(inBrowser)) {
    // Whoever runs extensions in a web worker, such as vscode.dev, runs the newest version.
    if (isOldest && name === 'worker') console.log('VS Code (worker): not in the oldest version');
    else if (wanted(name)) await attempt(`${name}, code-server ${version}`, () => test(installed, browser));
  }
  await browser.close();
}

async function attempt(name: string, test: () => Promise<void>): Promise<void> {
  console.log(`VS Code (${name})`);
  const start = Date.now();
  try {
    await test();
    console.log(`  passed in ${((Date.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    failed = true;
    console.error(`  FAILED: ${(error as Error).stack}`);
  }
}

/** What cannot be tested here is said, and counts as a failure where somebody relies on it. */
function skip(reason: string): void {
  const required = Boolean(CI) || Boolean(SEAWORTHY_REQUIRE_EDITOR);
  console.error(`${required ? 'FAILED' : 'SKIPPED'}: ${reason}`);
  failed ||= required;
}
