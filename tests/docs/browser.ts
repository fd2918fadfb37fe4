import { describe } from '@jest/globals';
import { findBrowser } from '../../scripts/tools/browser.ts';

/** The path of an installed Chromium, if any. */
export const browser = await findBrowser();

/** Like `describe`, but skips the tests where no Chromium is installed. */
export const describeWithBrowser: (name: string, tests: () => void) => void =
  browser === undefined
    ? (name, tests) => describe.skip(`${name} (skipped: Chromium is not installed)`, tests)
    : describe;
