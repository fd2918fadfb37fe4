// Renders the manifests with kustomize, which kubectl includes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from '@jest/globals';
import { dump, loadAll } from 'js-yaml';
import { temporaryFolder } from '../support/temporary-folder.ts';

const deploy = fileURLToPath(new URL('../../deploy/', import.meta.url));

/** A rendered resource of Kubernetes. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
}

const program = [
  ['kustomize', 'build'],
  ['kubectl', 'kustomize'],
].find(([command = '']) => {
  try {
    execFileSync(command, ['version', ...(command === 'kubectl' ? ['--client'] : [])], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

/** `describe`, or a skipped one with the reason in its title. */
export const describeWithKustomize =
  program === undefined
    ? (name: string, tests: () => void): void =>
        describe.skip(`${name} (skipped: neither kustomize nor kubectl is installed)`, tests)
    : describe;

/** Fields of a kustomization, besides those that `render` sets. */
export interface Kustomization {
  readonly components?: readonly string[];
  readonly images?: readonly Readonly<Record<string, string>>[];
}

/** The resources of an overlay in deploy/, with components of deploy/components, and with other images. */
export function render(overlay: string, { components = [], images = [] }: Kustomization = {}): Resource[] {
  const folder = join(temporaryFolder(), 'overlay');
  mkdirSync(folder);
  const path = (name: string): string => relative(folder, join(deploy, name));
  writeFileSync(
    join(folder, 'kustomization.yaml'),
    dump({
      resources: [path(overlay)],
      components: components.map((name) => path(`components/${name}`)),
      images,
    }),
  );
  const [command = '', ...args] = program ?? [];
  return loadAll(execFileSync(command, [...args, folder], { encoding: 'utf8' })) as Resource[];
}
