// Finds the first error in invalid JSON (RFC 8259). V8's messages contain a position only for some errors.

const space = /[ \t\n\r]*/y;
const string = /"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** The valid beginning of a string. */
const stringStart = /"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*/y;

/**
 * Returns the offset of the first error: the token that must not occur there or, within a string, the invalid
 * character. If the text ends too early, returns its length.
 */
export function jsonErrorOffset(text: string): number {
  /** The open brackets, the innermost last. */
  const open: ('}' | ']')[] = [];
  let offset = 0;

  const take = (expression: RegExp): boolean => {
    expression.lastIndex = offset;
    if (!expression.test(text)) return false;
    offset = expression.lastIndex;
    return true;
  };
  const takeCharacter = (character: string): boolean => {
    take(space);
    if (text[offset] !== character) return false;
    offset += 1;
    return true;
  };
  /** Consumes a string, or moves to the error in it. */
  const takeString = (): boolean => {
    take(space);
    if (take(string)) return true;
    take(stringStart);
    return false;
  };
  const takeName = (): boolean => takeString() && takeCharacter(':');

  for (;;) {
    if (takeCharacter('{')) {
      if (!takeCharacter('}')) {
        open.push('}');
        if (!takeName()) return offset;
        continue;
      }
    } else if (takeCharacter('[')) {
      if (!takeCharacter(']')) {
        open.push(']');
        continue;
      }
    } else if (text[offset] === '"' ? !takeString() : !take(scalar)) return offset;
    // The value is complete. Consumes the closing brackets after it, and then a comma.
    while (open.length > 0 && takeCharacter(open.at(-1) ?? '')) open.pop();
    take(space);
    const innermost = open.at(-1);
    if (innermost === undefined || !takeCharacter(',')) return offset;
    if (innermost === '}' && !takeName()) return offset;
  }
}

/**
 * Returns the line and the column of an offset, both counted from 1. Columns count UTF-16 code units, as editors do.
 */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
