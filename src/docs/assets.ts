// The files that the pages load. Their addresses contain a digest of all files, so browsers cache them until a file changes.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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
      'accessibility-fixes.js',
      'console-form.js',
      'copy-buttons.js',
      'docs.css',
      'favicon.svg',
      'reference.css',
      'reference.js',
      'samples.js',
      'search.js',
      'settings.js',
      'swagger-ui.js',
      'try-it.css',
      'try-it.js',
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

/** The paths of the assets by name. The container image contains no source maps. */
export const assetPaths: ReadonlyMap<string, string> = new Map(
  assetFolders
    .flatMap(({ folder, names }) => names.map((name) => [name, join(folder, name)] as const))
    .filter(([, path]) => existsSync(path)),
);

let digest: string | undefined;

/** A digest of all assets except the source maps, which no page depends on. Reads the assets at the first call. */
export function assetsDigest(): string {
  if (digest !== undefined) return digest;
  const hash = createHash('sha256');
  for (const [name, path] of assetPaths)
    if (!name.endsWith('.map')) hash.update(name).update(readFileSync(path));
  digest = hash.digest('base64url').slice(0, 10);
  return digest;
}
