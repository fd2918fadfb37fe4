// Text as people and programs really send it, and text that is designed to deceive.
import type { Fuzzer } from './fuzzer.ts';

const fixed = (name: string, values: readonly string[]): Fuzzer => ({ name, values: () => values });

export const textFuzzers: readonly Fuzzer[] = [
  fixed('zero-width characters', [
    '\u200B',
    'a\u200Bb',
    '\uFEFFa',
    'a\u2060',
    '\u200C\u200D',
    'a\u00ADb',
    'a\u180E',
  ]),
  fixed('bidirectional text', [
    '\u202Ecod.exe',
    '\u05E9\u05DC\u05D5\u05DD abc',
    '\u2066a\u2069',
    'a\u200Fb',
    '\u061C1',
  ]),
  fixed('emoji', ['🥊', '👩‍👩‍👧‍👦', '🇩🇪', '❤\uFE0F', '🏴\u{E0067}\u{E0062}\u{E007F}', '1\uFE0F\u20E3']),
  fixed('lookalike text', ['e\u0301', '\u00E9', '\uFB00', '\uFF21', '\u0130', '\u00DF', 'p\u0435nding']),
  fixed('long runs of combining characters', [`Z${'\u0301'.repeat(60)}`, '\u0301']),
  fixed('control characters', [
    '\0',
    'a\0b',
    '\u0007',
    '\u001B[2J',
    '\u007F',
    '\u0085',
    '\u009F',
    '\u2028',
    '\u2029',
  ]),
  fixed('line breaks', ['a\nb', 'a\r\nb', '\r', '\n', 'a\tb', '\v', '\f']),
  fixed('lone surrogates and noncharacters', [
    '\uD800',
    'a\uDC00b',
    '\uDFFF\uD800',
    '\uFFFE',
    '\uFFFF',
    '\u{10FFFF}',
  ]),
  fixed('white space', [' ', '  ', '\t', '\u00A0', '\u3000', ' a', 'a ', ' a b ']),
  fixed('characters of every script', ['漢字', 'ไทย', 'العربية', 'हिन्दी', 'Ελλάδα', '\u{1F1E6}', '𒀀', '𝒜']),
  {
    name: 'overlong text',
    // The headers and the URL may take 16 KiB in total. Percent-encoding turns one character into up to twelve.
    values: ({ in: location }) =>
      location === 'body'
        ? ['x'.repeat(10_000), '🥊'.repeat(5001), 'x'.repeat(200_000), ' '.repeat(20_000)]
        : ['x'.repeat(10_000), '🥊'.repeat(800), '0'.repeat(5000), '"'.repeat(4000)],
  },
];
