import { expect, test } from '@jest/globals';
import { tokenize } from '../../src/tasks/tokenizer.ts';

test.each([
  ['words and numbers', 'Pay invoice 2026-03, twice!', ['pay', 'invoice', '2026', '03', 'twice']],
  ['each word once', 'Well, well, WELL', ['well']],
  ['words without accents', 'Crème brûlée à Zürich', ['creme', 'brulee', 'a', 'zurich']],
  ['words without combining accents', 'Cre\u0300me', ['creme']],
  ['the same word in both cases of ß', 'Straße STRASSE', ['strasse']],
  ['the same word for both lower-case sigmas', 'ΟΔΟΣ οδός', ['οδοσ']],
  [
    'words without the strokes and ligatures of letters',
    'Łukasza Øl Đorđe Ħal Œuvre Ærø Þór Garðar Ŋa ǿ',
    ['lukasza', 'ol', 'dorde', 'hal', 'oeuvre', 'aero', 'thor', 'gardar', 'na', 'o'],
  ],
  ['the letters of a ligature and the digits of circled numbers', 'ﬁle ①', ['file', '1']],
  ['full-width letters', 'ＴＡＳＫ', ['task']],
  ['each Han character', '買牛乳', ['買', '牛', '乳']],
  ['each Japanese character, next to Latin words', 'ミルクをbuy', ['ミ', 'ル', 'ク', 'を', 'buy']],
  ['each Thai letter', 'นม', ['น', 'ม']],
  [
    'whole Korean, Arabic and Russian words',
    '우유 حليب Молоко',
    ['우유'.normalize('NFKD'), 'حليب', 'молоко'],
  ],
  ['letters outside the basic plane', '𠮷野 𝐛𝐮𝐲', ['𠮷', '野', 'buy']],
  ['nothing from emoji and punctuation', '🎉 … — !', []],
  ['nothing from an empty string', '', []],
])('returns %s', (_what, text, words) => {
  expect(tokenize(text)).toEqual(words);
});

test('truncates a word after 64 characters, counted in code points', () => {
  expect(tokenize('a'.repeat(100))).toEqual(['a'.repeat(64)]);
  expect(tokenize('𐐨'.repeat(100))).toEqual(['𐐨'.repeat(64)]);
  expect(tokenize('𐐨'.repeat(64))).toEqual(['𐐨'.repeat(64)]);
});

test('takes linear time for a letter with many combining marks', () => {
  // Normalizing this text takes minutes.
  expect(tokenize(`a${'\u0301\u0316'.repeat(250_000)}`)).toEqual(['a']);
});
