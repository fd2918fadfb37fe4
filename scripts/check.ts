// The static checks, side by side: a line for each, the output only of what failed, and then what to do about it.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The scripts of package.json to run, the longest first, and what helps when one fails. */
const checks: Readonly<Record<string, string>> = {
  lint: 'Correct what ESLint names above; `npm run lint -- --fix` corrects what it can.',
  typecheck: 'Correct the types that TypeScript names above.',
  'lint:contract': 'Correct openapi.yaml where Redocly or Spectral name it above.',
  'format:check': 'Run `npm run format`.',
  'generate:check': 'Run `npm run generate` and commit the result.',
  'lock:check': 'Run `npm run lock` and commit the result.',
};

interface Result {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
}

function run(name: string): Promise<Result> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--run', name], { stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer) => chunks.push(chunk);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? '✓' : '✗'} ${name.padEnd(16)}${seconds.padStart(5)} s`);
      resolve({ name, passed: code === 0, output: Buffer.concat(chunks).toString() });
    });
  });
}

// The runners share one iterator: whichever is free takes the next check.
const waiting = Object.keys(checks).values();
const results: Result[] = [];
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (const name of waiting) results.push(await run(name));
  }),
);

const failed = results.filter((result) => !result.passed);
for (const { name, output } of failed) console.error(`\n── ${name} ──\n${output.trim()}`);
if (failed.length > 0) {
  console.error('\nFailed:');
  for (const { name } of failed) console.error(`  npm run ${name.padEnd(16)}${checks[name] ?? ''}`);
  process.exitCode = 1;
}
