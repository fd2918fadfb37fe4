// The programs of a control plane, which Go compiles at pinned versions. They stay in the user's cache.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { find } from '../observability/programs.ts';

const run = promisify(execFile);

const kubernetesVersion = '1.36.3';
const etcdVersion = 'v3.6.16';

const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'task-manager-api');
const kubernetesFolder = join(cache, `kubernetes-v${kubernetesVersion}`);
const etcdFolder = join(cache, `etcd-${etcdVersion}`);
const components = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'] as const;

/** The paths of the programs. */
export const programs = {
  etcd: join(etcdFolder, 'etcd'),
  apiServer: join(kubernetesFolder, 'kube-apiserver'),
  controllerManager: join(kubernetesFolder, 'kube-controller-manager'),
  scheduler: join(kubernetesFolder, 'kube-scheduler'),
  kubectl: join(kubernetesFolder, 'kubectl'),
};

/** The programs that have not been compiled yet. */
export const missingPrograms = (): string[] => Object.values(programs).filter((file) => !existsSync(file));

/** Compiles the missing programs, which takes minutes and 2 GB of memory. */
export async function compilePrograms(): Promise<void> {
  if (!existsSync(programs.etcd)) {
    await inModule(etcdFolder, async (folder) => {
      const main = 'go.etcd.io/etcd/server/v3';
      await go(folder, ['get', '-tool', `${main}@${etcdVersion}`]);
      await go(folder, ['build', '-trimpath', '-ldflags', '-s -w', '-o', programs.etcd, main]);
    });
  }
  const missing = components.filter((name) => !existsSync(join(kubernetesFolder, name)));
  if (missing.length > 0) await inModule(kubernetesFolder, (folder) => compileKubernetes(folder, missing));
}

async function compileKubernetes(folder: string, names: readonly string[]): Promise<void> {
  await requireKubernetes(folder);
  const version = {
    gitVersion: `v${kubernetesVersion}`,
    gitMajor: '1',
    gitMinor: kubernetesVersion.split('.')[1],
  };
  const flags = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((path) =>
    Object.entries(version).map(([name, value]) => `-X ${path}.${name}=${value}`),
  );
  for (const name of names) {
    const target = join(kubernetesFolder, name);
    const ldflags = ['-s', '-w', ...flags].join(' ');
    await go(folder, [
      'build',
      '-trimpath',
      '-ldflags',
      ldflags,
      '-o',
      `${target}.new`,
      `k8s.io/kubernetes/cmd/${name}`,
    ]);
    renameSync(`${target}.new`, target);
  }
}

/** Makes the module use the published versions of the modules that Kubernetes replaces with directories. */
async function requireKubernetes(folder: string): Promise<void> {
  const { GoMod } = JSON.parse(
    await go(folder, ['mod', 'download', '-json', `k8s.io/kubernetes@v${kubernetesVersion}`]),
  ) as { GoMod: string };
  const { Replace } = JSON.parse(await go(folder, ['mod', 'edit', '-json', GoMod])) as {
    Replace: { Old: { Path: string }; New: { Path: string } }[];
  };
  const staged = Replace.filter((one) => one.New.Path.startsWith('./staging/')).map(({ Old }) => Old.Path);
  const release = `v0.${kubernetesVersion.split('.').slice(1).join('.')}`;
  await go(folder, [
    'mod',
    'edit',
    `-require=k8s.io/kubernetes@v${kubernetesVersion}`,
    ...staged.map((path) => `-replace=${path}=${path}@${release}`),
  ]);
  const imports = components.map((name) => `import _ "k8s.io/kubernetes/cmd/${name}"\n`);
  writeFileSync(join(folder, 'tools.go'), `//go:build tools\n\npackage tools\n\n${imports.join('')}`);
  await go(folder, ['mod', 'tidy']);
}

/** Runs `work` in the directory of a new Go module, and then removes the directory. */
async function inModule(target: string, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = `${target}.build`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  mkdirSync(target, { recursive: true });
  try {
    await go(folder, ['mod', 'init', 'build']);
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs Go in a module, and returns its standard output. An error contains the output. */
async function go(folder: string, args: readonly string[]): Promise<string> {
  const command = find('go');
  if (command === undefined) throw new Error('Go is not installed');
  const { stdout } = await run(command, ['-C', folder, ...args], {
    env: { ...process.env, CGO_ENABLED: '0' },
    maxBuffer: 1 << 26,
  });
  return stdout;
}
