import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { startVSCode } from '../../scripts/editor/server.ts';
import { packExtension } from '../../scripts/editor/vsix.ts';
import { Window } from '../../scripts/editor/window.ts';

/**
 * Uses the packed extension in an editor whose language is German: the command palette, the status, a setting and the
 * light bulb speak it, and what is said of the file is what the command line says, too. Throws when that is not so.
 */
export async function tryGerman(installed: string, browser: Browser): Promise<void> {
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'seaworthy-'));
  const [folder, profile] = ['app', 'profile'].map((name) => path.join(temporary, name)) as [string, string];
  const file = path.join(folder, 'Dockerfile');
  await mkdir(folder);
  await mkdir(profile);
  await writeFile(file, 'FROM alpine:3.24\nMAINTAINER me\n');
  const server = await startVSCode({ installed, profile, vsix: await packExtension() });
  try {
    const window = await Window.open(browser, server, { folder, file, language: 'de' });
    const { page, editor } = window;
    await editor.locator('.squiggly-warning').first().waitFor();

    await page.locator('#status\\.languageStatus').click();
    await page.locator('.hover-language-status', { hasText: 'Seaworthy: 1 Befund' }).waitFor();
    await page.locator('.hover-language-status', { hasText: 'Sprachserver 0' }).waitFor();
    await page.keyboard.press('Escape');
    say('the status speaks German');

    await editor.locator('.view-line', { hasText: 'MAINTAINER' }).click();
    await page.locator('.lightBulbWidget').first().waitFor();
    await page.keyboard.press('Control+.');
    const menu = page.locator('.action-widget');
    await menu.filter({ hasText: 'maintainer-is-a-label für diese Zeile deaktivieren' }).waitFor();
    await menu.filter({ hasText: 'Replace with LABEL' }).waitFor();
    await page.keyboard.press('Escape');
    say('the light bulb speaks German, and of the file as rules do everywhere');

    await window.command('Seaworthy: Ausgabe anzeigen');
    say('commands are found by their German names');

    await page.keyboard.press('Control+,');
    await page.locator('.settings-editor .suggest-input-container').click();
    await page.keyboard.type('seaworthy.run');
    await page.locator('.setting-item-description', { hasText: 'Wann geprüft wird.' }).waitFor();
    say('settings are explained in German');
    await window.close();
  } finally {
    await server.stop();
    await rm(temporary, { recursive: true, force: true });
  }
}

function say(what: string): void {
  console.log(`  ✓ ${what}`);
}
