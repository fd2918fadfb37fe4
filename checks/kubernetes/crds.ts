// The definitions of the custom resources that deploy/ uses, from the Go modules of the projects that define them. Go's
// checksum database guarantees that everyone gets the same files.
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadAll } from 'js-yaml';
import { find } from '../observability/programs.ts';

const run = promisify(execFile);

/** The directories with definitions, by module and version. Only files whose name matches are read. */
const sources: readonly { readonly module: string; readonly folder: string; readonly files: RegExp }[] = [
  {
    module: 'sigs.k8s.io/gateway-api@v1.6.3',
    folder: 'config/crd/standard',
    files: /_(?:gateways|httproutes)\.yaml$/,
  },
  {
    module: 'github.com/prometheus-operator/prometheus-operator@v0.85.0',
    folder: 'example/prometheus-operator-crd',
    files: /_(?:servicemonitors|prometheusrules)\.yaml$/,
  },
  {
    module: 'github.com/cert-manager/cert-manager@v1.21.2',
    folder: 'deploy/crds',
    files: /_certificates\.yaml$/,
  },
  {
    module: 'github.com/argoproj/argo-rollouts@v1.10.1',
    folder: 'manifests/crds',
    files: /^(?:rollout|analysis-template)-crd\.yaml$/,
  },
  {
    module: 'github.com/argoproj/argo-cd/v3@v3.5.7',
    folder: 'manifests/crds',
    files: /^application-crd\.yaml$/,
  },
  {
    module: 'github.com/external-secrets/external-secrets@v0.16.2',
    folder: 'config/crds/bases',
    files: /_externalsecrets\.yaml$/,
  },
];

/** An OpenAPI 3 schema, as it appears in a definition. */
export type Schema = Readonly<Record<string, unknown>>;

/** A custom resource definition. */
export interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

/** The paths of the files with the definitions. Downloads the modules that Go has not cached. */
export async function definitionFiles(): Promise<string[]> {
  const go = find('go');
  if (go === undefined) throw new Error('Go is not installed');
  const files: string[] = [];
  for (const { module, folder, files: pattern } of sources) {
    const { stdout } = await run(go, ['mod', 'download', '-json', module]);
    const path = join((JSON.parse(stdout) as { Dir: string }).Dir, folder);
    const found = readdirSync(path).filter((file) => pattern.test(file));
    if (found.length === 0) throw new Error(`${module} has no definitions in ${folder}`);
    files.push(...found.map((file) => join(path, file)));
  }
  return files;
}

/** The definitions in a file. */
export const definitionsIn = (file: string): Definition[] =>
  (loadAll(readFileSync(file, 'utf8')) as (Definition | null)[]).filter((one) => one !== null);
