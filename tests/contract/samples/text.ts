// Strings that match a regular expression of the contract, generated from the expression itself.
import { RegExpParser } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';
import { pick } from '../../tasks/sample-tasks.ts';

const parser = new RegExpParser();
const maxRepetitions = 6;
/**
 * The characters for a negated class or `.`: ASCII, accented Latin letters, a right-to-left override, a CJK character and
 * an emoji.
 */
const anyCharacter = Array.from('aZ0 ~-_.,;:/?!"#<>éß\u202E漢🥊');

/**
 * A string that matches the pattern. With `fill`, the first unbounded repetition gets that many repetitions above its
 * minimum, and every other one gets its minimum, so strings of any length are possible. The function ignores assertions
 * such as `(?!…)`, so the caller must check the string.
 */
export function textFor(pattern: string, random: () => number, fill?: number): string {
  let toFill = fill ?? 0;
  return alternatives(parser.parsePattern(pattern, 0, pattern.length, { unicode: true }).alternatives);

  function alternatives(choices: readonly AST.Alternative[]): string {
    const endless = choices.find(({ elements }) =>
      elements.some((one) => one.type === 'Quantifier' && one.max === Infinity),
    );
    const chosen = fill === undefined ? pick(random, choices) : (endless ?? choices[0]!);
    return chosen.elements.map(element).join('');
  }

  function element(node: AST.Element): string {
    switch (node.type) {
      case 'Character':
        return String.fromCodePoint(node.value);
      case 'CharacterClass':
      case 'CharacterSet':
        return pick(random, charactersOf(node));
      case 'Group':
      case 'CapturingGroup':
        return alternatives(node.alternatives);
      case 'Quantifier':
        return Array.from({ length: repetitions(node) }, () => element(node.element)).join('');
      case 'Assertion':
        return '';
      default:
        throw new Error(`Cannot generate texts for the pattern ${pattern}: it has a ${node.type}`);
    }
  }

  function repetitions({ min, max, element: repeated }: AST.Quantifier): number {
    if (fill === undefined) return min + Math.floor(random() * (Math.min(max - min, maxRepetitions) + 1));
    if (toFill === 0 || max !== Infinity || !isOneCharacter(repeated)) return min;
    toFill = 0;
    return min + fill;
  }
}

function isOneCharacter(node: AST.Element): boolean {
  if (node.type === 'Group') {
    const [first] = node.alternatives;
    return first?.elements.length === 1 && first.elements.every(isOneCharacter);
  }
  return ['Character', 'CharacterClass', 'CharacterSet'].includes(node.type);
}

function charactersOf(node: AST.CharacterClass | AST.CharacterSet): string[] {
  if (node.type === 'CharacterSet') {
    if (node.kind === 'space') return node.negate ? ['a', 'é'] : [' ', '\t'];
    if (node.kind === 'digit') return node.negate ? ['a'] : ['0', '7'];
    return anyCharacter;
  }
  const ranges = node.elements.map((part): [number, number] => {
    if (part.type === 'CharacterClassRange') return [part.min.value, part.max.value];
    if (part.type === 'Character') return [part.value, part.value];
    // `\s` within a class. The contract uses it only to exclude white space.
    return [0, 0x20];
  });
  const has = (character: string): boolean => {
    const code = character.codePointAt(0) ?? 0;
    return ranges.some(([low, high]) => low <= code && code <= high);
  };
  if (node.negate) return anyCharacter.filter((character) => !has(character));
  // The ends of each range, where errors are likely, and common characters.
  const ends = ranges.flatMap(([low, high]) => [low, high, Math.floor((low + high) / 2)]);
  return [...ends.map((code) => String.fromCodePoint(code)), ...anyCharacter.filter(has)];
}
