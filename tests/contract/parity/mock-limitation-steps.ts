// Requests to which the mock responds differently from the service. Each is a step like any other, so a test fails once its
// exemption (exemptions.ts) is no longer needed.
import { requests } from './valid-requests.ts';
import type { Step } from './step.ts';

export const mockLimitationSteps: readonly Step[] = [
  {
    name: 'send invalid JSON',
    operation: 'createTask',
    status: 400,
    timeoutMs: 2000,
    send: (memory) => ({ ...requests.createTask(memory), body: '{"title":' }),
  },
  {
    name: 'send an oversized title',
    operation: 'createTask',
    status: 413,
    send: (memory) => ({
      ...requests.createTask(memory),
      body: JSON.stringify({ title: 'x'.repeat(80_000) }),
    }),
  },
  {
    name: 'accept only an unavailable media type',
    operation: 'getSummary',
    status: 406,
    send: () => ({ method: 'GET', path: '/summary', headers: { Accept: 'application/xml' } }),
  },
  {
    name: 'accept only JSON and cause an error',
    operation: 'getTask',
    status: 404,
    send: () => ({
      method: 'GET',
      path: '/tasks/019cadd4-c134-7b2e-9c41-5d0f6a7e8b90',
      headers: { Accept: 'application/json' },
    }),
  },
  {
    name: 'misspell a parameter',
    operation: 'getSummary',
    status: 422,
    prefer: false,
    send: () => ({ method: 'GET', path: '/summary?verbos=true' }),
  },
  {
    name: 'request the headers only',
    status: 200,
    send: () => ({ method: 'HEAD', path: '/summary' }),
  },
  {
    name: 'request the methods',
    status: 204,
    send: () => ({ method: 'OPTIONS', path: '/summary' }),
  },
  {
    name: 'misspell a path',
    status: 404,
    send: () => ({ method: 'GET', path: '/task' }),
  },
  {
    name: 'use an unsupported method',
    status: 405,
    send: () => ({ method: 'DELETE', path: '/summary' }),
  },
];

/** This step comes last, because it crashes Prism. */
export const crashingStep: Step = {
  name: 'read an id with invalid percent-encoding',
  operation: 'getTask',
  status: 400,
  send: () => ({ method: 'GET', path: '/tasks/%FF' }),
};
