// Opens pages in a browser, and collects their errors.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';

/** The devices and color schemes that pages are tested with. */
export const views = [
  { name: 'a phone, light', colorScheme: 'light', viewport: { width: 375, height: 740 } },
  { name: 'a desktop, dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
] as const;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens a URL in a new browser context. `messages` collects console output, errors and failed requests. */
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

/** The errors of a page, one line each: overflow, language, headings, and the violations that axe finds. */
export async function pageErrors(page: Page): Promise<string[]> {
  const { overflow, language, headings } = await page.evaluate<Outline>(`({
    overflow: document.documentElement.scrollWidth - innerWidth,
    language: document.documentElement.lang,
    headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) => Number(tagName[1])),
  })`);
  const skipped = headings.filter((level, index) => level > (headings[index - 1] ?? 0) + 1);
  return [
    ...(overflow > 0 ? [`it scrolls horizontally, by ${overflow} px`] : []),
    ...(language === 'en' ? [] : [`its language is “${language}”`]),
    ...(headings.filter((level) => level === 1).length === 1 ? [] : ['it does not have exactly one h1']),
    ...skipped.map((level) => `an h${level} skips a level`),
    ...(await axeViolations(page)),
  ];
}

interface Outline {
  readonly overflow: number;
  readonly language: string;
  readonly headings: readonly number[];
}

async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return await page.evaluate<string[]>(`axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`);
}

/** Presses Tab `times` times. Returns the elements that received the focus without a visible outline. */
export async function invisibleFocus(page: Page, times: number): Promise<string[]> {
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
