// A copy of the project to change things in; node_modules is shared.
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dashboardFiles } from '../../observability/dashboards/all.ts';
import { loadContract } from '../../src/contract/document.ts';
import { generateTypes, runGate } from './gates.ts';
import type { Finding } from './gates.ts';
import { applyEdit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const contract = 'openapi.yaml';

/** What `npm run generate` makes of the contract. */
const derived = [
  'generated/openapi.ts',
  ...[...dashboardFiles(loadContract()).keys()].map((name) => `observability/grafana/dashboards/${name}`),
];

/** What is not of the project, or is large and made anew. */
const left = /(?:^|[/\\])(?:node_modules|\.venv)$|^(?:\.git|coverage|site|data|dast[/\\]report)$/;

/** A gate that caught a mutant, and why. */
export interface Catch {
  readonly gate: string;
  readonly reason: string;
}

export interface Workshop {
  /** Runs the gates on the mutant, in this order, and gives the first that catches it; undefined when it survives. */
  examine(mutant: Mutant, gates: readonly string[]): Promise<Catch | undefined>;
  /** Runs a gate on the project as it is. */
  runUnchanged(gate: string): Promise<Finding>;
  close(): Promise<void>;
}

/** Makes a copy of the project in a folder of its own. */
export async function openWorkshop(): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'mutants-'));
  await cp(repository, folder, { recursive: true, filter: (path) => !left.test(relative(repository, path)) });
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
          const made = await generateTypes(folder);
          if (!made.passed) return { gate: 'generate', reason: made.reason };
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
  if (files.has(contract)) for (const file of derived) files.add(file);
  const texts = [...files].map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const);
  return new Map(await Promise.all(texts));
}
