// A front end that is built against the mock or the sandbox works with the service: the responses to each step match.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestSandbox } from '../../support/sandbox.ts';
import type { TestServer } from '../../support/server.ts';
import { runSteps } from './run-steps.ts';
import type { Responses } from './run-steps.ts';
import { exemptOfMock } from './exemptions.ts';
import { differences, noResponse, observe } from './compare-responses.ts';
import type { Observation } from './compare-responses.ts';
import { startMock } from '../../support/prism.ts';
import type { Prism } from '../../support/prism.ts';
import { startSandboxTarget } from './sandbox-target.ts';
import { startService } from './service-target.ts';
import type { Step } from './step.ts';
import { suite } from './suite.ts';

let mock: Prism;
let server: TestServer;
let sandbox: TestSandbox;
let byMock: Responses;
let bySandbox: Responses;
let byService: Responses;

beforeAll(async () => {
  const [prism, inMemory, service] = await Promise.all([startMock(), startSandboxTarget(), startService()]);
  mock = prism;
  sandbox = inMemory.sandbox;
  server = service.server;
  [byMock, bySandbox, byService] = await Promise.all([
    runSteps({ url: mock.url, token: async () => 'any-token', inState: (_, act) => act() }, suite),
    runSteps(inMemory.target, suite),
    runSteps(service.target, suite),
  ]);
});
afterAll(async () => {
  await mock.close();
  await sandbox.close();
  await server.close();
});

function observationOf(responses: Responses, { name, operation }: Step): Observation {
  const response = responses.get(name);
  return response === undefined ? noResponse : observe(operation, response);
}

const steps = suite.map((step) => [step.name, step] as const);

describe('the service', () => {
  test.each(steps)('returns the documented response to the step: %s', (_, step) => {
    const { status, violations } = observationOf(byService, step);
    expect({ status, violations }).toEqual({ status: step.status, violations: [] });
  });
});

describe('the mock', () => {
  test.each(steps)('returns the same response as the service to the step: %s', (_, step) => {
    const [ofMock, ofService] = [observationOf(byMock, step), observationOf(byService, step)];
    // An exemption lists the exact differences. A further difference is an error, and a missing one makes the exemption
    // obsolete.
    expect(differences(ofMock, ofService)).toEqual(exemptOfMock(step, byService.get(step.name)));
    if (ofMock.status === step.status) expect(ofMock.violations).toEqual([]);
  });
});

describe('the sandbox', () => {
  // No step is exempt.
  test.each(steps)('returns the same response as the service to the step: %s', (_, step) => {
    const [ofSandbox, ofService] = [observationOf(bySandbox, step), observationOf(byService, step)];
    expect(differences(ofSandbox, ofService)).toEqual([]);
    expect(ofSandbox.violations).toEqual([]);
  });
});
