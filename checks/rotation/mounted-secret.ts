import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A directory with a file for each key of a secret, as Kubernetes mounts it. */
export interface MountedSecret<Key extends string> {
  /** The path of a key's file. */
  path(key: Key): string;
  /** Replaces these values, all at once. Keeps the others. */
  update(values: Partial<Record<Key, string>>): void;
}

/**
 * Mounts a secret in an empty directory. Each file is a symbolic link to a file in `..data`, which is a symbolic link to the
 * current directory of values. An update replaces only the second link.
 */
export function mountSecret<Key extends string>(
  folder: string,
  initial: Readonly<Record<Key, string>>,
): MountedSecret<Key> {
  let current: Record<string, string> = {};
  let version = 0;

  function update(values: Partial<Record<Key, string>>): void {
    current = { ...current, ...values };
    const name = `..${(version += 1)}`;
    mkdirSync(join(folder, name));
    for (const [key, value] of Object.entries(current)) writeFileSync(join(folder, name, key), value);
    symlinkSync(name, join(folder, '..data_new'));
    renameSync(join(folder, '..data_new'), join(folder, '..data'));
  }

  update(initial);
  for (const key of Object.keys(initial)) symlinkSync(join('..data', key), join(folder, key));
  return { path: (key) => join(folder, key), update };
}
