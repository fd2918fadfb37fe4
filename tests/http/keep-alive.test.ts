import { expect, test } from '@jest/globals';
import { connection } from '../support/raw-connection.ts';
import { useServer } from '../support/use-server.ts';

const keepAliveSeconds = 3;
// The request timeout is shorter than the keep-alive timeout, and must not apply to a connection without a request.
const { server } = useServer({
  KEEP_ALIVE_TIMEOUT_SECONDS: String(keepAliveSeconds),
  REQUEST_TIMEOUT_SECONDS: '1',
});

test('closes an idle connection only after the timeout that it has announced', async () => {
  const idle = connection(server.url);
  idle.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  expect((await idle.next()).headers.get('Keep-Alive')).toBe(`timeout=${keepAliveSeconds}`);
  const started = performance.now();
  expect(await idle.rest()).toEqual([]);
  expect(performance.now() - started).toBeGreaterThanOrEqual(keepAliveSeconds * 1000 - 100);
});
