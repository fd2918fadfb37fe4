import type { IncomingMessage, ServerResponse } from 'node:http';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { problemIn } from '../support/problems.ts';
import { connection, exchange } from '../support/raw-connection.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();
let authorization: string | undefined;
/** A placeholder for the token in the tables of cases, which are built before the token exists. */
const tokenLater = 'Authorization: LATER';
beforeAll(async () => {
  authorization = `Authorization: Bearer ${await server.token('mallory')}`;
});

/** A request: the lines of its head, and the bytes after the head. */
function message(lines: readonly string[], rest = ''): string {
  return `${lines.join('\r\n')}\r\n\r\n${rest}`;
}

/** A request that creates a task, with these header fields and this body. */
function create(fields: readonly string[], body: string): string {
  const type = 'Content-Type: application/json';
  return message(['POST /tasks HTTP/1.1', 'Host: x', authorization ?? tokenLater, type, ...fields], body);
}

const get = (target: string, ...fields: string[]): string =>
  message([`GET ${target} HTTP/1.1`, 'Host: x', ...fields]);

const total = async (): Promise<number> => (await send('GET', '/summary', { as: 'mallory' })).body.total;

describe('invalid HTTP', () => {
  test.each([
    ['no request at all', 'garbage\r\n\r\n'],
    ['TLS', Buffer.from('16030100a5010000a10303', 'hex')],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['another version', message(['GET /health HTTP/1.2', 'Host: x'])],
    ['an unknown method', message(['FROB /tasks HTTP/1.1', 'Host: x'])],
    ['a method in lower case', message(['get /tasks HTTP/1.1', 'Host: x'])],
    ['a target without a slash', message(['GET health HTTP/1.1', 'Host: x'])],
    ['a space in the target', get('/health x')],
    ['a NUL in the target', get('/health\0')],
    ['bytes beyond ASCII in the target', Buffer.from(get('/tasks/ü?q=ü'))],
    ['bare line feeds', 'GET /health HTTP/1.1\nHost: x\n\n'],
    ['a NUL in a field', get('/health', 'X-Field: a\0b')],
    ['a space before the colon', get('/health', 'X-Field : a')],
    ['a folded field', get('/health', 'X-Field: a\r\n b')],
    ['a field without a name', get('/health', ': a')],
    ['a field without a colon', get('/health', 'X-Field')],
  ])('is rejected with 400, and the connection is closed: %s', async (_what, bytes) => {
    const answers = await exchange(server.url, bytes);
    expect(answers.map(({ status, headers }) => [status, headers.get('Connection')])).toEqual([
      [400, 'close'],
    ]);
    problemIn(answers[0]!, 'malformed-request');
  });

  test.each<[string, string[], string]>([
    ['a chunk without a size', ['Transfer-Encoding: chunked'], 'ZZ\r\n{}\r\n0\r\n\r\n'],
    ['a second chunk without a size', ['Transfer-Encoding: chunked'], '2\r\n{}\r\nZZ\r\n'],
    ['a chunk longer than its size', ['Transfer-Encoding: chunked'], '2\r\n{"title":"a"}\r\n0\r\n\r\n'],
    ['a negative length', ['Content-Length: -1'], '{}'],
    ['a length in hexadecimal', ['Content-Length: 0x2'], '{}'],
    ['a length above the maximum integer', ['Content-Length: 99999999999999999999999'], '{}'],
    ['two lengths', ['Content-Length: 13', 'Content-Length: 14'], '{"title":"a"}'],
    [
      'a length and the chunked coding',
      ['Content-Length: 13', 'Transfer-Encoding: chunked'],
      'd\r\n{"title":"a"}\r\n0\r\n\r\n',
    ],
    ['an unknown transfer encoding', ['Transfer-Encoding: gzip'], '{"title":"a"}'],
    ['chunked that is not the last coding', ['Transfer-Encoding: chunked, gzip'], '0\r\n\r\n'],
  ])('is rejected, and nothing is stored: a body with %s', async (_what, fields, body) => {
    const before = await total();
    const answers = await exchange(server.url, create(fields, body));
    expect(answers).toHaveLength(1);
    problemIn(answers[0]!, 'malformed-request');
    expect(await total()).toBe(before);
  });

  test('is logged and counted without a route', async () => {
    const [answer] = await exchange(server.url, 'garbage\r\n\r\n');
    const { requestId } = problemIn(answer!, 'malformed-request');
    expect(server.logged.find((line) => line['requestId'] === requestId)).toMatchObject({
      message: 'malformed request',
      status: 400,
      error: { code: 'HPE_INVALID_METHOD' },
    });
    const { text } = await send('GET', '/metrics');
    expect(text).toMatch(/^api_malformed_requests_total\{status="400"\} \d+$/m);
  });
});

describe('an invalid header', () => {
  const length = 'Content-Length: 13';
  test.each<[string, string]>([
    ['a repeated Authorization', create(['Authorization: Bearer x', length], '{"title":"a"}')],
    ['a repeated Content-Type', create(['Content-Type: application/json', length], '{"title":"a"}')],
    ['a Host with a path', create([length], '{"title":"a"}').replace('Host: x', 'Host: x/y')],
    ['a Host with a user', create([length], '{"title":"a"}').replace('Host: x', 'Host: me@x')],
    [
      'a Host with a port that is not a number',
      create([length], '{"title":"a"}').replace('Host: x', 'Host: x:y'),
    ],
    [
      'a Transfer-Encoding in HTTP/1.0',
      create(['Transfer-Encoding: chunked'], 'd\r\n{"title":"a"}\r\n0\r\n\r\n').replace(
        'HTTP/1.1',
        'HTTP/1.0',
      ),
    ],
  ])('is rejected with 400, and nothing is stored: %s', async (_what, bytes) => {
    const before = await total();
    const authorized = bytes
      .replace(tokenLater, String(authorization))
      .replace('\r\n', '\r\nConnection: close\r\n');
    const [answer] = await exchange(server.url, authorized);
    problemIn(answer!, 'malformed-request');
    expect(await total()).toBe(before);
  });
});

describe('a Transfer-Encoding other than chunked', () => {
  test.each(['gzip, chunked', 'identity, chunked'])(
    'is rejected with 501, and nothing is stored: %s',
    async (coding) => {
      const before = await total();
      const answers = await exchange(
        server.url,
        create([`Transfer-Encoding: ${coding}`], 'd\r\n{"title":"a"}\r\n0\r\n\r\n'),
      );
      expect(answers.map(({ headers }) => headers.get('Connection'))).toEqual(['close']);
      problemIn(answers[0]!, 'not-implemented');
      expect(await total()).toBe(before);
    },
  );
});

describe('invalid framing', () => {
  test.each([
    ['a repeated Authorization', ['Host: x', 'Authorization: Bearer a', 'Authorization: Bearer b'], 400],
    ['an invalid Host', ['Host: x/y'], 400],
    ['two Host headers', ['Host: x', 'Host: y'], 400],
    ['an unknown transfer coding', ['Host: x', 'Transfer-Encoding: gzip, chunked'], 501],
    [
      'an invalid Host, with Expect: 100-continue',
      ['Host: x/y', 'Expect: 100-continue', 'Content-Length: 13'],
      400,
    ],
  ])('is rejected before the missing token is noticed: %s', async (_what, fields, status) => {
    const answers = await exchange(
      server.url,
      message(['POST /tasks HTTP/1.1', ...fields], status === 501 ? '0\r\n\r\n' : ''),
    );
    expect(answers.map((answer) => [answer.status, answer.headers.get('Connection')])).toEqual([
      [status, 'close'],
    ]);
  });
});

describe('a body that does not match its Content-Length', () => {
  test('causes a 400 if it is longer, and the excess is not treated as a request', async () => {
    const answers = await exchange(server.url, create(['Content-Length: 6'], '{"titl#e":"a"}'));
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    for (const answer of answers) problemIn(answer, 'malformed-request');
  });

  test('causes a 400 if the client disconnects early', async () => {
    const opened = connection(server.url);
    const requestId = 'gone-before-its-end';
    opened.write(
      create(['Content-Length: 1000', `X-Request-Id: ${requestId}`, 'Expect: 100-continue'], '{"title":'),
    );
    expect((await opened.next()).status).toBe(100);
    opened.close();
    const lines = () => server.logged.filter((line) => line['requestId'] === requestId);
    await eventually(() => lines().some(({ message }) => message === 'request aborted'));
    expect(lines().filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('headers', () => {
  test.each([
    ['one field', get('/health', `X-Field: ${'x'.repeat(17_000)}`)],
    ['many fields', get('/health', ...Array.from({ length: 2000 }, (_, n) => `X-${n}: some value`))],
    ['the target', get(`/health?${'x'.repeat(17_000)}`)],
  ])('are rejected with 431 when they are too large because of %s', async (_what, bytes) => {
    const answers = await exchange(server.url, bytes);
    expect(answers.map(({ status }) => status)).toEqual([431]);
    problemIn(answers[0]!, 'headers-too-large');
  });

  test('are accepted just below the limit', async () => {
    const [answer] = await exchange(
      server.url,
      get('/health', 'Connection: close', `X-Field: ${'x'.repeat(15_000)}`),
    );
    expect(answer?.status).toBe(200);
  });

  test('are rejected with 422 when a single-value header is repeated', async () => {
    const keys = ['Idempotency-Key: "a"', 'Idempotency-Key: "b"', 'Connection: close', 'Content-Length: 13'];
    const [answer] = await exchange(server.url, create(keys, '{"title":"a"}'));
    expect(answer?.status).toBe(422);
    problemIn(answer!, 'validation-failed');
  });
});

describe('an oversized body', () => {
  const limit = 73_728;

  test('is rejected by its Content-Length before it is sent', async () => {
    const opened = connection(server.url);
    opened.write(create([`Content-Length: ${limit + 1}`], '{'));
    problemIn(await opened.next(), 'content-too-large');
    opened.close();
  });

  test('is rejected when chunked', async () => {
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    const [answer] = await exchange(
      server.url,
      create(['Transfer-Encoding: chunked', 'Connection: close'], `${chunk}${chunk}0\r\n\r\n`),
    );
    problemIn(answer!, 'content-too-large');
  });
});

describe('instead of Node, the service', () => {
  test('rejects CONNECT with 405', async () => {
    const [answer] = await exchange(server.url, message(['CONNECT tasks.example:443 HTTP/1.1', 'Host: x']));
    expect(answer?.headers.get('Allow')).toBeTruthy();
    problemIn(answer!, 'method-not-allowed');
  });

  test('survives a client that disconnects during CONNECT', async () => {
    for (let count = 0; count < 20; count += 1) {
      const opened = connection(server.url);
      opened.write(message(['CONNECT tasks.example:443 HTTP/1.1', 'Host: x']));
      await opened.next().catch(() => undefined);
      opened.write('x');
      opened.reset();
    }
    const [answer] = await exchange(server.url, get('/health', 'Connection: close'));
    expect(answer?.status).toBe(200);
  });

  test('continues on Expect: 100-continue', async () => {
    const fields = ['Expect: 100-continue', 'Connection: close', 'Content-Length: 13'];
    const answers = await exchange(server.url, create(fields, '{"title":"a"}'));
    expect(answers.map(({ status }) => status)).toEqual([100, 201]);
  });

  test('sends no 100 to a client without a valid token', async () => {
    const fields = ['Host: x', 'Expect: 100-continue', 'Content-Length: 13'];
    const answers = await exchange(server.url, message(['POST /tasks HTTP/1.1', ...fields]));
    expect(answers.map(({ status, headers }) => [status, headers.get('Connection')])).toEqual([
      [401, 'close'],
    ]);
  });

  test('ignores other expectations', async () => {
    const fields = ['Expect: the-moon', 'Connection: close', 'Content-Length: 13'];
    const answers = await exchange(server.url, create(fields, '{"title":"a"}'));
    expect(answers.map(({ status }) => status)).toEqual([201]);
  });

  test('ignores upgrade requests', async () => {
    const opened = connection(server.url);
    opened.write(get('/health', 'Connection: Upgrade', 'Upgrade: websocket'));
    expect((await opened.next()).status).toBe(200);
    opened.close();
  });
});

describe('a connection after its last response', () => {
  const openConnections = (): Promise<number> =>
    new Promise((resolve, reject) => {
      server.service.server.getConnections((error, count) => {
        if (error === null) resolve(count);
        else reject(error);
      });
    });

  test.each([
    ['CONNECT', message(['CONNECT tasks.example:443 HTTP/1.1', 'Host: x'])],
    ['garbage', 'garbage\r\n\r\n'],
  ])('closes even if a client that sent %s keeps its side open', async (_what, bytes) => {
    const before = await openConnections();
    const opened = connection(server.url, { keepsOpen: true });
    opened.write(bytes);
    await opened.next();
    await eventually(async () => (await openConnections()) <= before);
    opened.close();
  });
});

describe('pipelined requests', () => {
  /** Sends `count` pipelined requests, and returns counters of their progress. */
  function burst(count: number, target: string) {
    const responses: ServerResponse[] = [];
    const watch = (request: IncomingMessage, response: ServerResponse): void => {
      if (request.headers['x-request-id']?.includes('ahead') === true) responses.push(response);
    };
    server.service.server.on('request', watch);
    const opened = connection(server.url);
    const requests = Array.from({ length: count }, (_, index) => get(target, `X-Request-Id: ahead-${index}`));
    opened.write(requests.join(''));
    return {
      opened,
      arrived: () => responses.length,
      handled: () => responses.filter(({ writableEnded }) => writableEnded).length,
      end: () => {
        opened.close();
        server.service.server.off('request', watch);
      },
    };
  }

  test('are handled one at a time, and only while the client reads the responses', async () => {
    const count = 1000;
    const { opened, handled, end } = burst(count, '/openapi.json');
    let maxAhead = 0;
    for (let index = 0; index < count; index += 1) {
      expect((await opened.next()).headers.get('X-Request-Id')).toBe(`ahead-${index}`);
      maxAhead = Math.max(maxAhead, handled() - index);
    }
    end();
    // The operating system buffers some megabytes of responses beyond those that the client has read.
    expect(maxAhead).toBeLessThan(count / 2);
  });

  test('do not delay other clients, and are not all read in advance', async () => {
    const count = 20_000;
    const { opened, arrived, handled, end } = burst(count, '/health/live');
    await opened.next();
    const [answer] = await exchange(server.url, get('/health', 'Connection: close'));
    expect(answer?.status).toBe(200);
    expect(handled()).toBeLessThan(count / 4);
    // The server reads ahead at most the requests in one chunk.
    expect(arrived() - handled()).toBeLessThan(count / 4);
    end();
  });

  test('get their responses in order', async () => {
    const targets = ['/health/live', '/nothing', '/tasks', '/health/ready'];
    const bytes = targets.map((target) => get(target)).join('') + get('/openapi.json', 'Connection: close');
    const answers = await exchange(server.url, bytes);
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 401, 200, 200]);
  });

  test('get their responses before the 400 for invalid HTTP that follows them', async () => {
    const before = await total();
    const good = create(['Content-Length: 13'], '{"title":"a"}');
    const answers = await exchange(server.url, `${good}${good}garbage\r\n\r\n`);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 400]);
    problemIn(answers[2]!, 'malformed-request');
    expect(await total()).toBe(before + 2);
  });

  test('get their responses before the 405 for a CONNECT that follows them', async () => {
    const before = await total();
    const good = create(['Content-Length: 13'], '{"title":"a"}');
    const proxy = message(['CONNECT tasks.example:443 HTTP/1.1', 'Host: x']);
    const answers = await exchange(server.url, `${good}${get('/health')}${good}${proxy}`);
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 201, 405]);
    expect(await total()).toBe(before + 2);
  });

  test('get their responses even if the database delays the first', async () => {
    const release = await server.database.lock();
    const opened = connection(server.url);
    opened.write(`${create(['Content-Length: 13'], '{"title":"a"}')}garbage\r\n\r\n`);
    // When this response arrives, the server has also read the requests of the first connection.
    await exchange(server.url, 'garbage\r\n\r\n');
    await release();
    expect((await opened.rest()).map(({ status }) => status)).toEqual([201, 400]);
  });
});
