import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { eventually } from '../support/eventually.ts';
import { problemIn } from '../support/problems.ts';
import { connection } from '../support/raw-connection.ts';
import type { Connection } from '../support/raw-connection.ts';
import { cleanUp, serve, settings, token } from '../support/child-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

afterEach(cleanUp);

const body = JSON.stringify({ title: 'On the way' });

/** Starts a request whose body is incomplete. */
async function begun(url: string): Promise<Connection> {
  const opened = connection(url);
  const fields = [
    'Host: x',
    `Authorization: Bearer ${await token()}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Expect: 100-continue',
  ];
  opened.write(`POST /tasks HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`);
  expect((await opened.next()).status).toBe(100);
  return opened;
}

/** The number of tasks in a closed database, and its integrity. */
function leftIn(folder: string): { tasks: number; integrity: unknown } {
  const wal = `${folder}/tasks.db-wal`;
  expect(existsSync(wal) ? statSync(wal).size : 0).toBe(0);
  const database = new Sqlite(`${folder}/tasks.db`, { readonly: true });
  const tasks = database.prepare<[], number>('select count(*) from task').pluck().get() ?? -1;
  const integrity = database.pragma('integrity_check', { simple: true });
  database.close();
  return { tasks, integrity };
}

test('finishes in-flight requests on SIGTERM, fails readiness, exits with 0 and leaves the database in one file', async () => {
  const folder = temporaryFolder();
  const service = await serve(settings(folder));
  const creates = await Promise.all(Array.from({ length: 20 }, () => begun(service.url)));
  // Sends incomplete probes, so that their connections do not count as idle.
  const probe = connection(service.url);
  probe.write('GET /health/ready HTTP/1.1\r\nHost: x\r\n');
  const health = connection(service.url);
  health.write('GET /health HTTP/1.1\r\nHost: x\r\n');
  await fetch(`${service.url}/health/live`);

  service.kill('SIGTERM');
  await service.untilLogged('stopping');
  // Further signals must not drop requests.
  service.kill('SIGTERM');
  service.kill('SIGINT');

  probe.write('\r\n');
  const [unready] = await probe.rest();
  expect(problemIn(unready!, 'service-unavailable').detail).toBe('The service is draining.');
  expect([unready?.status, unready?.headers.get('Connection')]).toEqual([503, 'close']);
  health.write('\r\n');
  const [draining] = await health.rest();
  expect(JSON.parse(draining?.text ?? '')).toMatchObject({ status: 'draining' });
  await expect(fetch(`${service.url}/health/live`)).rejects.toThrow('fetch failed');

  for (const create of creates) create.write(body);
  for (const create of creates) {
    expect((await create.rest()).map(({ status, headers }) => [status, headers.get('Connection')])).toEqual([
      [201, 'close'],
    ]);
  }
  expect(await service.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  expect(service.logged().filter(({ message }) => message === 'stopping')).toHaveLength(1);
  expect(service.logged().at(-1)).toMatchObject({ message: 'stopped' });
  expect(leftIn(folder)).toEqual({ tasks: 20, integrity: 'ok' });
});

test('preserves every acknowledged task on SIGTERM under load', async () => {
  const folder = temporaryFolder();
  const service = await serve(settings(folder));
  const headers = { Authorization: `Bearer ${await token()}`, 'Content-Type': 'application/json' };
  let created = 0;
  let stopped = false;
  const client = async (): Promise<void> => {
    for (let n = 0; n < 10_000 && !stopped; n += 1) {
      try {
        const response = await fetch(`${service.url}/tasks`, { method: 'POST', headers, body });
        expect(response.status).toBe(201);
        await response.json();
        created += 1;
        if (created === 200) service.kill('SIGTERM');
      } catch (error) {
        // The service may refuse connections or close idle ones, but truncates no response.
        expect(String(error)).toMatch(/fetch failed/);
        stopped = true;
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  expect(await service.ended).toMatchObject({ code: 0, signal: null });
  expect(created).toBeGreaterThanOrEqual(200);
  const { tasks, integrity } = leftIn(folder);
  expect(integrity).toBe('ok');
  expect(tasks).toBe(created);
});

test('keeps serving while unready during the delay after SIGTERM, and sends Connection: close', async () => {
  const folder = temporaryFolder();
  const service = await serve({ ...settings(folder), SHUTDOWN_DELAY_SECONDS: '3' });
  // An idle connection, like those of a load balancer.
  const idle = connection(service.url);
  idle.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  expect((await idle.next()).headers.get('Connection')).toBe('keep-alive');
  service.kill('SIGTERM');
  await service.untilLogged('stopping');

  const probe = await fetch(`${service.url}/health/ready`);
  expect([probe.status, probe.headers.get('Connection')]).toEqual([503, 'close']);
  const headers = { Authorization: `Bearer ${await token()}`, 'Content-Type': 'application/json' };
  const created = await fetch(`${service.url}/tasks`, { method: 'POST', headers, body });
  expect([created.status, created.headers.get('Connection')]).toEqual([201, 'close']);
  // The idle connection is still open.
  idle.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
  const [response, ...more] = await idle.rest();
  expect([response?.status, response?.headers.get('Connection'), more]).toEqual([200, 'close', []]);

  expect(await service.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  expect(leftIn(folder)).toEqual({ tasks: 1, integrity: 'ok' });
});

test('closes connections without an in-flight request on SIGTERM', async () => {
  const service = await serve({ ...settings(temporaryFolder()), SHUTDOWN_TIMEOUT_SECONDS: '3600' });
  const silent = connection(service.url);
  const idle = connection(service.url);
  idle.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  expect((await idle.next()).status).toBe(200);
  service.kill('SIGTERM');
  expect(await service.ended).toMatchObject({ code: 0, signal: null });
  expect([await silent.rest(), await idle.rest()]).toEqual([[], []]);
});

test('ends unfinished requests after SHUTDOWN_TIMEOUT_SECONDS on SIGINT, and exits with 0', async () => {
  const folder = temporaryFolder();
  const service = await serve({ ...settings(folder), SHUTDOWN_TIMEOUT_SECONDS: '1' });
  const stuck = await begun(service.url);
  service.kill('SIGINT');
  expect(await service.ended).toMatchObject({ code: 0, signal: null });
  expect(await stuck.rest()).toEqual([]);
  expect(leftIn(folder)).toEqual({ tasks: 0, integrity: 'ok' });
});

// The kernel ignores signals for process 1 of a container unless it has a handler; the exit code shows that there is one.
// On Linux, other processes can read the title, which the process sets right after installing its handlers.
const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('exits through its own handler on SIGTERM during start-up', async () => {
  const child = spawn(process.execPath, ['src/main.js'], {
    env: { PATH: process.env['PATH'], ...settings(temporaryFolder()) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.resume();
  const ended = once(child, 'close');
  const title = () => readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').split('\0', 1)[0]?.trim();
  while (child.exitCode === null && title() !== 'task-manager-api') await setImmediate();
  child.kill('SIGTERM');
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  expect(signal).toBeNull();
  // The exit code is 0 if the service was ready before it handled the signal.
  expect([128 + 15, 0]).toContain(code);
});

test('reports a closed log, counts the lost lines, and keeps serving', async () => {
  const service = await serve(settings(temporaryFolder()));
  service.stopReading();
  await fetch(`${service.url}/health`);
  await service.untilPrinted('Cannot write the log');
  const response = await fetch(`${service.url}/health`);
  expect(response.status).toBe(200);
  const metrics = async () => (await fetch(`${service.url}/metrics`)).text();
  await eventually(async () => /^log_lines_dropped_total [1-9]/m.test(await metrics()));
});
