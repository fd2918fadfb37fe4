import { readFile, writeFile } from 'node:fs/promises';

interface Package {
  version: string;
  /** Present only in a lock file. */
  readonly packages?: Record<string, { version: string }>;
}

/** Sets the version in all package.json files and in their lock file. */
export async function setVersions(root: URL, version: string): Promise<void> {
  for (const file of ['package.json', 'client/package.json', 'package-lock.json']) {
    const url = new URL(file, root);
    const content = JSON.parse(await readFile(url, 'utf8')) as Package;
    content.version = version;
    for (const path of ['', 'client']) {
      const entry = content.packages?.[path];
      if (entry !== undefined) entry.version = version;
    }
    await writeFile(url, `${JSON.stringify(content, undefined, 2)}\n`);
  }
}
