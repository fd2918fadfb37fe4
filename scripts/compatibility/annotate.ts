// Prints the breaking changes since another contract as annotations for GitHub's pages: node annotate.ts BASE. They are
// read from this output. Nothing is sent to a service.
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
  console.log(`No annotations: ${oasdiff.missing}.`);
} else {
  const options = ['--format', 'githubactions', '--config', 'contracts/oasdiff.yaml'];
  const { stdout } = await run(oasdiff.command, ['breaking', base, 'openapi.yaml', ...options], {
    cwd: root,
  });
  // What was removed is located in the base, which has no page.
  console.log(stdout.replaceAll(`file=${base}`, 'file=openapi.yaml').trim());
}
