import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Recording } from './editor/recording.ts';
import type { Window } from './editor/window.ts';

/**
 * Records what Seaworthy does for a person who looks through the shop: a Dockerfile becomes one of two stages, a
 * Deployment is hardened, and a selector finds its pods.
 */
export async function takeRecording(window: Window, file: string): Promise<void> {
  const { page, editor } = window;
  const recording = new Recording(page);
  const settle = () => page.waitForTimeout(600);
  const menu = page.locator('.action-widget');

  await window.openFile('worker/Dockerfile', 4, 8);
  await editor.locator('.squiggly-warning').first().waitFor();
  await settle();
  await recording.show(1800);
  await page.keyboard.press('Control+.');
  await menu.filter({ hasText: 'Convert' }).waitFor();
  await settle();
  await recording.show(1800);
  await page.keyboard.press('Enter');
  await editor.locator('.view-line', { hasText: 'slim' }).waitFor();
  await settle();
  await recording.show(3500);
  await page.keyboard.press('Control+s');

  await window.openFile('k8s/base/worker.yaml', 3, 8);
  await editor.locator('.codelens-decoration', { hasText: 'Pod Security' }).waitFor();
  await settle();
  await recording.show(1800);
  await page.keyboard.press('Control+.');
  await menu.filter({ hasText: 'Harden' }).waitFor();
  await settle();
  await recording.show(1800);
  await page.keyboard.press('Enter');
  await editor.locator('.view-line', { hasText: 'runAsNonRoot' }).waitFor();
  await editor.locator('.codelens-decoration', { hasText: 'Pod Security: restricted' }).waitFor();
  await settle();
  await recording.show(3500);
  await page.keyboard.press('Control+s');

  await window.openFile('k8s/base/metrics.yaml', 7, 17);
  await settle();
  for (let letter = 0; letter < 'workers'.length; letter++) await page.keyboard.press('Backspace');
  await settle();
  await recording.show(900);
  await recording.type('wo');
  await page.locator('.suggest-widget.visible', { hasText: 'worker' }).waitFor();
  await settle();
  await recording.show(1500);
  await page.keyboard.press('Enter');
  await settle();
  await recording.show(2500);
  await page.keyboard.press('Control+s');

  await writeFile(file, await recording.gif());
  console.log(path.relative('.', file));
}
