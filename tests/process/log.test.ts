import { afterEach, expect, test } from '@jest/globals';
import { cleanUp, serve, settings, temporaryFolder } from '../support/child-process.ts';
import type { RunningService } from '../support/child-process.ts';

afterEach(cleanUp);

const path = `/nothing/${'x'.repeat(6000)}`;
const requests = 600;

/** Has it log more than a pipe takes, and than the service keeps. */
async function makeItLog({ url }: RunningService): Promise<void> {
  for (let n = 0; n < requests; n += 1) expect((await fetch(url + path)).status).toBe(404);
}

async function lost({ url }: RunningService): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^log_lines_lost_total (\d+)$/m.exec(metrics)?.[1]);
}

test('drops log lines beyond a megabyte that is not read, and logs their number once it is read again', async () => {
  const service = await serve(settings(await temporaryFolder()));
  const scrapes = 3;
  expect(await lost(service)).toBe(0);
  service.pauseReading();
  await makeItLog(service);
  expect(await lost(service)).toBeGreaterThan(100);
  service.resumeReading();
  await service.untilLogged('lines of the log were lost');
  const told = service.logged().find(({ message }) => message === 'lines of the log were lost');
  expect(told).toMatchObject({ level: 'warn', lost: await lost(service) });

  expect((await fetch(service.url + path)).status).toBe(404);
  service.kill('SIGTERM');
  expect(await service.ended).toMatchObject({ code: 0 });
  const logged = service.logged().filter(({ message }) => message === 'request').length;
  expect(logged + Number(told?.['lost'])).toBe(requests + scrapes + 1);
});

test('a log that nobody reads does not keep the process from its end', async () => {
  const service = await serve(settings(await temporaryFolder()));
  service.pauseReading();
  await makeItLog(service);
  service.kill('SIGTERM');
  expect(await service.exited).toBe(0);
  service.resumeReading();
});
