// Generates clients from a contract with third-party generators.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { runProgram } from '../../tests/contract/generators/run-program.ts';

/** The Python generator, as a requirement for pip. */
export const pythonGenerator = 'openapi-python-client==0.29.1';

/** Writes the types of openapi-typescript for a contract to `openapi.ts` in a directory. */
export async function generateTypes(contract: URL, folder: string): Promise<void> {
  // A client may omit a field with a default.
  const nodes = await openapiTS(contract, { defaultNonNullable: false, silent: true });
  await writeFile(join(folder, 'openapi.ts'), astToString(nodes));
}

/**
 * Writes the package of openapi-python-client for a contract to `task_client/` in a directory. `programs` is the directory
 * of the installed generator. Throws an error with the generator's output if the generator fails.
 */
export async function generatePackage(contract: URL, folder: string, programs: string): Promise<void> {
  const { code, output } = await runProgram(join(programs, 'openapi-python-client'), [
    ...['generate', '--path', fileURLToPath(contract), '--meta', 'none'],
    ...['--output-path', join(folder, 'task_client'), '--overwrite'],
  ]);
  if (code !== 0) throw new Error(`openapi-python-client failed:\n${output}`);
}
