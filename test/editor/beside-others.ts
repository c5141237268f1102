import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { run } from '../../scripts/editor/install.ts';
import { startVSCode } from '../../scripts/editor/server.ts';
import { packExtension } from '../../scripts/editor/vsix.ts';
import { Window } from '../../scripts/editor/window.ts';

/**
 * Installs the packed extension beside one that bears the name of Red Hat's: what is left to that one is said, once, and
 * can be had otherwise. Throws when something of that does not work.
 */
export async function tryBesideOthers(installed: string, browser: Browser): Promise<void> {
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'seaworthy-'));
  const [folder, profile, other] = ['app', 'profile', 'other'].map((name) => path.join(temporary, name)) as [
    string,
    string,
    string,
  ];
  const file = path.join(folder, 'web.yaml');
  await mkdir(folder);
  await mkdir(profile);
  await writeFile(file, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {}\n');
  const server = await startVSCode({ installed, profile, vsix: [await packNamesake(other), await packExtension()] });
  try {
    const window = await Window.open(browser, server, { folder, file });
    const { page } = window;
    const message = page.locator('.notification-toast', { hasText: 'Seaworthy leaves' });
    await message.waitFor();
    say('it says what is left to the other');
    await message.getByText('Use Seaworthy for Both').click();
    await hasSetting(path.join(profile, 'data/User/settings.json'));
    say('a choice is kept in the settings');
    await page.reload();
    await page.locator('.view-line', { hasText: 'ConfigMap' }).waitFor();
    await setTimeout(5_000);
    if (await message.isVisible()) throw new Error('it is said again');
    say('it is said once');
    await window.close();
  } finally {
    await server.stop();
    await rm(temporary, { recursive: true, force: true });
  }
}

/** An extension with the name of Red Hat's, and nothing in it. */
async function packNamesake(folder: string): Promise<string> {
  const manifest = { name: 'vscode-yaml', publisher: 'redhat', displayName: 'YAML', version: '1.0.0' };
  await mkdir(folder);
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, engines: { vscode: '^1.75.0' } }));
  await writeFile(path.join(folder, 'README.md'), 'A namesake.\n');
  const file = path.join(folder, 'namesake.vsix');
  const vsce = path.resolve(import.meta.dirname, '../../node_modules/@vscode/vsce/vsce');
  await run(
    process.execPath,
    [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file],
    folder,
  );
  return file;
}

async function hasSetting(settings: string): Promise<void> {
  const end = Date.now() + 15_000;
  while (Date.now() < end) {
    if (JSON.parse(await readFile(settings, 'utf8'))['seaworthy.yaml.languageFeatures'] === 'on') return;
    await setTimeout(50);
  }
  throw new Error(`the choice is not in ${settings}`);
}

function say(what: string): void {
  console.log(`  ✓ ${what}`);
}
