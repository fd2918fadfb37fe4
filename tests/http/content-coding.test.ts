import { describe, expect, test } from '@jest/globals';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { staticContent } from '../../src/http/content-coding.ts';

const text = 'A line of a page that repeats.\n'.repeat(100);

describe('staticContent', () => {
  test.each([
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['deflate, zstd', undefined],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br; q=0.0 , *', 'gzip'],
    ['*', 'br'],
    ['*;q=0', undefined],
    ['br;q=high', undefined],
  ])('chooses for Accept-Encoding %j: %s', async (header, coding) => {
    expect((await staticContent(text).representation(header)).coding).toBe(coding);
  });

  test('has the same content in each coding, with tags that differ', async () => {
    const content = staticContent(text);
    const [plain, br, gzip] = await Promise.all(
      [undefined, 'br', 'gzip'].map((header) => content.representation(header)),
    );
    expect(brotliDecompressSync(br!.bytes).toString()).toBe(text);
    expect(gunzipSync(gzip!.bytes).toString()).toBe(text);
    expect(new Set([plain!.etag, br!.etag, gzip!.etag]).size).toBe(3);
    expect(staticContent(`${text}.`).representation('br')).not.toBe(br!.etag);
  });

  test('compresses once for any number of waiting requests', async () => {
    const content = staticContent(text);
    const [first, second] = await Promise.all([content.representation('br'), content.representation('br')]);
    expect(second).toBe(first);
  });

  test('does not compress content that fits into one packet', async () => {
    expect((await staticContent('<svg/>').representation('br')).coding).toBeUndefined();
  });
});
