import { expect, test } from '@jest/globals';
import { wordsOf } from '../../src/tasks/tokenizer.ts';

test.each([
  ['words and numbers', 'Pay invoice 2026-03, twice!', ['pay', 'invoice', '2026', '03', 'twice']],
  ['no word twice', 'Well, well, WELL', ['well']],
  ['no accents', 'Crème brûlée à Zürich', ['creme', 'brulee', 'a', 'zurich']],
  ['accents written as two characters', 'Cre\u0300me', ['creme']],
  ['letters without another case', 'Straße STRASSE', ['strasse']],
  ['the Greek sigma wherever it stands', 'ΟΔΟΣ οδός', ['οδοσ']],
  ['the letters of a ligature, and digits in circles', 'ﬁle ①', ['file', '1']],
  ['full-width letters', 'ＴＡＳＫ', ['task']],
  ['each character of Han', '買牛乳', ['買', '牛', '乳']],
  ['each character of the Japanese scripts, beside words', 'ミルクをbuy', ['ミ', 'ル', 'ク', 'を', 'buy']],
  ['each letter of Thai', 'นม', ['น', 'ม']],
  [
    'whole words of Korean, Arabic and Russian',
    '우유 حليب Молоко',
    ['우유'.normalize('NFKD'), 'حليب', 'молоко'],
  ],
  ['letters beyond the basic plane', '𠮷野 𝐛𝐮𝐲', ['𠮷', '野', 'buy']],
  ['none in emoji and punctuation', '🎉 … — !', []],
  ['none in nothing', '', []],
])('a text has %s', (_what, text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('a word is cut after 64 characters, however they are encoded', () => {
  expect(wordsOf('a'.repeat(100))).toEqual(['a'.repeat(64)]);
  expect(wordsOf('𐐨'.repeat(100))).toEqual(['𐐨'.repeat(64)]);
  expect(wordsOf('𐐨'.repeat(64))).toEqual(['𐐨'.repeat(64)]);
});
