import { afterEach, expect, test } from '@jest/globals';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { growth, scrape } from './scrape.ts';

let server: TestServer;

afterEach(() => server.close().catch(ofViolations));

/**
 * Ignores the error that closing the test server throws after a contract violation. These tests cause violations deliberately.
 */
function ofViolations(error: unknown): void {
  if (!String(error).includes('Responses violated the contract')) throw error;
}

/** A service whose database contains a task of alice that violates the contract. */
async function withWrongTask(environment: Readonly<Record<string, string>>): Promise<() => Promise<unknown>> {
  server = await startServer(environment);
  const headers = { Authorization: `Bearer ${await server.token()}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ title: 'Valid so far' });
  const created = await fetch(`${server.url}/tasks`, { method: 'POST', headers, body });
  const { id } = (await created.json()) as { id: string };
  await server.database.run("update task set title = 'a line\nbreak', tags = '[\"UPPER\"]'");
  return async () => {
    const response = await fetch(`${server.url}/tasks/${id}`, { headers });
    return { status: response.status, body: await response.json() };
  };
}

const wrong = { status: 200, body: expect.objectContaining({ title: 'a line\nbreak', tags: ['UPPER'] }) };

test('counts and logs a response that violates the contract, and sends it unchanged', async () => {
  const get = await withWrongTask({ RESPONSE_VALIDATION: 'all' });
  const before = await scrape(server.url);
  expect(await get()).toEqual(wrong);
  const difference = growth(before, await scrape(server.url));
  expect(difference['api_contract_violations_total{location="/response/title",operation="getTask"}']).toBe(1);

  const line = server.logged.find(({ message }) => message === 'response violates the contract');
  expect(line).toMatchObject({ level: 'error', operationId: 'getTask', status: 200 });
  expect(line?.['detail']).toMatch(/title.*tags/);
  // The log contains the location, not the value.
  expect(JSON.stringify(server.logged)).not.toMatch(/break|UPPER/);
});

test('validates no response with RESPONSE_VALIDATION=off', async () => {
  const get = await withWrongTask({ RESPONSE_VALIDATION: 'off' });
  expect(await get()).toEqual(wrong);
  expect([...(await scrape(server.url)).keys()].join('\n')).not.toMatch(/^api_contract_violations_total\{/m);
});

test('validates some responses with RESPONSE_VALIDATION=sample', async () => {
  const get = await withWrongTask({ RESPONSE_VALIDATION: 'sample' });
  const counted = async () =>
    (await scrape(server.url)).get(
      'api_contract_violations_total{location="/response/title",operation="getTask"}',
    ) ?? 0;
  // One response in a hundred is validated. The probability that none of 3000 is validated is 1 in 10^13.
  let responses = 0;
  while (responses < 3000 && !server.logged.some(({ message }) => String(message).includes('contract'))) {
    expect(await get()).toEqual(wrong);
    responses += 1;
  }
  expect(await counted()).toBe(1);
});
