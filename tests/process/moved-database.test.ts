import { copyFileSync, readdirSync, readlinkSync, renameSync, rmSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { cleanUp, serve, settings, token } from '../support/child-process.ts';
import type { RunningService } from '../support/child-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

afterEach(cleanUp);

// Other platforms do not allow moving open files.
const onLinux = process.platform === 'linux' ? test : test.skip;
const parts = ['', '-wal', '-shm'];

async function create({ url }: RunningService): Promise<Response> {
  return await fetch(`${url}/tasks`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${await token()}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ title: 'Stay' }),
  });
}

async function readiness({ url }: RunningService): Promise<number> {
  return (await fetch(`${url}/health/ready`)).status;
}

/** The number of tasks in a database. */
function tasksIn(path: string): unknown {
  const database = new Sqlite(path);
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  const tasks = database.prepare('select count(*) from task').pluck().get();
  database.close();
  return tasks;
}

/** The path of a removed file that a process still has open. */
function openFile(pid: number, path: string): string {
  const folder = `/proc/${pid}/fd`;
  const found = readdirSync(folder).find((name) => readlinkSync(`${folder}/${name}`) === `${path} (deleted)`);
  if (found === undefined) throw new Error(`${path} is not open`);
  return `${folder}/${found}`;
}

onLinux.each([
  ['database', parts, ''],
  ['write-ahead log', ['-wal'], '-wal'],
  ['shared-memory file', ['-shm'], '-shm'],
])('logs the loss, becomes unready and rejects writes when %s is removed', async (_name, removed, named) => {
  const path = `${temporaryFolder()}/tasks.db`;
  const service = await serve({ ...settings(''), DATABASE_URL: `sqlite:${path}` });
  expect([(await create(service)).status, await readiness(service)]).toEqual([201, 200]);

  for (const part of removed) rmSync(path + part);
  const responses = await Promise.all([create(service), create(service), create(service)]);
  for (const response of responses) {
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '60']);
    expect(await response.json()).toMatchObject({
      detail: 'The database file was moved, removed or replaced.',
    });
  }
  expect([await readiness(service), await readiness(service)]).toEqual([503, 503]);
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  expect(metrics).toMatch(/^api_ready 0$/m);

  service.kill('SIGTERM');
  await service.ended;
  const reports = service.logged().filter(({ message }) => message === 'database error');
  expect(reports).toMatchObject([
    {
      level: 'error',
      error: { cause: { message: expect.stringContaining(`${path}${named} was moved, removed`) } },
    },
  ]);
});

onLinux('recovers acknowledged tasks from the process as the runbook describes', async () => {
  const folder = temporaryFolder();
  const service = await serve(settings(folder));
  for (let n = 0; n < 3; n += 1) expect((await create(service)).status).toBe(201);
  for (const part of parts) rmSync(`${folder}/tasks.db${part}`);
  expect((await create(service)).status).toBe(503);

  for (const part of ['', '-wal']) {
    copyFileSync(openFile(service.pid, `${folder}/tasks.db${part}`), `${folder}/saved.db${part}`);
  }
  service.kill('SIGTERM');
  await service.ended;
  expect(tasksIn(`${folder}/saved.db`)).toBe(3);
});

onLinux('rejects writes while the database is replaced, until the original is back', async () => {
  const folder = temporaryFolder();
  const path = `${folder}/tasks.db`;
  const service = await serve(settings(folder));
  expect((await create(service)).status).toBe(201);

  for (const part of parts) renameSync(path + part, `${folder}/aside.db${part}`);
  const other = await serve(settings(folder));
  expect((await create(service)).status).toBe(503);
  expect(await readiness(service)).toBe(503);
  other.kill('SIGTERM');
  expect(await other.ended).toMatchObject({ code: 0 });
  expect(tasksIn(path)).toBe(0);

  for (const part of parts) renameSync(`${folder}/aside.db${part}`, path + part);
  expect([await readiness(service), (await create(service)).status]).toEqual([200, 201]);
  service.kill('SIGTERM');
  expect(await service.ended).toMatchObject({ code: 0 });
  expect(tasksIn(path)).toBe(2);
});
