// Renders the manifests with kustomize, which kubectl includes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump, loadAll } from 'js-yaml';
import { temporaryFolder } from './temporary-folder.ts';

const deploy = fileURLToPath(new URL('../../deploy/', import.meta.url));

/** A rendered resource of Kubernetes. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
}

/** The command that renders a directory, or undefined if neither program is on the PATH. */
export function kustomizeCommand(): readonly string[] | undefined {
  return [
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
}

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
  return renderFolder(folder);
}

/** The resources of a directory with a kustomization. */
export function renderFolder(folder: string): Resource[] {
  const [command = '', ...args] = kustomizeCommand() ?? [];
  return loadAll(execFileSync(command, [...args, folder], { encoding: 'utf8' })) as Resource[];
}

/** Returns the text of an overlay's kustomization in which exactly these components are uncommented. */
export function enableComponents(kustomization: string, names: readonly string[]): string {
  return kustomization
    .split('\n')
    .map((line) => {
      const text = line.replace(/^# /, '');
      const name = /^ {2}- \.\.\/components\/(.+)$/.exec(text)?.[1];
      if (name === undefined && text !== 'components:') return line;
      const isEnabled = name === undefined ? names.length > 0 : names.includes(name);
      return isEnabled ? text : `# ${text}`;
    })
    .join('\n');
}
