// Tests the example front end in a browser, with the sandbox and with the service.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import {
  createTaskClient,
  unwrap,
  type CreateTask,
  type Task,
  type TaskClient,
} from '../../client/src/index.ts';
import { startBrowser } from '../../scripts/tools/browser.ts';
import { browser as program } from '../docs/browser.ts';
import { pageErrors } from '../docs/browser-page.ts';
import { eventually } from '../support/eventually.ts';
import { unsignedToken, useSandbox } from '../support/sandbox.ts';
import { scaled } from '../support/timeouts.js';
import { useServer } from '../support/use-server.ts';
import { installed, source, startWebApp, type WebApp } from './web-app.ts';

// A browser is several processes, which are slow on a busy machine.
jest.setTimeout(scaled(60_000));

const missing = 'missing' in installed ? installed.missing : undefined;
const why = missing ?? (program === undefined ? 'Chromium is not installed' : undefined);
const testApp = missing === undefined ? test : test.skip;

let app: WebApp | undefined;
beforeAll(async () => {
  if (missing === undefined) app = await startWebApp();
}, scaled(120_000));
afterAll(() => app?.close());

test('has fewer than 600 lines', async () => {
  const files = (await readdir(join(source, 'src'))).map((file) => join('src', file));
  const texts = await Promise.all(
    ['index.html', ...files].map((file) => readFile(join(source, file), 'utf8')),
  );
  expect(texts.join('').match(/\n/g)?.length).toBeLessThan(600);
});

test('lists the dependencies of the client in its lock file', async () => {
  const read = async (path: string) => JSON.parse(await readFile(join(source, path), 'utf8')) as Manifest;
  const { dependencies, peerDependencies } = await read('../../client/package.json');
  const { packages = {} } = await read('package-lock.json');
  expect(packages['node_modules/task-manager-client']).toMatchObject({ dependencies, peerDependencies });
});

interface Manifest {
  readonly dependencies: object;
  readonly peerDependencies: object;
  readonly packages?: Readonly<Record<string, object>>;
}

testApp(`passes its own tests${missing === undefined ? '' : `; skipped: ${missing}`}`, async () => {
  const { code, output } = await app!.test();
  expect(code === 0 ? '' : output).toBe('');
  expect(output).toContain('pass 4');
});

/** Waits until the value equals or contains the expected one. */
async function until(read: () => Promise<unknown>, expected: unknown): Promise<void> {
  let value: unknown;
  const matches = async (): Promise<boolean> => {
    value = await read();
    try {
      check(value);
      return true;
    } catch {
      return false;
    }
  };
  const check = (actual: unknown): void => expect({ value: actual }).toMatchObject({ value: expected });
  await eventually(matches).catch(() => check(value));
}

const views = [375, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ colorScheme, viewport: { width, height: 800 } })),
);

describe.each(['sandbox', 'service'])(
  `with the %s${why === undefined ? '' : `; skipped: ${why}`}`,
  (kind) => {
    const testInBrowser = why === undefined ? test : test.skip;
    const sandbox = kind === 'sandbox' ? useSandbox() : undefined;
    const service = kind === 'service' ? useServer({ CORS_ORIGINS: '*' }).server : undefined;
    let browser: Browser | undefined;
    let context: BrowserContext | undefined;
    let messages: string[];
    let users = 0;
    beforeAll(async () => {
      if (why === undefined) browser = await startBrowser(program!);
    });
    afterAll(() => browser?.close());
    afterEach(async () => {
      await context?.close();
      context = undefined;
      // Chromium logs every error status and lost connection.
      expect(messages.filter((message) => !message.startsWith('Failed to load resource'))).toEqual([]);
    });

    /** Opens the page for a new user with these tasks. `api` sends requests as another program of the user would. */
    async function open(
      tasks: readonly CreateTask[],
      view: (typeof views)[number] = views[0]!,
    ): Promise<{ page: Page; api: TaskClient; created: Task[] }> {
      users += 1;
      const claims = { sub: `user-${users}`, scope: 'tasks:read tasks:write', exp: Date.now() / 1000 + 3600 };
      const token =
        (await service?.token(claims.sub)) ?? unsignedToken({ ...claims, exp: Math.ceil(claims.exp) });
      const apiUrl = (service ?? sandbox)!.url;
      const api = createTaskClient({ baseUrl: apiUrl, token });
      const created: Task[] = [];
      for (const body of tasks) created.push(unwrap(await api.POST('/tasks', { body })));

      context = await browser!.newContext(view);
      const page = await context.newPage();
      messages = [];
      page.on('console', (message) => messages.push(message.text()));
      page.on('pageerror', (error) => messages.push(String(error)));
      await page.route('**/config.json', (route) => route.fulfill({ json: { apiUrl, token } }));
      // The first long poll shows that the page listens for changes.
      const isLive = page.waitForRequest(/changes\?.*wait=/);
      await page.goto(app!.url);
      await isLive;
      await page.locator('main > p[aria-busy]').waitFor({ state: 'detached' });
      return { page, api, created };
    }

    const titles = (page: Page): Promise<string[]> => page.locator('main h2').allTextContents();
    const shows = (page: Page, expected: readonly string[]): Promise<void> =>
      until(() => titles(page), expected);
    const dialog = (page: Page): Locator => page.getByRole('dialog');

    testInBrowser('loads a long list page by page, filters and searches it', async () => {
      const all = Array.from({ length: 45 }, (_, index) => `Task ${String(index + 1).padStart(2, '0')}`);
      const { page } = await open(
        all.map((title, index) => ({
          title,
          status: index % 9 === 0 ? ('completed' as const) : ('pending' as const),
        })),
      );
      const pages: string[] = [];
      page.on('request', (request) => pages.push(request.url()));
      const first = await titles(page);
      expect(first).toEqual(all.toReversed().slice(0, first.length));
      expect(first.length).toBeLessThan(45);
      await until(async () => {
        await page.mouse.wheel(0, 2000);
        return titles(page);
      }, all.toReversed());
      expect(pages.filter((url) => url.includes('cursor='))).toHaveLength(2);

      await page.getByRole('button', { name: 'Done' }).click();
      await shows(page, ['Task 37', 'Task 28', 'Task 19', 'Task 10', 'Task 01']);
      await page.getByRole('searchbox').fill('28');
      await shows(page, ['Task 28']);
      await page.getByRole('searchbox').fill('nothing');
      await page.getByText('Nothing matches “nothing”.').waitFor();
    });

    testInBrowser('adds, completes, edits, deletes and restores a task by keyboard alone', async () => {
      const { page, api } = await open([]);
      const press = (...keys: string[]) =>
        keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
      /** Presses Tab until the element with this name has the focus. */
      const tabTo = async (name: string) => {
        const focused = `document.activeElement.ariaLabel ?? document.activeElement.innerText`;
        for (let presses = 0; presses < 20; presses++) {
          await page.keyboard.press('Tab');
          if ((await page.evaluate<string>(focused)) === name) return;
        }
        throw new Error(`Tab does not reach ${name}`);
      };
      await press('Tab');
      await page.keyboard.type('Water the plants');
      await press('Enter');
      await shows(page, ['Water the plants']);

      await tabTo('Done: Water the plants');
      await press('Space');
      await until(async () => unwrap(await api.GET('/tasks')).items, [{ status: 'completed', version: 2 }]);
      await until(() => page.getByRole('button', { name: 'Edit' }).isEnabled(), true);
      await tabTo('Edit Water the plants');
      await press('Enter');
      await dialog(page).waitFor();
      await press('ControlOrMeta+A');
      await page.keyboard.type('Water the herbs');
      await press('Enter');
      await shows(page, ['Water the herbs']);
      await dialog(page).waitFor({ state: 'detached' });

      await until(() => page.getByRole('button', { name: 'Delete' }).isEnabled(), true);
      await tabTo('Delete Water the herbs');
      await press('Enter');
      await shows(page, []);
      await page.getByText('Deleted “Water the herbs”.').waitFor();
      await tabTo('Undo');
      await press('Enter');
      await shows(page, ['Water the herbs']);
    });

    testInBrowser(
      'shows a change before the service confirms it, and takes it back after an error',
      async () => {
        const { page, api, created } = await open([{ title: 'Water the plants' }]);
        const box = page.getByRole('checkbox');
        let refuse = (): void => undefined;
        const refused = new Promise<void>((resolve) => (refuse = resolve));
        await page.route(/\/tasks\/[\w-]+$/, async (route) => {
          if (route.request().method() !== 'PATCH') return route.fallback();
          await refused;
          return route.fulfill({ status: 500, headers: { 'Access-Control-Allow-Origin': '*' } });
        });
        await box.click();
        await until(() => box.isChecked(), true);
        refuse();
        await page.getByText('The service is not available (status 500).').waitFor();
        expect(await box.isChecked()).toBe(false);
        expect(unwrap(await api.GET('/tasks')).items).toEqual(created);
      },
    );

    testInBrowser('shows validation errors at their fields, and focuses the first', async () => {
      const { page } = await open([{ title: 'Water the plants' }]);
      await page.getByRole('button', { name: 'Add' }).click();
      const title = page.getByLabel('New task');
      await until(() => title.getAttribute('aria-invalid'), 'true');
      await page.getByText('New task must have at least 1 character').waitFor();

      await page.getByRole('button', { name: 'Edit' }).click();
      await dialog(page).getByLabel('Title').fill('x'.repeat(201));
      await dialog(page).getByLabel('Tags').fill('home, Nicht-gültig');
      await dialog(page).getByRole('button', { name: 'Save' }).click();
      await page.getByText(/^Tags must contain only lower-case/).waitFor();
      await page.getByText(/^Title must have at most 200 characters/).waitFor();
      expect(await page.evaluate('document.activeElement.name')).toBe('title');
    });

    testInBrowser("shows another program's change before saving, and keeps both changes", async () => {
      const { page, api, created } = await open([
        { title: 'Water the plants', dueAt: '2027-03-01T12:00:00.000Z' },
      ]);
      await page.getByRole('button', { name: 'Edit' }).click();
      await dialog(page).getByLabel('Title').fill('Water the herbs');
      await dialog(page).getByLabel('Tags').fill('home, kitchen');
      const params = { path: { taskId: created[0]!.id } };
      unwrap(
        await api.PATCH('/tasks/{taskId}', { params, body: { title: 'Feed the cat', priority: 'urgent' } }),
      );
      await dialog(page).getByRole('button', { name: 'Save' }).click();
      const alert = dialog(page).getByRole('alert');
      await alert.waitFor();
      await until(
        () => alert.innerText(),
        'This task has changed in the meantime. It now has:\nTitle: Feed the cat\nPriority: Urgent',
      );
      expect(await dialog(page).getByLabel('Title').inputValue()).toBe('Water the herbs');
      await dialog(page).getByRole('button', { name: 'Save my changes anyway' }).click();
      await dialog(page).waitFor({ state: 'detached' });
      expect(unwrap(await api.GET('/tasks/{taskId}', { params }))).toMatchObject({
        ...{ title: 'Water the herbs', tags: ['home', 'kitchen'], priority: 'urgent' },
        ...{ dueAt: '2027-03-01T12:00:00.000Z', version: 3 },
      });
    });

    testInBrowser('shows what other programs change, without a reload', async () => {
      const { page, api, created } = await open([{ title: 'Water the plants' }]);
      unwrap(await api.POST('/tasks', { body: { title: 'Feed the cat' } }));
      await shows(page, ['Feed the cat', 'Water the plants']);
      unwrap(await api.DELETE('/tasks/{taskId}', { params: { path: { taskId: created[0]!.id } } }));
      await shows(page, ['Feed the cat']);
    });

    testInBrowser('keeps changes while offline, and sends them when the connection is back', async () => {
      const { page, api } = await open([{ title: 'Water the plants' }]);
      await context!.setOffline(true);
      await page.getByText('You are offline.').waitFor();
      await page.getByRole('checkbox').click();
      await page.getByLabel('New task').fill('Feed the cat');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Waiting' }).waitFor();
      await until(() => page.getByRole('checkbox').isChecked(), true);
      await context!.setOffline(false);
      await page.getByText('You are offline.').waitFor({ state: 'detached' });
      await shows(page, ['Feed the cat', 'Water the plants']);
      await until(
        async () => unwrap(await api.GET('/tasks')).items,
        [{ status: 'pending' }, { status: 'completed' }],
      );
    });

    testInBrowser('states that the list cannot be read, and reads it again', async () => {
      const { page, api } = await open([]);
      await page.route('**/tasks?*', (route) =>
        route.fulfill({
          status: 500,
          headers: { 'Access-Control-Allow-Origin': '*' },
          body: '<h1>Error</h1>',
        }),
      );
      unwrap(await api.POST('/tasks', { body: { title: 'Feed the cat' } }));
      await page.getByText('The service is not available (status 500).').waitFor();
      await page.unroute('**/tasks?*');
      await page.getByRole('button', { name: 'Try again' }).click();
      await shows(page, ['Feed the cat']);
    });

    testInBrowser.each(views.map((view) => [view.viewport.width, view.colorScheme, view] as const))(
      'is accessible at %i px, %s, in every state',
      async (_width, _scheme, view) => {
        const { page, api } = await open(
          [
            {
              title: 'Write the release notes',
              description: 'Ask Mira.',
              priority: 'urgent',
              status: 'in_progress',
            },
            { title: 'x'.repeat(200), tags: ['y'.repeat(40), 'home'], dueAt: '2020-01-01T12:00:00.000Z' },
            { title: 'Feed the cat', status: 'completed' },
            { title: 'Call the supplier', status: 'cancelled', priority: 'low' },
          ],
          view,
        );
        const errors: Record<string, string[]> = { list: await pageErrors(page) };
        await page.getByRole('button', { name: 'Add' }).click();
        await page.getByText('New task must have').waitFor();
        await page.getByRole('button', { name: 'Delete Feed the cat' }).click();
        await page.getByText('Deleted “Feed the cat”.').waitFor();
        errors['invalid field and notice'] = await pageErrors(page);

        await page.getByRole('button', { name: 'Edit Call the supplier' }).click();
        errors['dialog'] = await pageErrors(page);
        const { items } = unwrap(await api.GET('/tasks', { params: { query: { q: 'supplier' } } }));
        const params = { path: { taskId: items[0]!.id } };
        unwrap(await api.PATCH('/tasks/{taskId}', { params, body: { status: 'pending' } }));
        await dialog(page).getByLabel('Title').fill('Write to the supplier');
        await dialog(page).getByRole('button', { name: 'Save' }).click();
        await dialog(page).getByText('Status: To do').waitFor();
        errors['conflict'] = await pageErrors(page);
        await dialog(page).getByRole('button', { name: 'Discard my changes' }).click();

        await context!.setOffline(true);
        await page.getByText('You are offline.').waitFor();
        errors['offline'] = await pageErrors(page);
        expect(Object.entries(errors).filter(([, found]) => found.length > 0)).toEqual([]);
      },
    );
  },
);
