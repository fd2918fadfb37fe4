import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Ajv } from 'ajv';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import { connection } from '../../support/raw-connection.ts';

// The Ajv class that express-openapi-validator itself loads. It adds a schema for each validator that it compiles.
const { default: core } = createRequire(import.meta.url)('ajv/dist/core') as { default: { prototype: Ajv } };

let server: TestServer;
let compiled: { readonly mock: { readonly calls: readonly unknown[] } };

beforeAll(async () => {
  compiled = jest.spyOn(core.prototype, 'addSchema');
  server = await startServer();
});
afterAll(() => server.close());

// express-openapi-validator keeps a compiled validator for each Content-Type that it receives, forever.
test('compiles no validator for five hundred different media types', async () => {
  const head = `Host: x\r\nAuthorization: Bearer ${await server.token()}`;
  const opened = connection(server.url);

  /** Sends requests that each have a different media type. Returns the statuses. */
  const round = async (n: number): Promise<number[]> => {
    const sent = [
      ['GET /tasks?limit=1', `application/x-${n}`, ''],
      ['GET /summary', `n${n}; a="${n}"`, ''],
      ['POST /tasks', `application/json; v=${n}`, '{"title":""}'],
      ['POST /tasks', `application/x-${n}`, ''],
      ['POST /tasks', `application/x-${n}`, '{"title":""}'],
    ] as const;
    for (const [line, type, body] of sent) {
      const fields = `Content-Type: ${type}\r\nAccept: application/json;v=${n}, */*`;
      const length = `Content-Length: ${body.length}`;
      opened.write(`${line} HTTP/1.1\r\n${head}\r\n${fields}\r\n${length}\r\n\r\n${body}`);
    }
    const statuses: number[] = [];
    while (statuses.length < sent.length) statuses.push((await opened.next()).status);
    return statuses;
  };

  // The first requests compile the response validators.
  await round(0);
  const before = compiled.mock.calls.length;
  expect(before).toBeGreaterThan(0);
  for (let n = 1; n <= 500; n += 1) {
    expect(await round(n)).toEqual([200, 200, 422, 422, 415]);
    expect(compiled.mock.calls).toHaveLength(before);
  }
  opened.close();
});
