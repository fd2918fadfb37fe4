import { afterEach, expect, test } from '@jest/globals';
import { cleanUp, serve, settings } from '../support/child-process.ts';
import type { RunningService } from '../support/child-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

afterEach(cleanUp);

const path = `/nothing/${'x'.repeat(6000)}`;
const requests = 600;

/** Makes the service log more than the pipe and the sink can buffer. */
async function fillLog({ url }: RunningService): Promise<void> {
  for (let n = 0; n < requests; n += 1) expect((await fetch(url + path)).status).toBe(404);
}

async function droppedLines({ url }: RunningService): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^log_lines_dropped_total (\d+)$/m.exec(metrics)?.[1]);
}

test('drops log lines above a megabyte while the log is stalled, and reports their number when reading resumes', async () => {
  const service = await serve(settings(temporaryFolder()));
  const scrapes = 3;
  expect(await droppedLines(service)).toBe(0);
  service.pauseReading();
  await fillLog(service);
  expect(await droppedLines(service)).toBeGreaterThan(100);
  service.resumeReading();
  await service.untilLogged('dropped log lines');
  const report = service.logged().find(({ message }) => message === 'dropped log lines');
  expect(report).toMatchObject({ level: 'warn', dropped: await droppedLines(service) });

  expect((await fetch(service.url + path)).status).toBe(404);
  service.kill('SIGTERM');
  expect(await service.ended).toMatchObject({ code: 0 });
  const logged = service.logged().filter(({ message }) => message === 'request').length;
  expect(logged + Number(report?.['dropped'])).toBe(requests + scrapes + 1);
});

test('exits even if the log is stalled', async () => {
  const service = await serve(settings(temporaryFolder()));
  service.pauseReading();
  await fillLog(service);
  service.kill('SIGTERM');
  expect(await service.exited).toBe(0);
  service.resumeReading();
});
