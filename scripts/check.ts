// Runs the static checks in parallel. Prints one line for each check, and the output and a remedy for each that failed.
import { availableParallelism } from 'node:os';
import { runNode } from './tools/run-node.ts';
import { readArguments } from './tools/arguments.ts';

readArguments('npm run check -- [--help | --version]\n  runs the static checks in parallel', {});

/** The npm scripts to run, the slowest first, each with the remedy for a failure. */
const checks: Readonly<Record<string, string>> = {
  lint: 'Fix the errors above; `npx oxlint --fix` fixes some of them.',
  'lint:contract': 'Fix openapi.yaml where Redocly and Spectral report errors above.',
  'format:check': 'Run `npm run format`.',
  'generate:check':
    'Fix openapi.yaml if an error above names it. Run `npm run generate` and commit the result.',
  'lock:check': 'Run `npm run lock` and commit the result.',
};

interface Result {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
}

async function run(name: string): Promise<Result> {
  const started = performance.now();
  const { code, output } = await runNode(['--run', name]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? '✓' : '✗'} ${name.padEnd(16)}${seconds.padStart(5)} s`);
  return { name, passed: code === 0, output };
}

// The runners share one iterator: a free runner takes the next check.
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
