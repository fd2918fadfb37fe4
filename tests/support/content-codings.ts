import { expect, test } from '@jest/globals';
import type { Send } from './client.ts';

/** Defines the tests of the content codings of a public document at `path`. */
export function testContentCodings(send: Send, path: string): void {
  test.each(['br', 'gzip', 'identity'])(
    'returns the same content with a different entity tag as %s',
    async (coding) => {
      const get = (headers: Record<string, string>) => send('GET', path, { as: null, headers });
      const headers = { 'Accept-Encoding': coding };
      const plain = await get({ 'Accept-Encoding': 'identity' });
      const coded = await get(headers);
      const isPlain = coding === 'identity';
      expect(coded.headers.get('Content-Encoding')).toBe(isPlain ? null : coding);
      expect(coded.headers.get('Vary')).toContain('Accept-Encoding');
      expect(coded.text).toBe(plain.text);
      const etag = coded.headers.get('ETag') ?? '';
      expect(etag === plain.headers.get('ETag')).toBe(isPlain);
      const again = await get({ ...headers, 'If-None-Match': etag });
      expect([again.status, again.headers.get('Vary')]).toEqual([304, coded.headers.get('Vary')]);
    },
  );
}
