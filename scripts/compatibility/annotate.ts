// Prints the breaking changes since the contract in the file BASE as annotations: node annotate.ts BASE. GitHub reads them
// from the output of the job and shows them in the pull request. Nothing is sent to a service.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findOasdiff } from './oasdiff.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const [base] = process.argv.slice(2);
if (base === undefined) throw new Error('Usage: node scripts/compatibility/annotate.ts BASE');

const oasdiff = await findOasdiff();
if ('missing' in oasdiff) {
  console.log(`Skipped the annotations: ${oasdiff.missing}.`);
} else {
  const options = ['--format', 'githubactions', '--config', 'contracts/oasdiff.yaml'];
  const { stdout } = await run(oasdiff.command, ['breaking', base, 'openapi.yaml', ...options], {
    cwd: root,
  });
  // oasdiff locates removed elements in BASE, which GitHub does not show.
  console.log(stdout.replaceAll(`file=${base}`, 'file=openapi.yaml').trim());
}
