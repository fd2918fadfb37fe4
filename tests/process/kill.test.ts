import { afterEach, expect, test } from '@jest/globals';
import { cleanUp, serve, settings, temporaryFolder, token } from '../support/child-process.ts';

afterEach(cleanUp);

/** Answered by then, of the creates of all clients, where the process is killed. */
const enough = 100;

test('kill -9 under concurrent creates loses no task whose create was answered', async () => {
  const environment = settings(await temporaryFolder());
  const service = await serve(environment);
  const bearer = { Authorization: `Bearer ${await token()}` };
  const answered: string[] = [];
  let killed = false;
  const client = async (): Promise<void> => {
    while (!killed) {
      try {
        const answer = await fetch(`${service.url}/tasks`, {
          method: 'POST',
          headers: { ...bearer, 'Content-Type': 'application/json' },
          body: JSON.stringify({ title: 'Outlive the process' }),
        });
        expect(answer.status).toBe(201);
        answered.push(((await answer.json()) as { id: string }).id);
        if (answered.length === enough) {
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
  expect(answered.length).toBeGreaterThanOrEqual(enough);

  const again = await serve(environment);
  for (const id of answered) {
    expect((await fetch(`${again.url}/tasks/${id}`, { headers: bearer })).status).toBe(200);
  }
  const summary = await fetch(`${again.url}/summary`, { headers: bearer });
  const { total } = (await summary.json()) as { total: number };
  // What was committed and not answered any more may be there besides: one create of each client.
  expect(total).toBeGreaterThanOrEqual(answered.length);
  expect(total).toBeLessThanOrEqual(answered.length + 16);
});
