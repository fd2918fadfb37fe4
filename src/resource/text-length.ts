/** The length of the text in a row, by default in UTF-16 code units. */
export function textLength(row: object, measure: (text: string) => number = ({ length }) => length): number {
  let length = 0;
  for (const value of Object.values(row)) if (typeof value === 'string') length += measure(value);
  return length;
}
