import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder, and the files of it that the pages use. */
interface AssetFolder {
  readonly folder: string;
  readonly names: readonly string[];
}

/**
 * Every file that the pages load. Each is named, so nothing else of a package or of this folder can be asked for.
 * The source maps are among them because browsers ask for them as soon as somebody opens the developer tools.
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
