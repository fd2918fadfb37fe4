// What can be found without running anything: npm run sast -- [--strict] [NAME…]. A check whose tool cannot be had here
// is skipped by name, and with --strict fails. docs/guides/pipeline.md says what each looks at.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checks, reports } from './sast/checks.ts';
import { readArguments } from './tools/arguments.ts';

const usage =
  'npm run sast -- [--strict] [NAME…]\n' +
  `  NAME      some of the checks: ${Object.keys(checks).join(', ')}\n` +
  '  --strict  what has to be skipped is a failure';

const { values, positionals } = readArguments(usage, {
  options: { strict: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(`No check is called ${unknown.join(' or ')}. There are ${Object.keys(checks).join(', ')}.`);
  process.exit(2);
}

mkdirSync(fileURLToPath(new URL(`../${reports}`, import.meta.url)), { recursive: true });
const failed: string[] = [];
for (const [name, check] of Object.entries(checks)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const finding = await check();
  // .ci/run reads the lines of what was skipped.
  if (finding.result === 'skipped') console.log(`Skipped ${name}: ${finding.why}`);
  else console.log(`${finding.result === 'passed' ? '✓' : '✗'} ${name}`);
  if (finding.result === 'failed') console.error(`${finding.output}\n`);
  if (finding.result === 'failed' || (finding.result === 'skipped' && values.strict)) failed.push(name);
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}. Reports as SARIF are in ${reports}/.`);
  process.exitCode = 1;
}
