import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** The names of the directories in src/ that contain a resource: each has a `resource.ts`, which src/resources.ts lists. */
export const resourceDirectories = globSync('src/*/resource.ts', { cwd: root })
  .map((file) => basename(dirname(file)))
  .filter((name) => name !== 'resource')
  .toSorted();
