// Clients that are generated from the published contract compile, and work with the service and with a later version of it.
// `npm run check:generators` tests the generators that need more tools.
import { expect, test } from '@jest/globals';
import { scaled } from '../../support/timeouts.js';
import { useServer } from '../../support/use-server.ts';
import { runRecipe } from './run-recipe.ts';
import { fastGenerators, slowGenerators } from './generators.ts';
import { recipe, specifierOf } from './guide-recipes.ts';
import { compareRow, publishedRows } from './results-table.ts';

// Runs before Jest collects the tests, because the outcome decides which tests are skipped.
const prepared = await Promise.all(
  fastGenerators.map(async (generator) => {
    const tools = await generator.tools(specifierOf(recipe(generator.heading)));
    return { generator, tools, why: 'missing' in tools ? `; skipped: ${tools.missing}` : '' };
  }),
);

const { server } = useServer();

for (const { generator, tools, why } of prepared) {
  if (why !== '') console.warn(`${generator.heading}${why}`);
  (why === '' ? test : test.skip)(
    `generates a client with ${generator.heading} that completes the recipe${why}`,
    async () => {
      const token = await server.token('generated-client');
      const { result, failures } = await runRecipe(
        generator,
        { url: server.url, token },
        'missing' in tools ? {} : tools,
      );
      expect(failures.join('\n\n')).toBe('');
      const { measured, published } = compareRow(result);
      expect(published).toEqual(measured);
    },
    scaled(120_000),
  );
}

test('publishes one result for each generator, for the version in its recipe', () => {
  const names = [...fastGenerators, ...slowGenerators].map(({ heading }) => [
    expect.stringContaining(`[${heading}]`),
    specifierOf(recipe(heading)).split(/@|==/).at(-1),
  ]);
  const rows = publishedRows().map(([name, version]) => [name, version]);
  expect(rows).toHaveLength(names.length);
  expect(rows).toEqual(expect.arrayContaining(names));
});
