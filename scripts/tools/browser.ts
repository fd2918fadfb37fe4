// Finds an installed Chromium. The project installs only the driver (playwright-core), not a browser.
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { exists, findProgram } from './find-program.ts';

/** The commands of Chromium-based browsers. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];

/** The paths of browsers that are not on the PATH. */
const paths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
];

/** The browser that the variable CHROMIUM names, otherwise an installed one, otherwise undefined. */
export async function findBrowser(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  if (env['CHROMIUM']) return env['CHROMIUM'];
  for (const name of names) {
    const program = await findProgram(name, env);
    if (program !== undefined) return program;
  }
  for (const path of paths) if (await exists(path)) return path;
  return undefined;
}

export const startBrowser = (executablePath: string): Promise<Browser> => chromium.launch({ executablePath });
