// Bodies whose title, tags or due date is an edge case of the contract's rules, to compare generated validators with the
// service.

/** Zod counts UTF-16 code units, so long titles are ASCII. */
const bodies: readonly object[] = [
  ...['a', ' a ', '🥊', '👩‍👩‍👧‍👦', '🇩🇪 ❤\uFE0F', '漢字', '𒀀', 'e\u0301', '\u0301', 'a\u00ADb', '\u202Eabc'],
  ...[
    'x'.repeat(200),
    'x'.repeat(201),
    '',
    ' ',
    '\u00AD',
    '\u3164',
    '\uFFA0',
    '\u200B',
    '\u2800',
    '\u00AD\u3164 ',
  ],
  ...['a\u2028b', 'a\u2029b', 'a\nb', 'a\tb', 'a\0b', 'a\u0085b', '\uFFFF'],
].map((title) => ({ title }));
const tagLists = [
  [],
  ['a'],
  ['0_-'],
  ['A'],
  ['-a'],
  [''],
  ['é'],
  ['a b'],
  ['x'.repeat(40)],
  ['x'.repeat(41)],
  Array.from({ length: 20 }, (_, n) => `tag-${n}`),
  Array.from({ length: 21 }, (_, n) => `tag-${n}`),
  ['a', 'b', 'a'],
];
const dates = [
  ...[
    '2026-03-06T17:00:00+01:00',
    '2026-03-06T17:00:00Z',
    '2024-02-29T00:00:00Z',
    '2026-01-01T00:00:00.123456789Z',
  ],
  ...['2026-02-29T00:00:00Z', '2100-02-29T00:00:00Z', '2026-04-31T00:00:00Z', '2026-12-31T23:59:60Z'],
  ...[
    '0001-01-01T00:00:00-14:00',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59Z',
    '9999-12-31T23:59:59-01:00',
  ],
  ...[
    '0000-01-01T00:00:00Z',
    '2026-01-01T00:00Z',
    '2026-01-01t00:00:00z',
    '2026-01-01',
    '2026-01-01T24:00:00Z',
  ],
];
/** Bodies of createTask, valid and invalid. */
export const edgeCaseBodies: readonly object[] = [
  ...bodies,
  ...tagLists.map((tags) => ({ title: 'a', tags })),
  ...dates.map((dueAt) => ({ title: 'a', dueAt })),
  // No unknown property is included, because zod removes it instead of rejecting it.
  ...[{ title: 'a', dueAt: null }, { title: 'a', tags: null }, {}],
];
