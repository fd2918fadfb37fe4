import { expect, test } from '@jest/globals';
import { jsonErrorOffset, lineAndColumn } from '../../src/contract/json-error.ts';

const document = JSON.stringify(
  { a: [1, -2.5e-3, true, false, null, {}], 'b"\\': { c: 'é\n\u2028\uD83D\uDE00', d: [] }, e: [[], [{}]] },
  null,
  2,
);

/** Whether a JSON text can begin with this text: V8 finds no error before the end. */
function canContinue(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as Error;
    const [, position] = /at position (\d+)/.exec(message) ?? [];
    return message === 'Unexpected end of JSON input' || Number(position) === text.length;
  }
}

/** An invalid literal is reported at its beginning. */
const literalLength = 'false'.length;

test('finds no error in JSON', () => {
  for (const text of [document, ' 1 ', '"a"', '[]', '{"a":{}}', '\t[ 1 , { } ]\r\n']) {
    expect(jsonErrorOffset(text)).toBe(text.length);
  }
});

test.each(['', '@', '\u0000', '\u00A0', "'", '\\', '"', '0', '.', ',', ':', '}', ']', '{', '[', 'n'])(
  'finds the first error when %j replaces three characters at any position',
  (character) => {
    for (let position = 0; position <= document.length; position += 1) {
      const text = document.slice(0, position) + character + document.slice(position + 3);
      const offset = jsonErrorOffset(text);
      expect([text, offset, canContinue(text.slice(0, offset))]).toEqual([text, offset, true]);
      if (offset === text.length) continue;
      expect([text, offset, canContinue(text.slice(0, offset + literalLength))]).toEqual([
        text,
        offset,
        false,
      ]);
    }
  },
);

test('accepts deeply nested JSON without recursion', () => {
  expect(jsonErrorOffset('['.repeat(1_000_000))).toBe(1_000_000);
  expect(jsonErrorOffset(`"${'a'.repeat(1_000_000)}`)).toBe(1_000_001);
});

test.each([
  ['', 0, 1, 1],
  ['a\nb', 2, 2, 1],
  ['a\r\nb', 3, 2, 1],
  ['a\rb\n\nc', 6, 4, 2],
])('counts the lines and columns of %j', (text, offset, line, column) => {
  expect(lineAndColumn(text, offset)).toEqual({ line, column });
});
