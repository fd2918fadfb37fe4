import { beforeAll, expect, test } from '@jest/globals';
import { problemIn } from '../support/problems.ts';
import { connection, exchange } from '../support/raw-connection.ts';
import type { TestResponse } from '../support/client.ts';
import { useServer } from '../support/use-server.ts';

const post =
  'POST /tasks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer TOKEN\r\n';
const unfinished = {
  nothing: '',
  'half of a request line': 'GET /hea',
  'half of the headers': 'GET /health HTTP/1.1\r\nHost: x\r\n',
  'a body shorter than its length': `${post}Content-Length: 100\r\n\r\n{"title":"a"}`,
  'a Content-Length without a body': `${post}Content-Length: 13\r\n\r\n`,
  'half of a chunk': `${post}Transfer-Encoding: chunked\r\n\r\nd\r\n{"title`,
  'chunks without the last one': `${post}Transfer-Encoding: chunked\r\n\r\nd\r\n{"title":"a"}\r\n`,
};

const { server } = useServer({ REQUEST_TIMEOUT_SECONDS: '1' });
let answers: Map<string, TestResponse[]>;
beforeAll(async () => {
  const token = await server.token();
  // Sends the requests concurrently, because each takes as long as the timeout.
  const exchanges = Object.entries(unfinished).map(
    async ([what, bytes]) => [what, await exchange(server.url, bytes.replace('TOKEN', token))] as const,
  );
  answers = new Map(await Promise.all(exchanges));
});

test.each(Object.keys(unfinished))('returns 408 after the timeout to a client that sends %s', (what) => {
  const [answer, ...others] = answers.get(what) ?? [];
  expect([answer?.status, answer?.headers.get('Connection'), others]).toEqual([408, 'close', []]);
  problemIn(answer!, 'request-timeout');
});

test('times out a body that arrives byte by byte, without delaying other clients', async () => {
  const slow = connection(server.url);
  slow.write(`${post.replace('TOKEN', await server.token())}Content-Length: 1000\r\n\r\n`);
  const dripping = setInterval(() => {
    slow.write(' ');
  }, 50);
  const started = performance.now();
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(900);
  const [answer] = await slow.rest();
  clearInterval(dripping);
  expect([answer?.status, answer?.headers.get('Connection')]).toEqual([408, 'close']);
});

test('stores nothing of an incomplete request', async () => {
  const headers = { Authorization: `Bearer ${await server.token()}` };
  const response = await fetch(`${server.url}/summary`, { headers });
  expect(await response.json()).toMatchObject({ total: 0 });
});

test('keeps an idle connection open after a response', async () => {
  const idle = connection(server.url);
  const live = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';
  idle.write(live);
  expect((await idle.next()).status).toBe(200);
  // Another connection times out at the same time.
  await exchange(server.url, '');
  idle.write(live);
  expect((await idle.next()).status).toBe(200);
  idle.close();
});
