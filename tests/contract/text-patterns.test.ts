// Found by fuzzing: patterns that name lone surrogates are refused by engines that work on code points (Rust's, which
// Schemathesis and Python's validators use), so such clients saw no pattern at all, or none of the contract. The
// patterns say now what text may have, in words that every engine knows, and mean what they meant before.
import { expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/contract/reference.ts';
import { contract } from '../support/contract.ts';

const { schemas, parameters } = contract.document['components'] as Record<string, Record<string, JsonObject>>;
const search = (parameters!['Search']!['schema'] as JsonObject)['pattern'] as string;
const title = schemas!['TaskTitle']!['pattern'] as string;
const description = schemas!['TaskDescription']!['pattern'] as string;

test('no pattern of the contract names a surrogate', () => {
  expect(JSON.stringify(contract.document)).not.toMatch(/\\u[dD][89a-fA-F]/);
});

test.each([
  ['q', search, String.raw`^[^\u0000-\u001F\u007F-\u009F\uD800-\uDFFF]$`],
  [
    'title',
    title,
    String.raw`^[^\u0000-\u0020\u007F-\u00A0\u1680\u2000-\u200F\u2028-\u202F\u205F\u2060\u3000\uD800-\uDFFF\uFEFF]$`,
  ],
  [
    'description',
    description,
    String.raw`^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uD800-\uDFFF]$`,
  ],
])('%s takes the characters that it took', (_name, pattern, before) => {
  const now = new RegExp(pattern, 'u');
  const then = new RegExp(before, 'u');
  const different: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (now.test(character) !== then.test(character)) different.push(code.toString(16));
  }
  expect(different).toEqual([]);
});
