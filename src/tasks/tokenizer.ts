/** Longer words are truncated, in tasks and in queries alike. */
const MAX_WORD_LENGTH = 64;

/**
 * A word is one character of a script that has no spaces between words, or a run of letters and digits of any other
 * script. Only a dictionary could split the first kind into words. As single characters, every part of it is found.
 */
const WORD =
  /[[\p{L}\p{N}]&&[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]]|[[\p{L}\p{N}]--[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]]+/gv;

/** Letters that Unicode does not decompose, and how people write them on a keyboard without them. */
const LETTERS = new Map(
  Object.entries({ ł: 'l', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', œ: 'oe', æ: 'ae', þ: 'th', ŋ: 'n' }),
);

/**
 * Splits a text into distinct tokens. Spelling variants of a word give the same token: without accents and case, and
 * with compatible characters (`ﬁ`, `①`, full-width) replaced. Every engine indexes and searches these tokens.
 */
export function tokenize(text: string): string[] {
  const folded = text
    // Before normalizing, which sorts the marks of a letter: 5,000 of them take 16 ms. No mark decomposes to a letter.
    .replace(/\p{M}+/gu, '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    // Upper case first, for letters without an upper case of their own: ß becomes SS, then ss.
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
