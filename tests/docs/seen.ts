// A page as a browser of this machine shows it, and what is wrong with it there.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';

/** What a page is looked at with: a phone by day, and a desk at night. */
export const views = [
  { name: 'a phone, light', colorScheme: 'light', viewport: { width: 360, height: 740 } },
  { name: 'a desk, dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
] as const;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens an address in a window of its own, and hands the page to the test with what its console said so far. */
export async function withPage(
  browser: Browser,
  view: (typeof views)[number],
  url: string,
  look: (page: Page, messages: readonly string[]) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(view);
  const page = await context.newPage();
  const messages: string[] = [];
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(String(error)));
  page.on('requestfailed', (request) => messages.push(`${request.url()} failed`));
  try {
    await page.goto(url, { waitUntil: 'networkidle' });
    await look(page, messages);
  } finally {
    await context.close();
  }
}

/** What a browser can see to be wrong with a page, a line each: with its width, its headings, and all that axe knows of. */
export async function faultsOf(page: Page): Promise<string[]> {
  const { overflow, language, headings } = await page.evaluate<Outline>(`({
    overflow: document.documentElement.scrollWidth - innerWidth,
    language: document.documentElement.lang,
    headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) => Number(tagName[1])),
  })`);
  const skipped = headings.filter((level, index) => level > (headings[index - 1] ?? 0) + 1);
  return [
    ...(overflow > 0 ? [`it scrolls sideways, by ${overflow} px`] : []),
    ...(language === 'en' ? [] : [`its language is “${language}”`]),
    ...(headings.filter((level) => level === 1).length === 1 ? [] : ['it has no h1, or several']),
    ...skipped.map((level) => `a h${level} skips a level`),
    ...(await axeFaults(page)),
  ];
}

interface Outline {
  readonly overflow: number;
  readonly language: string;
  readonly headings: readonly number[];
}

async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return await page.evaluate<string[]>(`axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`);
}

/** Presses Tab so many times, and returns what was reached without showing that it was. */
export async function unseenFocus(page: Page, times: number): Promise<string[]> {
  const unseen: string[] = [];
  for (let pressed = 0; pressed < times; pressed += 1) {
    await page.keyboard.press('Tab');
    const element = await page.evaluate<string>(`(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      return outlineStyle === 'none' || parseFloat(outlineWidth) < 2 ? document.activeElement.outerHTML : '';
    })()`);
    if (element !== '') unseen.push(element.slice(0, 120));
  }
  return unseen;
}
