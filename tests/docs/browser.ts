import { describe } from '@jest/globals';
import { findBrowser } from '../../scripts/tools/browser.ts';

/** A Chromium of this machine, when it has one. */
export const browser = await findBrowser();

/** As `describe`; skipped, and named so, where there is no Chromium. */
export const describeWithBrowser: (name: string, tests: () => void) => void =
  browser === undefined
    ? (name, tests) => describe.skip(`${name} (not run: there is no Chromium on this machine)`, tests)
    : describe;
