/**
 * `npm run screenshots`: takes the pictures of the README in a browser-hosted VS Code, from a copy of `examples/`. Look
 * at them before they are committed.
 */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { findChromium, launchChromium } from './editor/browser.ts';
import { codeServerVersions, installVSCode } from './editor/install.ts';
import { startVSCode } from './editor/server.ts';
import { packExtension } from './editor/vsix.ts';
import { Window } from './editor/window.ts';

const repository = path.resolve(import.meta.dirname, '..');
const images = path.join(repository, 'images');

/** What a person would look at: large letters, nothing that distracts. */
const settings = {
  'breadcrumbs.enabled': false,
  'editor.fontSize': 14,
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'editor.scrollBeyondLastLine': false,
  'editor.stickyScroll.enabled': false,
  'window.commandCenter': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.layoutControl.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

const chromium = findChromium();
if (!chromium) throw new Error('the pictures need Chromium (apt-get install chromium)');
const installed = await installVSCode(codeServerVersions.tested, console.log);
const temporary = await mkdtemp(path.join(os.tmpdir(), 'seaworthy-'));
const [folder, profile] = ['shop', 'profile'].map((name) => path.join(temporary, name)) as [string, string];
await cp(path.join(repository, 'examples'), folder, { recursive: true });
await mkdir(profile);
const server = await startVSCode({ installed, profile, settings, vsix: await packExtension() });
const browser = await launchChromium(chromium);
try {
  const window = await Window.open(browser, server, { folder, size: { width: 1000, height: 600 }, scale: 2 });
  await takeAll(window);
  await window.close();
} finally {
  await browser.close();
  await server.stop();
  await rm(temporary, { recursive: true, force: true });
}

async function takeAll(window: Window): Promise<void> {
  const { page, editor } = window;
  await page.keyboard.press('Control+b');

  await window.openFile('worker/Dockerfile');
  await editor.locator('.squiggly-warning').first().waitFor();
  await page.keyboard.press('Control+Shift+m');
  await page.locator('.markers-panel', { hasText: 'build-tools-in-final-stage' }).waitFor();
  await take(page, 'findings');
  await page.keyboard.press('Control+j');

  await window.openFile('worker/Dockerfile', 4, 8);
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget', { hasText: 'Convert' }).waitFor();
  await take(page, 'light-bulb');
  await page.keyboard.press('Enter');
  await editor.locator('.view-line', { hasText: 'slim' }).waitFor();
  await take(page, 'multi-stage');

  await takeManifests(window);
  await takeWriting(window);
}

async function takeManifests(window: Window): Promise<void> {
  const { page, editor } = window;
  await window.openFile('k8s/base/api.yaml');
  await editor.locator('.codelens-decoration', { hasText: 'Pod Security' }).waitFor();
  await editor.locator('.squiggly-warning').first().waitFor();
  await page.keyboard.press('Control+Shift+m');
  await page.locator('.markers-panel', { hasText: 'run-as-non-root' }).waitFor();
  await take(page, 'manifest');
  await page.keyboard.press('Control+j');

  await window.openFile('k8s/base/api.yaml', 37, 26);
  await editor.locator('.view-line', { hasText: 'privileged' }).getByText('true').hover();
  await page.locator('.monaco-hover', { hasText: 'one capability' }).waitFor();
  await take(page, 'hover');

  await window.openFile('k8s/base/ingress.yaml', 1, 14);
  await editor.locator('.squiggly-error').first().waitFor();
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget', { hasText: 'Migrate' }).waitFor();
  await take(page, 'migration');
  await page.keyboard.press('Enter');
  await editor.locator('.view-line', { hasText: 'pathType' }).waitFor();
  await take(page, 'migrated');

  await window.openFile('k8s/base/worker.yaml', 3, 8);
  await editor.locator('.codelens-decoration', { hasText: 'Pod Security' }).waitFor();
  await editor.locator('.view-line', { hasText: 'kind: Deployment' }).getByText('Deployment').hover();
  await page.locator('.monaco-hover', { hasText: 'Pod Security' }).waitFor();
  await take(page, 'level');
  await page.keyboard.press('Escape');
  await page.mouse.move(900, 10);
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget', { hasText: 'Harden' }).waitFor();
  await page.keyboard.press('Enter');
  await editor.locator('.view-line', { hasText: 'runAsNonRoot' }).waitFor();
  await take(page, 'hardened');
}

/** What helps to write: suggestions, hints, hovers, and a rename over several files. */
async function takeWriting(window: Window): Promise<void> {
  const { page, editor } = window;
  await window.openFile('k8s/base/metrics.yaml', 7, 17);
  for (let letter = 0; letter < 'workers'.length; letter++) await page.keyboard.press('Backspace');
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-widget.visible', { hasText: 'worker' }).waitFor();
  await take(page, 'names');
  await page.keyboard.press('Escape');
  await page.keyboard.type('api');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+s');

  await window.openFile('k8s/base/api.yaml', 33, 1);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('live');
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-widget.visible', { hasText: 'livenessProbe' }).waitFor();
  await take(page, 'fields');
  await page.keyboard.press('Escape');
  for (let undone = 0; undone < 3; undone++) await page.keyboard.press('Control+z');

  await window.openFile('k8s/base/api.yaml', 43, 8);
  await editor.locator('.view-line', { hasText: 'kind: Service' }).getByText('Service').hover();
  await page.locator('.monaco-hover', { hasText: 'Endpoints' }).waitFor();
  await take(page, 'endpoints');
  await page.mouse.move(900, 10);

  await window.openFile('worker/Dockerfile', 8, 6);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('COPY ');
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-widget.visible', { hasText: 'worker.py' }).waitFor();
  await take(page, 'sources');
  await page.keyboard.press('Escape');
}

async function take(page: Page, name: string): Promise<void> {
  // What fades in is there when it no longer moves.
  await page.waitForTimeout(700);
  const file = path.join(images, `${name}.png`);
  await page.screenshot({ path: file });
  console.log(path.relative(repository, file));
}
