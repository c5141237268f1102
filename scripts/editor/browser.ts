import { type Browser, chromium } from 'playwright-core';
import { findProgram } from './programs.ts';

/** The Chromium of this machine; undefined when there is none. `CHROMIUM` in the environment names another one. */
export function findChromium(): string | undefined {
  return process.env.CHROMIUM ?? findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}

/** Starts Chromium without a window. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      // The sandbox does not work for root, nor in most containers; nothing but our own pages is opened.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
