// TypeScript clients that are generated from the published contract compile, and work with the service.
import { afterEach, expect, test } from '@jest/globals';
import { recipe } from './page.ts';
import { round } from './round.ts';
import { installed, openWorkshop } from './workshop.ts';
import type { Workshop } from './workshop.ts';
import { useServer } from '../../support/use-server.ts';

const node = process.execPath;

/** As strict as TypeScript calls strict, with the generated code checked too. */
const compilerOptions = {
  ...{ strict: true, skipLibCheck: false, noEmit: true },
  ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [] },
  ...{ module: 'nodenext', allowImportingTsExtensions: true },
};

const { server } = useServer();
let workshop: Workshop | undefined;
afterEach(() => workshop?.close());

test.each(['openapi-typescript and openapi-fetch', '@hey-api/openapi-ts'])(
  'generates a client with %s that compiles and completes the round',
  async (heading) => {
    const token = await server.token('generated-client');
    workshop = await openWorkshop(recipe(heading), { url: server.url, token });
    await workshop.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['round.ts'] }));

    for (const [, specifier = '', ...args] of workshop.commands) {
      const { code, output } = await workshop.run(node, [await installed(specifier), ...args]);
      expect(code === 0 ? '' : output).toBe('');
    }
    const tsc = await installed('typescript');
    expect(await workshop.run(node, [tsc, '--project', 'tsconfig.json'])).toEqual({ code: 0, output: '' });
    expect(await workshop.run(node, ['round.ts'])).toEqual({ code: 0, output: round });
  },
  60_000,
);

/** Bodies whose title, tags or date is at the edge of the rules. Zod counts UTF-16 code units, so long titles are ASCII. */
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
const corpus = [
  ...bodies,
  ...tagLists.map((tags) => ({ title: 'a', tags })),
  ...dates.map((dueAt) => ({ title: 'a', dueAt })),
  // Not an unknown property: zod removes it, so it is not sent.
  ...[{ title: 'a', dueAt: null }, { title: 'a', tags: null }, {}],
];

test('generates validators with the zod plugin of @hey-api/openapi-ts that agree with the service', async () => {
  const token = await server.token('generated-client');
  workshop = await openWorkshop(recipe('@hey-api/openapi-ts'), { url: server.url, token });
  const [[, specifier = '', ...args] = []] = workshop.commands;
  await workshop.run(node, [await installed(specifier), ...args]);
  await workshop.write(
    'validate.ts',
    `import { zCreateTask } from './client/zod.gen.ts';
    const bodies = JSON.parse(process.argv[2] ?? '') as unknown[];
    console.log(JSON.stringify(bodies.map((body) => zCreateTask.safeParse(body).success)));`,
  );
  const { output } = await workshop.run(node, ['validate.ts', JSON.stringify(corpus)]);
  const verdicts = JSON.parse(output) as boolean[];

  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const statuses = await Promise.all(
    corpus.map(async (body) => {
      const { status } = await fetch(`${server.url}/tasks`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return status;
    }),
  );
  const rows = corpus.map((body, n) => ({ body, service: statuses[n], validator: verdicts[n] }));
  expect(new Set(statuses)).toEqual(new Set([201, 422]));
  expect(rows.filter(({ service, validator }) => validator !== (service === 201))).toEqual([]);
}, 60_000);
