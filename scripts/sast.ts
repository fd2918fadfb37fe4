// Static security analysis: npm run sast -- [--strict] [NAME…]. A check whose tool cannot be installed is skipped or, with
// --strict, fails. docs/guides/pipeline.md documents the checks.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checks, reports } from './sast/checks.ts';
import { readArguments } from './tools/arguments.ts';

const usage =
  'npm run sast -- [--strict] [NAME…]\n' +
  `  NAME      run only these checks: ${Object.keys(checks).join(', ')}\n` +
  '  --strict  fail if a check is skipped';

const { values, positionals } = readArguments(usage, {
  options: { strict: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(`Unknown check: ${unknown.join(', ')}. Available checks: ${Object.keys(checks).join(', ')}.`);
  process.exit(2);
}

mkdirSync(fileURLToPath(new URL(`../${reports}`, import.meta.url)), { recursive: true });
const failed: string[] = [];
for (const [name, check] of Object.entries(checks)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const finding = await check();
  // .ci/run parses these lines.
  if (finding.result === 'skipped') console.log(`Skipped ${name}: ${finding.reason}`);
  else console.log(`${finding.result === 'passed' ? '✓' : '✗'} ${name}`);
  if (finding.result === 'failed') console.error(`${finding.output}\n`);
  if (finding.result === 'failed' || (finding.result === 'skipped' && values.strict)) failed.push(name);
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}. The SARIF reports are in ${reports}/.`);
  process.exitCode = 1;
}
