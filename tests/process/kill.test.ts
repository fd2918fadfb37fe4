import { afterEach, expect, test } from '@jest/globals';
import { cleanUp, serve, settings, token } from '../support/child-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

afterEach(cleanUp);

/** The number of successful creates after which the process is killed. */
const createsBeforeKill = 100;

test('preserves every acknowledged task on kill -9 during concurrent creates', async () => {
  const environment = settings(temporaryFolder());
  const service = await serve(environment);
  const bearer = { Authorization: `Bearer ${await token()}` };
  const answered: string[] = [];
  let killed = false;
  const client = async (): Promise<void> => {
    while (!killed) {
      try {
        const response = await fetch(`${service.url}/tasks`, {
          method: 'POST',
          headers: { ...bearer, 'Content-Type': 'application/json' },
          body: JSON.stringify({ title: 'Outlive the process' }),
        });
        expect(response.status).toBe(201);
        answered.push(((await response.json()) as { id: string }).id);
        if (answered.length === createsBeforeKill) {
          killed = true;
          service.kill('SIGKILL');
        }
      } catch (error) {
        if (!killed) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: 16 }, client));
  expect(await service.ended).toMatchObject({ signal: 'SIGKILL' });
  expect(answered.length).toBeGreaterThanOrEqual(createsBeforeKill);

  const again = await serve(environment);
  for (const id of answered) {
    expect((await fetch(`${again.url}/tasks/${id}`, { headers: bearer })).status).toBe(200);
  }
  const summary = await fetch(`${again.url}/summary`, { headers: bearer });
  const { total } = (await summary.json()) as { total: number };
  // For each client, one more create may have been committed but not acknowledged.
  expect(total).toBeGreaterThanOrEqual(answered.length);
  expect(total).toBeLessThanOrEqual(answered.length + 16);
});
