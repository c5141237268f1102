import type { Browser, Locator, Page } from 'playwright-core';
import type { VSCodeServer } from './server.ts';

/** What to open in a window of a browser-hosted VS Code. */
export interface WindowOptions {
  readonly folder: string;
  /** The path of a file to open in the editor. */
  readonly file?: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** How many pixels of the picture make up one of the page. */
  readonly scale?: number;
  /** The language that extensions are to speak; English when left out. The editor itself has no other installed. */
  readonly language?: string;
}

/** A window of a browser-hosted VS Code, used as a person uses it: with keys and eyes. */
export class Window {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens a folder and waits until the workbench is there. */
  static async open(browser: Browser, server: VSCodeServer, options: WindowOptions): Promise<Window> {
    const { folder, file, size = { width: 1280, height: 800 }, scale = 1, language } = options;
    const page = await browser.newPage({ viewport: size, deviceScaleFactor: scale });
    if (language !== undefined) await page.addInitScript(speak, language);
    const payload = file ? [['openFile', `vscode-remote://127.0.0.1:${server.port}${file}`]] : [];
    await page.goto(server.address({ folder, payload: JSON.stringify(payload) }));
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    return new Window(page);
  }

  /** The text area of the editor that is in front. */
  get editor(): Locator {
    return this.page.locator('.editor-instance .monaco-editor').first();
  }

  /** Runs a command of the palette by its title. */
  async command(title: string): Promise<void> {
    await this.run(title);
    await this.page.locator('.quick-input-widget input').first().waitFor({ state: 'hidden' });
  }

  /** Runs a command of the palette that asks people to choose, and chooses what has a label. */
  async choose(title: string, label: string): Promise<void> {
    await this.run(title);
    const input = this.page
      .locator('.quick-input-widget input:not([placeholder^="Type the name of a command"])')
      .first();
    await input.fill(label);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: label }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  private async run(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input').first();
    await input.waitFor();
    await input.fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Opens a file by its path within the folder, the cursor at a place, one-based. */
  async openFile(name: string, line = 1, column = 1): Promise<void> {
    await this.page.keyboard.press('Control+p');
    const input = this.page.locator('.quick-input-widget input').first();
    await input.waitFor();
    await input.fill(`${name}:${line}:${column}`);
    // What was open before stands first until the search is done; a file of the same name may be among that.
    const title = name.split('/').at(-1) ?? name;
    const chosen = this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title });
    await chosen.filter({ hasText: name.slice(0, -title.length - 1) }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tab.active', { hasText: title }).waitFor();
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

/** Makes the editor in a page believe that its language is another, as a language pack would. */
function speak(language: string): void {
  Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => language, set: () => {} });
}
