// How much of the contract the tests have exercised, over the network. Prints tables and writes a page of them for
// the published documentation; fails when something was never exercised. Run after the tests, by `npm test`.
// (A response that is not documented fails its test at once: tests/support/traffic.ts.)
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { contract } from '../../support/contract.ts';
import { trafficFolder } from '../../support/traffic.ts';
import { documented, kinds, line } from './coverage-items.ts';
import type { Fact, Kind } from './coverage-items.ts';
import { markdownTable } from './table.ts';
import { unreachable } from './unreachable.ts';
import { readArguments } from '../../../scripts/tools/arguments.ts';

readArguments(
  'npm run test:coverage -- [--help | --version]\n  reports how much of the contract the tests exercised',
  {},
);

const seen = new Set(
  (existsSync(trafficFolder) ? readdirSync(trafficFolder) : []).flatMap((file) =>
    readFileSync(new URL(file, trafficFolder), 'utf8').split('\n').filter(Boolean),
  ),
);
if (seen.size === 0) {
  console.error('No traffic was recorded: run `npm run jest` first.');
  process.exit(1);
}

const facts = contract.operations.flatMap(documented);
const isSeen = (one: Fact): boolean => seen.has(line(one));
const statusOf = ({ name }: Fact): number => parseInt(name, 10);
const pairOf = (one: Fact): string => `${one.operation} ${statusOf(one)}`;
/** A header or an example of a response that no test can bring about is out of reach with it. */
const isReachable = (one: Fact): boolean => one.kind === 'example' || unreachable[pairOf(one)] === undefined;

const responses = facts.filter(({ kind }) => kind === 'answer');
const never = facts.filter((one) => isReachable(one) && !isSeen(one));
const pairs = new Set(responses.map(pairOf));
const answeredPairs = new Set(responses.filter(isSeen).map(pairOf));
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
const share = (some: readonly Fact[]): string => {
  const reachable = some.filter(isReachable);
  return reachable.length === 0 ? '' : `${reachable.filter(isSeen).length}/${reachable.length}`;
};
const shareTable = markdownTable([
  ['operation', ...kindNames],
  ...contract.operations.map(({ id }) => [
    id,
    ...kindNames.map((kind) => share(facts.filter((one) => one.operation === id && one.kind === kind))),
  ]),
  ['all', ...kindNames.map((kind) => share(facts.filter((one) => one.kind === kind)))],
]);

const reachablePairs = [...pairs].filter((pair) => !(pair in unreachable));
const summary =
  `${reachablePairs.filter((pair) => answeredPairs.has(pair)).length} of ${reachablePairs.length} documented responses ` +
  '(operation and status) were seen over the network.';
const unseen = never.map((one) => `- \`${line(one)}\``);
const reasons = Object.entries(unreachable).map(([pair, reason]) => `- ${pair}: ${reason}`);

const page = [
  '# Contract coverage',
  'What the tests have exercised of the contract, recorded from what went over the network.',
  summary,
  statusTable,
  '✓ was answered, · cannot be reached by an honest test:',
  reasons.join('\n'),
  '## In detail',
  shareTable,
  kindNames.map((kind) => `- ${kind}: ${kinds[kind]}`).join('\n'),
  '## Never exercised',
  unseen.length === 0 ? 'Nothing.' : unseen.join('\n'),
].join('\n\n');
writeFileSync(new URL('../contract-coverage.md', trafficFolder), `${page}\n`);

console.log(`\n${statusTable}\n\n${shareTable}\n\n${summary} Out of reach, with reasons: ${reasons.length}.`);

const complaints = [
  ...never.map(
    (one) =>
      `${line(one)} was never seen: add a test or, for a status, a reason to tests/contract/coverage/unreachable.ts`,
  ),
  ...needlessReasons.map(
    (pair) => `${pair} has a reason in tests/contract/coverage/unreachable.ts that it does not need`,
  ),
];
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
