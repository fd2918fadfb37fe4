// A Chromium of this machine: the repository brings what drives one, and no browser.
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { exists, findProgram } from './find.ts';

/** The names of browsers made of Chromium, on the PATH. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];

/** Where they are when they are not on it. */
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
];

/** The browser that `CHROMIUM` names, or that is found, or undefined. */
export async function findBrowser(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  if (env['CHROMIUM']) return env['CHROMIUM'];
  for (const name of names) {
    const program = await findProgram(name, env);
    if (program !== undefined) return program;
  }
  for (const place of places) if (await exists(place)) return place;
  return undefined;
}

/** Starts a browser, without a window. */
export const startBrowser = (executablePath: string): Promise<Browser> => chromium.launch({ executablePath });
