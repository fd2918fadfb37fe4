// Reports how much of the contract the tests have exercised over the network. Prints tables, and writes them to a page of
// the published documentation. Fails if an item was never exercised. `npm test` runs this after the tests. (An undocumented
// response fails its test immediately: tests/support/traffic.ts.)
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { contract } from '../../support/contract.ts';
import { trafficFolder } from '../../support/traffic.ts';
import { documentedItems, kinds, line } from './coverage-items.ts';
import type { CoverageItem, Kind } from './coverage-items.ts';
import { markdownTable } from './markdown-table.ts';
import { unreachable } from './unreachable.ts';
import { readArguments } from '../../../scripts/tools/arguments.ts';

readArguments(
  'npm run test:coverage -- [--help | --version]\n  reports how much of the contract the tests exercised',
  {},
);

const exercisedLines = new Set(
  (existsSync(trafficFolder) ? readdirSync(trafficFolder) : []).flatMap((file) =>
    readFileSync(new URL(file, trafficFolder), 'utf8').split('\n').filter(Boolean),
  ),
);
if (exercisedLines.size === 0) {
  console.error('No traffic was recorded: run `npm run jest` first.');
  process.exit(1);
}

const items = contract.operations.flatMap(documentedItems);
const isExercised = (one: CoverageItem): boolean => exercisedLines.has(line(one));
const statusOf = ({ name }: CoverageItem): number => parseInt(name, 10);
const pairOf = (one: CoverageItem): string => `${one.operation} ${statusOf(one)}`;
/** If no test can cause a response, its headers are unreachable too. */
const isReachable = (one: CoverageItem): boolean =>
  one.kind === 'example' || unreachable[pairOf(one)] === undefined;

const responses = items.filter(({ kind }) => kind === 'response');
const never = items.filter((one) => isReachable(one) && !isExercised(one));
const pairs = new Set(responses.map(pairOf));
const answeredPairs = new Set(responses.filter(isExercised).map(pairOf));
const needlessReasons = Object.keys(unreachable).filter(
  (pair) => answeredPairs.has(pair) || !pairs.has(pair),
);

const columns = [...new Set(responses.map(statusOf))].sort((a, b) => a - b);
const statusTable = markdownTable([
  ['operation', ...columns.map(String)],
  ...contract.operations.map(({ id }) => [id, ...columns.map((status) => mark(`${id} ${status}`))]),
]);

function mark(pair: string): string {
  if (!pairs.has(pair)) return '';
  return answeredPairs.has(pair) ? '✓' : pair in unreachable ? '·' : '✗';
}

const kindNames = Object.keys(kinds) as Kind[];
const share = (some: readonly CoverageItem[]): string => {
  const reachable = some.filter(isReachable);
  return reachable.length === 0 ? '' : `${reachable.filter(isExercised).length}/${reachable.length}`;
};
const shareTable = markdownTable([
  ['operation', ...kindNames],
  ...contract.operations.map(({ id }) => [
    id,
    ...kindNames.map((kind) => share(items.filter((one) => one.operation === id && one.kind === kind))),
  ]),
  ['all', ...kindNames.map((kind) => share(items.filter((one) => one.kind === kind)))],
]);

const reachablePairs = [...pairs].filter((pair) => !(pair in unreachable));
const summary =
  `${reachablePairs.filter((pair) => answeredPairs.has(pair)).length} of ${reachablePairs.length} documented responses ` +
  '(operation and status) were returned over the network.';
const missing = never.map((one) => `- \`${line(one)}\``);
const reasons = Object.entries(unreachable).map(([pair, reason]) => `- ${pair}: ${reason}`);

const page = [
  '# Contract coverage',
  'The parts of the contract that the tests have exercised, recorded from the network traffic.',
  summary,
  statusTable,
  '✓ was returned, · cannot be caused without a fake:',
  reasons.join('\n'),
  '## In detail',
  shareTable,
  kindNames.map((kind) => `- ${kind}: ${kinds[kind]}`).join('\n'),
  '## Never exercised',
  missing.length === 0 ? 'Nothing.' : missing.join('\n'),
].join('\n\n');
writeFileSync(new URL('../contract-coverage.md', trafficFolder), `${page}\n`);

console.log(`\n${statusTable}\n\n${shareTable}\n\n${summary} Unreachable, with reasons: ${reasons.length}.`);

const failures = [
  ...never.map(
    (one) =>
      `${line(one)} was never exercised: add a test or, for a status, a reason to tests/contract/coverage/unreachable.ts`,
  ),
  ...needlessReasons.map(
    (pair) => `${pair} has an unnecessary reason in tests/contract/coverage/unreachable.ts`,
  ),
];
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
