/** Longer words are truncated, in tasks and in queries alike. */
const MAX_WORD_LENGTH = 64;

/**
 * A word is one character of a script that has no spaces between words, or a run of letters and digits of any other script.
 * Only a dictionary could split text in such a script into words. Because its characters are indexed individually, every
 * part of the text is found.
 */
const WORD =
  /[[\p{L}\p{N}]&&[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]]|[[\p{L}\p{N}]--[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]]+/gv;

/** Letters that Unicode does not decompose, and how people type them on a keyboard that lacks them. */
const LETTERS = new Map(
  Object.entries({ ł: 'l', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', œ: 'oe', æ: 'ae', þ: 'th', ŋ: 'n' }),
);

/**
 * Splits text into distinct tokens. Spelling variants of a word give the same token: without accents and case, and
 * with compatible characters (`ﬁ`, `①`, full-width) replaced. Every engine indexes and searches these tokens.
 */
export function tokenize(text: string): string[] {
  const folded = text
    // Removes marks before normalizing, because normalizing sorts the marks of a letter: 5,000 marks take 16 ms. No mark
    // decomposes to a letter.
    .replace(/\p{M}+/gu, '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    // Upper case first, for letters whose upper case is several letters: ß becomes SS, then ss.
    .toUpperCase()
    .toLowerCase()
    // The lower case of sigma depends on its position in the word.
    .replaceAll('ς', 'σ')
    .replace(/[łøđðħœæþŋ]/g, (letter) => LETTERS.get(letter) ?? letter);
  const words = folded.match(WORD) ?? [];
  return [...new Set(words.map(truncate))];
}

function truncate(word: string): string {
  return word.length <= MAX_WORD_LENGTH ? word : Array.from(word).slice(0, MAX_WORD_LENGTH).join('');
}
