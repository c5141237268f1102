import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { startVSCode } from '../../scripts/editor/server.ts';
import { packExtension } from '../../scripts/editor/vsix.ts';
import { Window } from '../../scripts/editor/window.ts';

/**
 * Installs the packed extension into a fresh profile and uses it as a person does: sees a finding and its rule, looks
 * at the status, presses the light bulb, saves. Throws when something of that does not work.
 */
export async function tryInstalled(installed: string, browser: Browser): Promise<void> {
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'seaworthy-'));
  const [folder, profile] = ['app', 'profile'].map((name) => path.join(temporary, name)) as [string, string];
  const file = path.join(folder, 'Dockerfile');
  await mkdir(folder);
  await mkdir(profile);
  await writeFile(file, 'FROM alpine:3.24\nMAINTAINER me\n');
  const server = await startVSCode({ installed, profile, vsix: await packExtension() });
  try {
    const window = await Window.open(browser, server, { folder, file });
    const { page, editor } = window;
    await editor.locator('.squiggly-warning').first().waitFor();
    say('a finding is underlined');

    await page.keyboard.press('Control+Shift+m');
    await page.locator('.markers-panel', { hasText: 'maintainer-is-a-label' }).waitFor();
    say('the Problems panel names its rule');

    await page.locator('#status\\.languageStatus').click();
    await page.locator('.hover-language-status', { hasText: 'Seaworthy: 1 finding' }).waitFor();
    await page.keyboard.press('Escape');
    say('the status counts it');

    await editor.locator('.view-line', { hasText: 'MAINTAINER' }).click();
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget', { hasText: 'Replace with LABEL' }).waitFor();
    await page.keyboard.press('Enter');
    await editor.locator('.view-line', { hasText: 'LABEL' }).waitFor();
    await page.keyboard.press('Control+s');
    await saved(file, 'FROM alpine:3.24\nLABEL org.opencontainers.image.authors="me"\n');
    say('the light bulb fixes it');

    await window.choose('Welcome: Open Walkthrough...', 'Get Started with Seaworthy');
    const steps = page.locator('.gettingStartedContainer .getting-started-step');
    await steps.filter({ hasText: 'Let the Light Bulb Mend It' }).click();
    const picture = page
      .locator('.gettingStartedContainer .getting-started-media img[srcset*="recording.gif"]')
      .first();
    await picture.waitFor({ state: 'attached' });
    if ((await picture.evaluate(widthOf)) === 0) throw new Error('the walkthrough shows a picture that is not there');
    say('the walkthrough shows how');
    await window.close();
  } finally {
    await server.stop();
    await rm(temporary, { recursive: true, force: true });
  }
}

async function saved(file: string, expected: string): Promise<void> {
  const end = Date.now() + 15_000;
  let text = '';
  while (Date.now() < end) {
    text = await readFile(file, 'utf8');
    if (text === expected) return;
    await setTimeout(50);
  }
  throw new Error(`expected\n${expected}\nbut saved is\n${text}`);
}

/** How wide a picture in the page is, once it is known. */
async function widthOf(image: unknown): Promise<number> {
  const picture = image as { readonly naturalWidth: number; decode(): Promise<void> };
  await picture.decode();
  return picture.naturalWidth;
}

function say(what: string): void {
  console.log(`  ✓ ${what}`);
}
