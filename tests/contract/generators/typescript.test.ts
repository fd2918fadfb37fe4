// TypeScript clients that others generate from the published contract compile, and do what they are for.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import { recipe } from './page.ts';
import { round } from './round.ts';
import { installed, openWorkshop } from './workshop.ts';
import type { Workshop } from './workshop.ts';

const node = process.execPath;

/** As strict as TypeScript calls strict, with the generated code checked too. */
const compilerOptions = {
  ...{ strict: true, skipLibCheck: false, noEmit: true },
  ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [] },
  ...{ module: 'nodenext', allowImportingTsExtensions: true },
};

let server: TestServer;
let workshop: Workshop | undefined;
beforeAll(async () => {
  server = await startServer();
});
afterEach(() => workshop?.close());
afterAll(() => server.close());

test.each(['openapi-typescript and openapi-fetch', '@hey-api/openapi-ts'])(
  '%s makes a client that compiles and goes the round',
  async (heading) => {
    const token = await server.token('stranger');
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
