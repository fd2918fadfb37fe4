// The recorded traffic is correct, and every response that violates the contract is detected.
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { startServer } from '../../support/server.ts';
import { exercisedItems, line, exercisedExamples } from './coverage-items.ts';
import type { Exchange } from './coverage-items.ts';

const exchange: Exchange = {
  method: 'GET',
  target: '/tasks?limit=1&status=pending&unknown=1',
  requestHeaders: {},
  requestBody: '',
  status: 200,
  responseHeaders: { 'content-type': 'application/json; charset=utf-8', link: '</tasks>; rel="next"' },
  responseBody: '{"items":[],"nextCursor":null}',
};

const linesOf = (changes: Partial<Exchange>): string[] =>
  exercisedItems({ ...exchange, ...changes }).map(line);

describe('an exchange', () => {
  test('counts for its status, its headers, its parameters and the example that it matches', () => {
    expect(linesOf({})).toEqual([
      'response listTasks 200 application/json',
      'header listTasks 200 content-type',
      'header listTasks 200 link',
      'parameter listTasks query status',
      'parameter listTasks query limit',
      'example listTasks 200 application/json emptyPage',
    ]);
  });

  test('counts for the properties of its body and the request example that they match', () => {
    const lines = linesOf({
      method: 'PATCH',
      target: '/tasks/019cadd4-c134-7b2e-9c41-5d0f6a7e8b90',
      requestHeaders: { 'content-type': 'application/merge-patch+json', 'if-match': '"1"' },
      requestBody: '{ "status": "completed" }',
      status: 412,
      responseBody: '{}',
    });
    expect(lines).toEqual(
      expect.arrayContaining([
        'parameter updateTask path taskId',
        'parameter updateTask header If-Match',
        'body updateTask application/merge-patch+json',
        'property updateTask status',
        'example updateTask request application/merge-patch+json complete',
      ]),
    );
  });

  test('counts for the errors that it reports, and for no parameter, if it is rejected', () => {
    const errors = [
      { location: 'query', name: 'limit' },
      { location: 'body', pointer: '/tags/0' },
    ];
    const lines = linesOf({ status: 422, responseBody: JSON.stringify({ errors }) });
    expect(lines).toEqual(
      expect.arrayContaining(['rejection listTasks query limit', 'rejection listTasks body tags']),
    );
    expect(lines.filter((one) => one.startsWith('parameter'))).toEqual([]);
  });

  test('counts for the GET operation if it is a HEAD, and for nothing without an operation', () => {
    expect(linesOf({ method: 'HEAD', responseBody: '' })).toContain(
      'response listTasks 200 application/json',
    );
    expect(linesOf({ target: '/nothing' })).toEqual([]);
    expect(linesOf({ method: 'OPTIONS' })).toEqual([]);
  });

  test('counts only for examples if it is with the mock', () => {
    expect(exercisedExamples({ ...exchange, target: 'http://127.0.0.1:4010/tasks' }).map(line)).toEqual([
      'example listTasks 200 application/json emptyPage',
    ]);
  });
});

describe('a test server', () => {
  test.each<[what: string, path: string, alter: (response: ServerResponse) => void, message: string]>([
    ['with an undocumented status', '/health', answering(418), 'the status is not documented'],
    [
      'with a status that only other operations document',
      '/tasks',
      answering(201),
      'the status is not documented',
    ],
    ['to a request without an operation', '/nothing', answering(200), 'has no operation'],
    [
      'with an undocumented header',
      '/health',
      (response) => response.setHeader('Surprise', '1'),
      'surprise is not declared',
    ],
  ])('rejects close() after a response %s: %s', async (_what, path, alter, message) => {
    const server = await startServer();
    server.service.server.prependOnceListener('request', (_request, response: ServerResponse) => {
      alter(response);
    });
    // Sent with plain `fetch`, which checks nothing, so only the traffic record can detect the violation.
    const headers = { Authorization: `Bearer ${await server.token()}` };
    await fetch(`${server.url}${path}`, { headers }).then(
      (response) => response.arrayBuffer(),
      () => undefined,
    );
    await expect(server.close()).rejects.toThrow(message);
  });

  test('rejects close() after a response whose body violates the contract', async () => {
    const server = await startServer({ RESPONSE_VALIDATION: 'off' });
    Object.assign(server.service.lifecycle, { state: 'dancing' });
    await (await fetch(`${server.url}/health`)).arrayBuffer();
    await expect(server.close()).rejects.toThrow('the body/status');
  });
});

/** Replaces the status of the response. */
function answering(status: number): (response: ServerResponse) => void {
  return (response) => {
    const writeHead = response.writeHead.bind(response);
    response.writeHead = (_status: number, ...rest: []) => writeHead(status, ...rest);
  };
}
