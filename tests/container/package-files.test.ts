import { describe, expect, test } from '@jest/globals';
import { isNeeded } from '../../container/package-files.ts';
import { runtimePackages } from '../../container/packages.ts';

describe('the packages of the image', () => {
  test('are the transitive dependencies, at the paths where Node resolves them', () => {
    const packages = {
      '': { dependencies: { a: '1', b: '1' }, devDependencies: { tool: '1' } },
      'node_modules/a': { dependencies: { shared: '1' } },
      'node_modules/a/node_modules/shared': { dependencies: { b: '1', deep: '1' } },
      'node_modules/a/node_modules/deep': {},
      'node_modules/b': { dependencies: { a: '1', shared: '2' }, peerDependencies: { missing: '1' } },
      'node_modules/deep': {},
      'node_modules/shared': {},
      'node_modules/tool': { dependencies: { deep: '1' } },
    };
    expect(runtimePackages({ packages })).toEqual([
      'node_modules/a',
      'node_modules/a/node_modules/deep',
      'node_modules/a/node_modules/shared',
      'node_modules/b',
      'node_modules/shared',
    ]);
  });

  test('include scoped packages', () => {
    const packages = {
      '': { dependencies: { '@scope/a': '1' } },
      'node_modules/@scope/a': { dependencies: { '@scope/b': '1' } },
      'node_modules/@scope/a/node_modules/@scope/b': {},
    };
    expect(runtimePackages({ packages })).toEqual([
      'node_modules/@scope/a',
      'node_modules/@scope/a/node_modules/@scope/b',
    ]);
  });
});

describe('isNeeded', () => {
  test.each([
    ['express', 'lib/express.js'],
    ['express', 'package.json'],
    ['express', 'LICENSE'],
    ['lru-cache', 'dist/esm/node/index.min.js'],
    ['mime-db', 'db.json'],
    ['a-package', 'docs/LICENSE.md'],
    ['better-sqlite3', 'lib/index.js'],
    ['lru-cache', 'dist/esm/node/index.min.js'],
    ['better-sqlite3', 'prebuilds/linux-arm64.node'],
    ['swagger-ui-dist', 'swagger-ui-bundle.js'],
    ['swagger-ui-dist', 'swagger-ui-bundle.js.LICENSE.txt'],
    ['swagger-ui-dist', 'swagger-ui.css'],
    ['@opentelemetry/semantic-conventions', 'dist/stable_attributes.mjs'],
    ['@opentelemetry/core', 'dist/index.mjs'],
    ['@opentelemetry/api', 'dist/index.cjs'],
    ['async', 'forEach.js'],
    ['iconv-lite', 'encodings/utf16.js'],
    ['iconv-lite', 'lib/helpers/merge-exports.js'],
    ['js-yaml', 'dist/js-yaml.mjs'],
    ['js-yaml', 'lib/loader.js'],
    ['qs', 'lib/parse.js'],
  ])('includes %s: %s', (name, path) => {
    expect(isNeeded(name, path, 'linux-arm64')).toBe(true);
  });

  test.each([
    ['express', 'Readme.md'],
    ['kysely', 'dist/index.d.ts'],
    ['lru-cache', 'dist/commonjs/index.min.js'],
    ['jose', 'dist/webapi/index.js.map'],
    ['qs', 'test/parse.js'],
    ['js-yaml', 'bin/js-yaml.mjs'],
    ['js-yaml', 'dist/js-yaml.cjs.js'],
    ['async', 'auto.js'],
    ['iconv-lite', 'encodings/tables/cp936.json'],
    ['qs', 'dist/qs.js'],
    ['js-yaml', 'dist/browser/js-yaml.esm.min.mjs'],
    ['marked', 'lib/marked.umd.js'],
    ['better-sqlite3', 'prebuilds/linux-x64.node'],
    ['better-sqlite3', 'deps/sqlite3/sqlite3.c'],
    ['swagger-ui-dist', 'swagger-ui-bundle.js.map'],
    ['swagger-ui-dist', 'swagger-ui-es-bundle.js'],
    ['@scarf/scarf', 'report.js'],
    ['@opentelemetry/semantic-conventions', 'dist/index.cjs'],
    ['@opentelemetry/core', 'dist/index.cjs'],
    ['@opentelemetry/semantic-conventions', 'dist/experimental_attributes.mjs'],
  ])('excludes %s: %s', (name, path) => {
    expect(isNeeded(name, path, 'linux-arm64')).toBe(false);
  });
});
