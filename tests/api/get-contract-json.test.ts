import { describe, expect, test } from '@jest/globals';
import { contract } from '../support/contract.ts';
import { useServer } from '../support/use-server.ts';

const { send } = useServer();

describe('getContractJson', () => {
  test('returns the same contract as JSON', async () => {
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

  test.each(['br', 'gzip', 'identity'])(
    'returns the same content with a different entity tag as %s',
    async (coding) => {
      const headers = { 'Accept-Encoding': coding };
      const plain = await send('GET', '/openapi.json', {
        as: null,
        headers: { 'Accept-Encoding': 'identity' },
      });
      const coded = await send('GET', '/openapi.json', { as: null, headers });
      const isPlain = coding === 'identity';
      expect(coded.headers.get('Content-Encoding')).toBe(isPlain ? null : coding);
      expect(coded.headers.get('Vary')).toContain('Accept-Encoding');
      expect(coded.text).toBe(plain.text);
      const etag = coded.headers.get('ETag') ?? '';
      expect(etag === plain.headers.get('ETag')).toBe(isPlain);
      const again = await send('GET', '/openapi.json', {
        as: null,
        headers: { ...headers, 'If-None-Match': etag },
      });
      expect([again.status, again.headers.get('Vary')]).toEqual([304, coded.headers.get('Vary')]);
    },
  );
});
