import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { testContentCodings } from '../support/content-codings.ts';
import { useServer } from '../support/use-server.ts';

const { send } = useServer();

describe('getContractYaml', () => {
  test('returns the file unchanged', async () => {
    const { status, headers, text } = await send('GET', '/openapi.yaml', { as: null });
    expect(status).toBe(200);
    expect(headers.get('Content-Type')).toMatch(/^application\/yaml/);
    expect(text).toBe(await readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8'));
  });

  test('returns 304 when the contract is unchanged', async () => {
    const { headers } = await send('GET', '/openapi.yaml', { as: null });
    const etag = headers.get('ETag') ?? '';
    const again = await send('GET', '/openapi.yaml', { as: null, headers: { 'If-None-Match': etag } });
    const other = await send('GET', '/openapi.yaml', { as: null, headers: { 'If-None-Match': '"older"' } });
    expect([again.status, other.status]).toEqual([304, 200]);
  });

  testContentCodings(send, '/openapi.yaml');
});
