// A copy of the project in which mutants are applied. It shares the project's node_modules.
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dashboardFiles } from '../../observability/dashboards/dashboard-files.ts';
import { loadContract } from '../../src/contract/document.ts';
import { generateTypes, runGate } from './gates.ts';
import type { Finding } from './gates.ts';
import { applyEdit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const contract = 'openapi.yaml';

/** The files that `npm run generate` writes. */
const generated = [
  ...['generated/openapi.ts', 'generated/tasks.http', 'docs/guides/workflows.md'],
  ...[...dashboardFiles(loadContract()).keys()].map((name) => `observability/grafana/dashboards/${name}`),
];

/** Files that the copy does not need. */
const excluded =
  /(?:^|[/\\])(?:node_modules|\.venv)$|^(?:\.git|coverage|site[/\\]dist|data|dast[/\\]report)$/;

/** The gate that detected a mutant. */
export interface Detection {
  readonly gate: string;
  readonly reason: string;
}

export interface Workspace {
  /** Runs the gates on a mutant until one detects it. Returns undefined if it survives. */
  examine(mutant: Mutant, gates: readonly string[]): Promise<Detection | undefined>;
  /** Runs a gate without a mutant. */
  runUnchanged(gate: string): Promise<Finding>;
  close(): Promise<void>;
}

/** Copies the project into a temporary directory. */
export async function openWorkspace(): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'mutants-'));
  await cp(repository, folder, {
    recursive: true,
    filter: (path) => !excluded.test(relative(repository, path)),
  });
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
  return {
    async examine(mutant, gates) {
      const originals = await originalsOf(mutant, folder);
      try {
        for (const edit of mutant.edits) {
          const file = join(folder, edit.file);
          await writeFile(file, applyEdit(await readFile(file, 'utf8'), edit));
        }
        if (!mutant.keepTypes && originals.has(contract)) {
          const result = await generateTypes(folder);
          if (!result.passed) return { gate: 'generate', reason: result.reason };
        }
        for (const gate of gates) {
          const { passed, reason } = await runGate(gate, folder);
          if (!passed) return { gate, reason };
        }
        return undefined;
      } finally {
        for (const [file, text] of originals) await writeFile(join(folder, file), text);
      }
    },
    runUnchanged: (gate) => runGate(gate, folder),
    close: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

async function originalsOf({ edits }: Mutant, folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Set(edits.map(({ file }) => file));
  if (files.has(contract)) for (const file of generated) files.add(file);
  const texts = [...files].map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const);
  return new Map(await Promise.all(texts));
}
