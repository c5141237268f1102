/**
 * `npm run screenshots`: takes the pictures and the recording of the README and of the pages in docs/ in a browser-hosted VS Code, from a
 * copy of `examples/`; `npm run screenshots -- pairs cache` takes those of the groups that are named. Look at them before they are committed.
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { findChromium, launchChromium } from './editor/browser.ts';
import { codeServerVersions, installVSCode } from './editor/install.ts';
import { makeRepository } from './editor/repository.ts';
import { startVSCode } from './editor/server.ts';
import { packExtension } from './editor/vsix.ts';
import { Window } from './editor/window.ts';
import { takeRecording } from './recorded.ts';

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

/** The pictures by what they are of, in the order in which they are taken. */
const groups: Readonly<Record<string, (window: Window) => Promise<void>>> = {
  dockerfiles: takeDockerfiles,
  manifests: takeManifests,
  writing: takeWriting,
  templates: takeTemplates,
  pairs: takePairs,
  cache: takeCache,
  split: takeSplit,
};
const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in groups) && name !== 'recording');
const isWanted = (name: string) => named.length === 0 || named.includes(name);
if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}`);

const chromium = findChromium();
if (!chromium) throw new Error('the pictures need Chromium (apt-get install chromium)');
const installed = await installVSCode(codeServerVersions.tested, console.log);
const temporary = await mkdtemp(path.join(os.tmpdir(), 'seaworthy-'));
const profile = path.join(temporary, 'profile');
await mkdir(profile);
const server = await startVSCode({ installed, profile, settings, vsix: await packExtension() });
const browser = await launchChromium(chromium);
try {
  const wanted = Object.entries(groups).filter(([name]) => isWanted(name));
  if (wanted.length > 0)
    await inShop('shop', 2, async (window) => {
      for (const [, takeGroup] of wanted) await takeGroup(window);
    });
  if (isWanted('recording'))
    await inShop('recorded', 1, (window) => takeRecording(window, path.join(images, 'recording.gif')));
} finally {
  await browser.close();
  await server.stop();
  await rm(temporary, { recursive: true, force: true });
}

/** Opens a fresh copy of the shop in a window, of which a picture has so many pixels for one. */
async function inShop(name: string, scale: number, look: (window: Window) => Promise<void>): Promise<void> {
  const folder = path.join(temporary, name);
  await cp(path.join(repository, 'examples'), folder, { recursive: true });
  await makeRepository(folder);
  const window = await Window.open(browser, server, { folder, size: { width: 1000, height: 600 }, scale });
  await window.page.keyboard.press('Control+b');
  await look(window);
  await window.close();
}

/** What is found in a Dockerfile, and a conversion into stages. */
async function takeDockerfiles(window: Window): Promise<void> {
  const { page, editor } = window;
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
}

/** What is found in manifests, a migration and hardening. */
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

/** What is offered in an empty file. */
async function takeTemplates(window: Window): Promise<void> {
  const { page, editor } = window;
  await window.openFile('k8s/base/api.yaml');
  await editor.locator('.codelens-decoration').first().waitFor();
  await writeFile(path.join(temporary, 'shop', 'k8s/base/search.yaml'), '');
  await window.openFile('k8s/base/search.yaml');
  await page.locator('.monaco-editor.focused').waitFor();
  await page.keyboard.type('k8s-s');
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-widget.visible', { hasText: 'k8s-sidecar' }).waitFor();
  await take(page, 'templates', 300);
  await page.keyboard.press('Escape');
  for (let letter = 0; letter < 'k8s-s'.length; letter++) await page.keyboard.press('Backspace');
  await page.keyboard.press('Control+s');
}

/** A container and the image that it runs: what is said of both, and what is started. */
async function takePairs(window: Window): Promise<void> {
  const { page, editor } = window;
  await window.openFile('storefront/deployment.yaml', 18, 30);
  await editor.locator('.codelens-decoration', { hasText: 'Pod Security' }).waitFor();
  await editor.locator('.squiggly-warning').first().waitFor();
  await editor.locator('.view-line', { hasText: 'containerPort' }).getByText('80').hover();
  await page.locator('.monaco-hover', { hasText: 'exposes 3000' }).waitFor();
  await take(page, 'pair');
  await page.mouse.move(900, 10);

  await editor.locator('.view-line', { hasText: 'image:' }).getByText('shop-storefront').hover();
  await page.locator('.monaco-hover', { hasText: 'Built by' }).waitFor();
  await take(page, 'built-by');
  await page.mouse.move(900, 10);

  await window.openFile('edge/Dockerfile', 8, 1);
  await editor.locator('.view-line', { hasText: 'CMD' }).getByText('CMD').hover();
  await page.locator('.monaco-hover', { hasText: 'What the container runs' }).waitFor();
  await take(page, 'processes', 480);
  await page.mouse.move(900, 10);
}

/** How often instructions are carried out again: above them, and in a panel. */
async function takeCache(window: Window): Promise<void> {
  const { page, editor } = window;
  await window.openFile('storefront/Dockerfile', 8, 1);
  const lens = editor.locator('.codelens-decoration a', { hasText: 'of the last' });
  await lens.first().waitFor();
  await take(page, 'build-cache-lens', 310);
  await lens.first().click();
  await page.locator('.tab.active', { hasText: 'Build Cache' }).waitFor();
  const drawn = page.frameLocator('iframe.webview').frameLocator('iframe').locator('table');
  await drawn.waitFor();
  await take(page, 'build-cache', 380);
  await window.command('View: Close Editor');
}

/** A second process that becomes a container of its own, and what would be changed for it: the last, as its preview stays. */
async function takeSplit(window: Window): Promise<void> {
  const { page, editor } = window;
  await window.openFile('storefront/Dockerfile', 10, 1);
  await editor.locator('.codelens-decoration', { hasText: 'Deployment' }).waitFor();
  await editor.locator('.squiggly-warning').first().waitFor();
  await page.keyboard.press('Control+.');
  const split = page.locator('.action-widget .monaco-list-row', { hasText: 'Split' });
  await split.waitFor();
  await split.click();
  const preview = page.locator('.bulk-edit-panel');
  await preview.waitFor();
  await page.setViewportSize({ width: 1000, height: 800 });
  await preview.locator('.monaco-list-row', { hasText: 'skaffold.yaml' }).click();
  for (const key of ['ArrowDown', 'ArrowDown', '']) {
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Space');
    if (key) await page.keyboard.press(key);
  }
  await preview.locator('.monaco-list-row', { hasText: 'Dockerfile' }).click();
  await page.locator('.monaco-diff-editor').first().waitFor();
  await page.mouse.move(600, 740);
  await take(page, 'split-preview');
}

/** Takes a picture of the window, or of as many of its pixels from above as there is something to see in. */
async function take(page: Page, name: string, height?: number): Promise<void> {
  // What fades in is there when it no longer moves.
  await page.waitForTimeout(700);
  const file = path.join(images, `${name}.png`);
  const { width = 0 } = page.viewportSize() ?? {};
  await page.screenshot({ path: file, ...(height !== undefined && { clip: { x: 0, y: 0, width, height } }) });
  console.log(path.relative(repository, file));
}
