// How much of the contract the tests have brought about: every documented status of every operation, as it was
// answered over the network. Prints a table; fails when one was never answered, or one was answered that is not
// documented. Run after the tests, by `npm test`.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { contract } from '../support/contract.ts';
import { trafficFolder } from '../support/traffic.ts';
import type { Exchange } from '../support/traffic.ts';
import { unreachable } from './unreachable.ts';

const answered = new Set<string>();
for (const file of readdirSync(trafficFolder)) {
  for (const line of readFileSync(new URL(file, trafficFolder), 'utf8').split('\n').filter(Boolean)) {
    const { operation, status } = JSON.parse(line) as Exchange;
    answered.add(`${operation} ${status}`);
  }
}

const documented = contract.operations.flatMap(({ id, statuses }) => statuses.map((status) => `${id} ${status}`));
const never = documented.filter((pair) => !answered.has(pair) && unreachable[pair] === undefined);
const undocumented = [...answered].filter((pair) => !documented.includes(pair));
const needlessReasons = Object.keys(unreachable).filter((pair) => answered.has(pair) || !documented.includes(pair));

const columns = [...new Set(contract.operations.flatMap(({ statuses }) => statuses))].sort((a, b) => a - b);
const mark = (pair: string): string => {
  if (!documented.includes(pair)) return '';
  return answered.has(pair) ? '✓' : pair in unreachable ? '·' : '✗';
};
const rows = [
  ['operation', ...columns.map(String)],
  ['---', ...columns.map(() => ':-:')],
  ...contract.operations.map(({ id }) => [id, ...columns.map((status) => mark(`${id} ${status}`))]),
];
const table = rows
  .map(([name = '', ...cells]) => `| ${name.padEnd(16)} | ${cells.map((cell) => cell.padEnd(3)).join(' | ')} |`)
  .join('\n');
const reachable = documented.length - Object.keys(unreachable).length;
const summary = `${reachable - never.length} of ${reachable} documented answers were seen over the network.`;
const reasons = Object.entries(unreachable).map(([pair, reason]) => `- ${pair}: ${reason}`);
const report = `# Contract coverage\n\n${summary}\n\n${table}\n\nNot to be reached (·):\n\n${reasons.join('\n')}\n`;

console.log(`\n${table}\n\n${summary} Not to be reached, with reasons: ${Object.keys(unreachable).length}.`);
writeFileSync(new URL('../contract-coverage.md', trafficFolder), report);

const complaints = [
  ...never.map((pair) => `${pair} was never answered: add a test, or its reason to tests/coverage/unreachable.ts`),
  ...undocumented.map((pair) => `${pair} was answered, and is not documented: add it to openapi.yaml, or mend it`),
  ...needlessReasons.map((pair) => `${pair} has a reason in tests/coverage/unreachable.ts that it does not need`),
];
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
