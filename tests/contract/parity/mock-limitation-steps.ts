// Requests that the mock answers in another way than the service. Each is a step like any other, so that its
// exemption (exemptions.ts) is seen to be needed still.
import { requests } from './valid-requests.ts';
import type { Step } from './step.ts';

export const limits: readonly Step[] = [
  {
    name: 'send what is not JSON',
    operation: 'createTask',
    status: 400,
    patienceMs: 2000,
    send: (memory) => ({ ...requests.createTask(memory), body: '{"title":' }),
  },
  {
    name: 'send a title without end',
    operation: 'createTask',
    status: 413,
    send: (memory) => ({
      ...requests.createTask(memory),
      body: JSON.stringify({ title: 'x'.repeat(80_000) }),
    }),
  },
  {
    name: 'accept nothing that there is',
    operation: 'getSummary',
    status: 406,
    send: () => ({ method: 'GET', path: '/summary', headers: { Accept: 'application/xml' } }),
  },
  {
    name: 'accept JSON and get an error',
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
    name: 'ask for the headers alone',
    status: 200,
    send: () => ({ method: 'HEAD', path: '/summary' }),
  },
  {
    name: 'ask for the methods',
    status: 204,
    send: () => ({ method: 'OPTIONS', path: '/summary' }),
  },
  {
    name: 'misspell a path',
    status: 404,
    send: () => ({ method: 'GET', path: '/task' }),
  },
  {
    name: 'use a method that there is not',
    status: 405,
    send: () => ({ method: 'DELETE', path: '/summary' }),
  },
];

/** Comes last of all, because Prism does not outlive it. */
export const fatal: Step = {
  name: 'break the encoding of an id',
  operation: 'getTask',
  status: 400,
  send: () => ({ method: 'GET', path: '/tasks/%FF' }),
};
