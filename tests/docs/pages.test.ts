import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import express from 'express';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../../scripts/tools/browser.ts';
import { buildSite } from '../../site/build.ts';
import { languages } from '../../src/docs/reference/samples.ts';
import { contract } from '../support/contract.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { browser as program, describeWithBrowser } from './browser.ts';
import { pageErrors, invisibleFocus, views, withPage } from './browser-page.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';
import { scaled } from '../support/timeouts.js';

// A browser is several processes, which are slow on a busy machine.
jest.setTimeout(scaled(60_000));

/** A page of each kind. */
const kinds = [
  'index.html',
  'problems.html',
  'changelog.html',
  'docs/guides/index.html',
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
      expect(messages).toEqual([]);
      expect(await page.title()).toMatch(/^.+ · Task Manager API$/);
      expect(await pageErrors(page)).toEqual([]);
    });
  });

  test('never scroll horizontally on a phone', async () => {
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

  test.each(['/docs/', '/docs/problems'])('show the keyboard focus on %s', async (path) => {
    await withPage(browser, views[1], service.url + path, async (page) => {
      expect(await invisibleFocus(page, 40)).toEqual([]);
    });
  });

  test('print a guide completely, without navigation', async () => {
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

  describe('the API reference on the service', () => {
    const open = (
      path: string,
      look: Parameters<typeof withPage>[3],
      view: (typeof views)[number] = views[1],
    ) => withPage(browser, view, `${service.url}/docs/${path}`, look);

    test('shows the first operation on the first screen of a desktop, within 600 kB', async () => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
      const page = await context.newPage();
      const network = await context.newCDPSession(page);
      let bytes = 0;
      network.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
      await network.send('Network.enable');
      await page.goto(`${service.url}/docs/`, { waitUntil: 'networkidle' });
      const box = await page.locator('.operation .endpoint').first().boundingBox();
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThan(720);
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytes).toBeLessThan(600_000);
      // The form to try an operation is Swagger UI.
      await page.locator('#getHealth').getByRole('button', { name: 'Try it' }).click();
      await page.locator('#getHealth').getByRole('button', { name: 'Execute' }).waitFor();
      expect(bytes).toBeLessThan(600_000);
      await context.close();
    });

    test('lists every operation by its tag, with a link to its section and samples in each language', async () => {
      await open('', async (page) => {
        const groups = await page.evaluate<[string, string[]][]>(
          `[...document.querySelectorAll('#contents .group')].map((group) => [
            group.querySelector('.title').textContent,
            [...group.querySelectorAll('a')].map((link) => link.getAttribute('href')),
          ])`,
        );
        const byTag = Map.groupBy(contract.operations, ({ tags: [tag = ''] }) => tag);
        for (const [tag, operations] of byTag)
          expect(groups).toContainEqual([tag, operations.map(({ id }) => `#${id}`)]);
        for (const { id } of contract.operations) {
          const operation = page.locator(`#${id}`);
          for (const { label } of languages) {
            await operation.getByRole('button', { name: label, exact: true }).click();
            expect(await operation.locator('.sample').filter({ visible: true }).count()).toBe(1);
          }
        }
        // The choice of a language applies to all operations.
        expect(await page.locator('.sample').filter({ visible: true }).count()).toBe(
          contract.operations.length,
        );
        expect(await page.locator('.sample[data-language=python]').first().innerText()).toContain(
          service.url,
        );
      });
    });

    test.each([
      ['idempotency', ['Create a task', 'Idempotent creates']],
      ['GET /HEALTH uptime', []],
      ['remove all tag', ['Update a task']],
      ['summary', ['Count your tasks']],
    ])('finds %j', async (words, expected) => {
      await open('', async (page) => {
        await page.keyboard.press('/');
        await page.keyboard.type(words);
        const shown = await page.locator('#contents li').filter({ visible: true }).allInnerTexts();
        const titles = shown.map((text) => text.replace(/^[A-Z]+\s+/, ''));
        expect(titles).toEqual(expect.arrayContaining(expected));
        expect(await page.locator('#search-status').innerText()).toBe(`${titles.length} found`);
        expect(titles.length).toBeLessThan(12);
      });
    });

    test('opens the first result with Enter', async () => {
      await open('', async (page) => {
        await page.getByLabel('Search the reference').fill('postpone');
        await page.getByLabel('Search the reference').fill('merge patch');
        await page.keyboard.press('Enter');
        await page.waitForURL(/#updateTask$/);
      });
    });

    test('opens the table of contents over the page on a phone, and closes it after a choice', async () => {
      await open(
        '',
        async (page, messages) => {
          const contents = page.locator('#contents');
          expect(await contents.isVisible()).toBe(false);
          await page.getByRole('button', { name: 'Contents and search' }).click();
          expect(await pageErrors(page)).toEqual([]);
          await contents.getByRole('link', { name: 'Delete a task' }).click();
          expect(await contents.isVisible()).toBe(false);
          expect(page.url()).toMatch(/#deleteTask$/);
          expect(messages).toEqual([]);
        },
        views[0],
      );
    });

    test('links to the guides, the contract and the files for language models', async () => {
      await open('', async (page) => {
        const links = page
          .locator('#contents .group')
          .filter({ hasText: /Guides|For tools/ })
          .getByRole('link');
        const targets = await Promise.all((await links.all()).map((link) => link.getAttribute('href')));
        const addresses = targets.map((target) => new URL(target ?? '', page.url()).href);
        expect(addresses.length).toBeGreaterThan(10);
        for (const address of addresses)
          expect([address, (await fetch(address)).status]).toEqual([address, 200]);
      });
    });

    test('copies a sample', async () => {
      await open('', async (page) => {
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        const sample = page.locator('#listTasks .sample[data-language=curl]');
        await sample.hover();
        await sample.getByRole('button', { name: 'Copy' }).click();
        await sample.getByRole('button', { name: 'Copied' }).waitFor();
        const copied = await page.evaluate<string>('navigator.clipboard.readText()');
        expect(copied).toBe(await sample.locator('code').innerText());
      });
    });

    test.each(views.map((view) => [view.name, view] as const))(
      'uses a token entered once for several operations, without errors on %s',
      async (_name, view) => {
        await open(
          '#createTask',
          async (page, messages) => {
            await page.getByLabel('Bearer token').fill(await service.token());
            await page.keyboard.press('Enter');
            for (const [id, status] of [
              ['createTask', /^201/],
              ['listTasks', /^200/],
              ['getSummary', /^200/],
            ] as const) {
              const operation = page.locator(`#${id}`);
              await operation.getByRole('button', { name: 'Try it' }).click();
              await operation.getByRole('button', { name: 'Execute' }).click();
              const response = operation.locator('.live-responses-table .response-col_status').last();
              await response.waitFor();
              expect(await response.innerText()).toMatch(status);
            }
            expect(messages).toEqual([]);
            expect(await pageErrors(page)).toEqual([]);
          },
          view,
        );
      },
    );
  });
});
