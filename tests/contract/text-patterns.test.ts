// Generators copy patterns into regular expressions in other languages: JavaScript without a flag (code units),
// Rust, Go and Python (code points). The patterns must mean the same in all of them. Rules that portable patterns cannot
// express are in `x-unicode-pattern`, which the service applies as well.
import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/contract/reference.ts';
import { visitSchemas } from '../../src/contract/subschemas.ts';
import { contract } from '../support/contract.ts';

const schemas: { schema: JsonObject; pointer: string }[] = [];
visitSchemas(contract.document, (schema, pointer) => schemas.push({ schema, pointer }));
const patterns = schemas.flatMap(({ schema: { pattern }, pointer }) =>
  typeof pattern === 'string' ? [[pointer, pattern] as const] : [],
);
const components = contract.document['components'] as Record<string, Record<string, JsonObject>>;

describe('the patterns of the contract', () => {
  test.each(patterns)('%s is portable', (_pointer, pattern) => {
    expect(pattern).not.toMatch(/\(\?[=!<]/);
    expect(pattern).not.toMatch(/\\[pPuxcdDwWbBk]\{|\\u[dD][89a-fA-F]/);
    expect(pattern).toMatch(/^[ -~]+$/);
    // Some generators decode the escapes and write the pattern into a JavaScript literal. A line terminator would end the
    // literal.
    expect(pattern).not.toMatch(/\\u(?:2028|2029|000[aAdD])|\\[nr]/);
    expect(() => new RegExp(pattern)).not.toThrow();
    expect(() => new RegExp(pattern, 'u')).not.toThrow();
  });
});

const samples = [
  'a',
  ' a ',
  '🥊',
  '👩‍👩‍👧‍👦',
  '🇩🇪 ❤\uFE0F',
  '漢字',
  '𒀀',
  'e\u0301',
  '\u0301',
  `Z${'\u0301'.repeat(60)}`,
  'a\u00ADb',
  '\u202Eabc',
];
const invisible = [
  [
    '\u00AD',
    '\u3164',
    '\uFFA0',
    '\u115F',
    '\u034F',
    '\u200B',
    '\u2060',
    '\uFEFF',
    '\uFE0F',
    '\u2800',
    '\u180E',
  ],
  ['\u2066', '\u206F', '\uFFF9', ' ', '\u00A0', '\u3000', '\u200C \u00AD\u3164', ''],
].flat();
const severalLines = ['a\u2028b', 'a\u2029b', 'a\nb', 'a\rb', 'a\u0085b', '\u2028'];
const beyondU16 = ['\u{E0041}', '\u{E0020}\u{E007F}', '\u{E0100}', '\u{1D173}', ' \u{E0041} '];
const loneSurrogates = ['\uD800', 'a\uDC00b'];

describe('a title', () => {
  const { pattern, 'x-unicode-pattern': exact } = components['schemas']!['TaskTitle']!;
  const engines = [new RegExp(pattern as string), new RegExp(pattern as string, 'u')];
  const service = new RegExp(exact as string, 'u');
  const verdicts = (text: string): boolean[] => [...engines, service].map((engine) => engine.test(text));

  test.each(samples)('is accepted: %j', (text) => {
    expect(verdicts(text)).toEqual([true, true, true]);
  });

  test.each(invisible)('is rejected if it has no visible characters: %j', (text) => {
    expect(verdicts(text)).toEqual([false, false, false]);
  });

  test.each(severalLines)('is rejected if it contains a line break: %j', (text) => {
    expect(verdicts(text)).toEqual([false, false, false]);
  });

  test.each([...beyondU16, ...loneSurrogates])(
    'is rejected by the service, but not by the portable pattern: %j',
    (text) => {
      expect(verdicts(text)).toEqual([true, true, false]);
    },
  );

  test.each([
    ['alone', (character: string) => character],
    ['beside a letter', (character: string) => `a${character}`],
  ])('gets the same verdict from every engine for each character up to U+FFFF: %s', (_where, textOf) => {
    const different: string[] = [];
    for (let code = 0; code <= 0xffff; code += 1) {
      const character = String.fromCharCode(code);
      const isLoneSurrogate = !character.isWellFormed();
      const [flagless, unicode, exactly] = verdicts(textOf(character));
      if (flagless !== unicode || (unicode !== exactly && !isLoneSurrogate))
        different.push(code.toString(16));
    }
    expect(different).toEqual([]);
  });
});

test.each([
  ['a description', components['schemas']!['TaskDescription']!],
  ['a search', components['parameters']!['Search']!['schema'] as JsonObject],
])(
  'accepts the same characters in every engine: %s',
  (_name, { pattern, 'x-unicode-pattern': exact = pattern }) => {
    const engines = [new RegExp(pattern as string), new RegExp(pattern as string, 'u')];
    const service = new RegExp(exact as string, 'u');
    const different: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const character = String.fromCodePoint(code);
      const [flagless, unicode] = engines.map((engine) => engine.test(character));
      const isDifferent = character.isWellFormed() ? unicode !== service.test(character) : false;
      if (flagless !== unicode || isDifferent) different.push(code.toString(16));
    }
    expect(different).toEqual([]);
  },
);

describe('a date-time', () => {
  const pattern = components['schemas']!['DateTime']!['pattern'] as string;

  test.each([
    ['2026-03-06T17:00:00+01:00', true],
    ['0001-01-01T00:00:00Z', true],
    ['0001-01-01T00:00:00+00:00', true],
    ['0001-01-01T00:00:00+01:00', false],
    ['0001-01-01T00:00:00-14:00', true],
    ['9999-12-31T23:59:59+14:00', true],
    ['0002-01-01T00:00:00+23:59', true],
    ['9998-12-31T23:59:59-23:59', true],
    ['9999-12-31T23:59:59.999999Z', true],
    ['9999-12-31T23:59:59-01:00', false],
    ['0000-01-01T00:00:00Z', false],
    ['1000-01-01T00:00:00Z', true],
    ['0099-12-31T00:00:00Z', true],
  ])('matches the pattern of the contract only in the years 1 to 9999 in UTC: %s, %s', (text, isAccepted) => {
    expect(new RegExp(pattern).test(text)).toBe(isAccepted);
    if (isAccepted) expect(new Date(text).toISOString()).toMatch(/^\d{4}-/);
  });
});
