import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A directory and the files in it that the pages use. */
interface AssetFolder {
  readonly folder: string;
  readonly names: readonly string[];
}

/**
 * All files that the pages load. Nothing else in these directories can be requested. Browsers request the source maps when
 * their developer tools open.
 */
export const assetFolders: readonly AssetFolder[] = [
  {
    folder: fileURLToPath(new URL('browser/', import.meta.url)),
    names: [
      'accessible.js',
      'console-contract.js',
      'docs.css',
      'favicon.svg',
      'fold-responses.js',
      'reference.css',
      'reference.js',
      'settings.js',
      'swagger-ui.js',
    ],
  },
  {
    folder: dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')),
    names: [
      'swagger-ui-bundle.js',
      'swagger-ui-bundle.js.LICENSE.txt',
      'swagger-ui-bundle.js.map',
      'swagger-ui.css',
      'swagger-ui.css.map',
    ],
  },
];
