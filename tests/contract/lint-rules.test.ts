// Tests that the rules of .spectral.yaml report each construct that at least one code generator does not support.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runNode } from '../../scripts/tools/run-node.ts';
import { contract } from '../support/contract.ts';

const spectral = 'node_modules/@stoplight/spectral-cli/dist/index.js';

/** Schemas with constructs that at least one generator does not support. */
const broken = {
  ConstOnly: { description: 'a', const: 404 },
  EnumOnly: { description: 'a', enum: ['a'] },
  ArrayDefault: {
    type: 'array',
    description: 'a',
    maxItems: 1,
    items: { $ref: '#/components/schemas/Tag' },
    default: [],
  },
  NullableArrayDefault: {
    ...{ type: ['array', 'null'], description: 'a', maxItems: 1, default: [] },
    items: { $ref: '#/components/schemas/Tag' },
  },
  Union: {
    oneOf: [{ $ref: '#/components/schemas/Task' }],
    discriminator: { propertyName: 'id', mapping: {} },
  },
  AnyOf: { anyOf: [{ $ref: '#/components/schemas/Task' }] },
  Comment: { type: 'boolean', description: 'Returns */*.' },
};

test('reports each construct that at least one generator does not support', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lint-'));
  try {
    const file = join(folder, 'broken.json');
    const components = contract.document['components'] as { schemas: object };
    const schemas = { ...components.schemas, ...broken };
    await writeFile(file, JSON.stringify({ ...contract.document, components: { ...components, schemas } }));
    const report = join(folder, 'report.json');
    await runNode([
      spectral,
      'lint',
      file,
      '--ruleset',
      '.spectral.yaml',
      '--format',
      'json',
      '--output',
      report,
    ]);
    const results = JSON.parse(await readFile(report, 'utf8')) as { code: string; path: string[] }[];
    const reported = results
      .filter(({ path: [, , name = ''] }) => name in broken)
      .map(({ code, path }) => `${path[2] ?? ''}: ${code}`);
    expect(reported).toEqual(
      expect.arrayContaining([
        'ConstOnly: typed-values',
        'EnumOnly: typed-values',
        'ArrayDefault: no-array-default',
        'NullableArrayDefault: no-array-default',
        'Union: no-unions',
        'AnyOf: no-unions',
        'Comment: no-comment-end',
      ]),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('finds no two components with the same name, because Go generators put all types into one package', () => {
  const components = contract.document['components'] as unknown as Record<string, object>;
  const names = ['schemas', 'parameters', 'requestBodies', 'responses'].flatMap((section) =>
    Object.keys(components[section] ?? {}),
  );
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
});
