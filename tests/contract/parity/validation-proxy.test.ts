// Prism's proxy, an independent reader of the contract, finds no violation in the service's responses.
import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestServer } from '../../support/server.ts';
import { forgetViolations } from '../../support/traffic.ts';
import { runSteps } from './run-steps.ts';
import type { Responses } from './run-steps.ts';
import { exempt, proxyExemptions } from './exemptions.ts';
import { startProxy } from '../../support/prism.ts';
import type { Prism } from '../../support/prism.ts';
import { startService, targetAt } from './service-target.ts';
import { suite } from './suite.ts';

let server: TestServer;
let proxy: Prism;
let broken: Response;
let responses: Responses;

beforeAll(async () => {
  ({ server } = await startService());
  proxy = await startProxy(server.url);
  broken = await breakResponse();
  forgetViolations(server.service.server);
  responses = await runSteps(targetAt(server, proxy.url), suite);
});
afterAll(async () => {
  await proxy.close();
  await server.close();
});

/** The response through the proxy when a listener replaces the service once, with an invalid page of tasks. */
async function breakResponse(): Promise<Response> {
  const { server: http } = server.service;
  const listeners = http.listeners('request') as RequestListener[];
  http.removeAllListeners('request').once('request', (_request, response) => {
    for (const listener of listeners) http.on('request', listener);
    response.setHeader('Content-Type', 'application/json').end('{}');
  });
  return fetch(`${proxy.url}/tasks`, { headers: { Authorization: 'Bearer any-token' } });
}

/** The locations of the violations that Prism reports for a response. Throws if they do not fit into the header. */
function violations(headers: Headers | undefined): string[] {
  const found = JSON.parse(headers?.get('sl-violations') ?? '[]') as { location: string[] }[];
  return found
    .map(({ location }) => location.join('.'))
    .filter((location) => location.startsWith('response'));
}

const steps = suite.map((step) => [step.name, step] as const);

describe('the validation proxy', () => {
  test.each(steps)('finds no violation in the response to the step: %s', (name) => {
    expect(violations(responses.get(name)?.headers)).toEqual([]);
  });

  test('reports an invalid response', () => {
    expect(violations(broken.headers)).toContain('response.body');
  });
});

describe('the service behind the proxy', () => {
  test.each(steps)('returns the documented status to the step: %s', (name, { status }) => {
    const differs = responses.get(name)?.status === status ? [] : ['status'];
    expect(differs).toEqual(exempt(proxyExemptions, name));
  });
});
