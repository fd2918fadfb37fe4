import { describe, expect, test } from '@jest/globals';
import { contract } from '../support/contract.ts';
import { testContentCodings } from '../support/content-codings.ts';
import { useServer } from '../support/use-server.ts';

const { send } = useServer();

describe('getContractJson', () => {
  test('returns openapi.yaml as JSON', async () => {
    const { status, body } = await send('GET', '/openapi.json', { as: null });
    expect(status).toBe(200);
    expect(body).toEqual(contract.document);
  });

  test('returns 304 when the contract is unchanged', async () => {
    const { headers } = await send('GET', '/openapi.json', { as: null });
    const etag = headers.get('ETag') ?? '';
    const again = await send('GET', '/openapi.json', { as: null, headers: { 'If-None-Match': etag } });
    expect(again.status).toBe(304);
  });

  testContentCodings(send, '/openapi.json');
});
