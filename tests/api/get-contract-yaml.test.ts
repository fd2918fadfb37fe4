import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
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

  test.each(['br', 'gzip', 'identity'])(
    'returns the same content with a different entity tag as %s',
    async (coding) => {
      const headers = { 'Accept-Encoding': coding };
      const plain = await send('GET', '/openapi.yaml', {
        as: null,
        headers: { 'Accept-Encoding': 'identity' },
      });
      const coded = await send('GET', '/openapi.yaml', { as: null, headers });
      const isPlain = coding === 'identity';
      expect(coded.headers.get('Content-Encoding')).toBe(isPlain ? null : coding);
      expect(coded.headers.get('Vary')).toContain('Accept-Encoding');
      expect(coded.text).toBe(plain.text);
      const etag = coded.headers.get('ETag') ?? '';
      expect(etag === plain.headers.get('ETag')).toBe(isPlain);
      const again = await send('GET', '/openapi.yaml', {
        as: null,
        headers: { ...headers, 'If-None-Match': etag },
      });
      expect([again.status, again.headers.get('Vary')]).toEqual([304, coded.headers.get('Vary')]);
    },
  );
});
