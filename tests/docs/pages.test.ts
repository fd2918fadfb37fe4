import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import express from 'express';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../../scripts/tools/browser.ts';
import { buildSite } from '../../site/build.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { browser as program, describeWithBrowser } from './browser.ts';
import { pageErrors, invisibleFocus, views, withPage } from './seen.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

// A browser is several processes, which are slow on a busy machine.
jest.setTimeout(180_000);

/** One page of each kind. */
const kinds = [
  'index.html',
  'problems.html',
  'changelog.html',
  'docs/index.html',
  'docs/architecture.html',
  'docs/guides/client.html',
  'docs/performance.html',
  'docs/decisions/0010-libraries.html',
];

const cases = kinds.flatMap((page) => views.map((view) => [page, view.name, view] as const));

describeWithBrowser('the pages in a browser', () => {
  let browser: Browser;
  let folder: string;
  let pages: readonly string[];
  let host: Server;
  let site: string;
  let service: TestServer;

  beforeAll(async () => {
    browser = await startBrowser(program!);
    folder = temporaryFolder();
    pages = await buildSite(folder);
    host = express().use(express.static(folder)).listen(0, '127.0.0.1');
    await once(host, 'listening');
    site = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
    service = await startServer();
  });
  afterAll(async () => {
    await browser.close();
    host.close();
    host.closeAllConnections();
    await service.close();
    removeTemporaryFolders();
  });

  test.each(cases)('%s has no errors on %s', async (name, _view, view) => {
    await withPage(browser, view, `${site}/${name}`, async (page, messages) => {
      if (name === 'index.html') await page.locator('.opblock').first().waitFor();
      expect(messages).toEqual([]);
      expect(await page.title()).toMatch(/^.+ · Task Manager API$/);
      expect(await pageErrors(page)).toEqual([]);
    });
  });

  test('no page of the site scrolls horizontally on a phone', async () => {
    const wide: string[] = [];
    await withPage(browser, views[0], site, async (page) => {
      for (const name of pages) {
        await page.goto(`${site}/${name}`);
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        if (overflow > 0) wide.push(`${name}: ${overflow} px`);
      }
    });
    expect(wide).toEqual([]);
  });

  test.each(['/docs/', '/docs/problems'])('%s shows the keyboard focus', async (path) => {
    await withPage(browser, views[1], service.url + path, async (page) => {
      if (path === '/docs/') await page.locator('.opblock').first().waitFor();
      expect(await invisibleFocus(page, 40)).toEqual([]);
    });
  });

  test('a guide prints completely, without navigation', async () => {
    await withPage(browser, views[1], `${site}/docs/architecture.html`, async (page) => {
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 720, height: 1000 });
      expect(await page.locator('nav').filter({ visible: true }).count()).toBe(0);
      const cut = await page.evaluate<number>(
        `[...document.querySelectorAll('pre')].filter((block) => block.scrollWidth > block.clientWidth).length`,
      );
      expect(cut).toBe(0);
      const pictures = await page.evaluate<string[]>(
        '[...document.images].map(({ currentSrc }) => currentSrc)',
      );
      expect(pictures.filter((picture) => !picture.endsWith('.light.svg'))).toEqual([]);
    });
  });

  describe('the console of the service', () => {
    test.each(views.map((view) => [view.name, view] as const))(
      'creates a task without errors on %s',
      async (_name, view) => {
        await withPage(browser, view, `${service.url}/docs/#/Tasks/createTask`, async (page, messages) => {
          await page.getByLabel('Bearer token').fill(await service.token());
          await page.keyboard.press('Enter');
          const operation = page.locator('#operations-Tasks-createTask');
          await operation.getByRole('button', { name: 'Try it out' }).click();
          await operation.getByRole('button', { name: 'Execute' }).click();
          const response = operation.locator('.live-responses-table .response-col_status').last();
          await response.waitFor();
          expect(await response.innerText()).toMatch(/^201/);
          expect(messages).toEqual([]);
          expect(await pageErrors(page)).toEqual([]);
        });
      },
    );
  });
});
