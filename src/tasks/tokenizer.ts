/** Longer words are cut, in tasks and in queries alike: no one types more. */
const LONGEST_WORD = 64;

/**
 * Either one character of a script that puts no spaces between words, or a run of letters and digits of the others.
 * Where a word ends in the first kind, only a dictionary could tell; as single characters, any part of it is found.
 */
const WORD =
  /[[\p{L}\p{N}]&&[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]]|[[\p{L}\p{N}]--[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]]+/gv;

/**
 * The words of a text, each once, in a form in which spelling variants are equal: without accents and case, and with
 * the letters of compatible forms (`ﬁ`, `①`, full-width). Tasks and queries go through it, whatever engine searches.
 */
export function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    // Through upper case, for letters that have none of their own: ß is ss.
    .toUpperCase()
    .toLowerCase()
    // The one letter whose lower case depends on its place in the word.
    .replaceAll('ς', 'σ');
  const words = folded.match(WORD) ?? [];
  return [...new Set(words.map(shortened))];
}

function shortened(word: string): string {
  return word.length <= LONGEST_WORD ? word : Array.from(word).slice(0, LONGEST_WORD).join('');
}
