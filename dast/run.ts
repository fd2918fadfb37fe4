// Fuzzes the running service with requests from its contract (docs/guides/fuzzing.md): starts the service as deployed, sends
// requests as two users and anonymously, checks the metrics and the log, and stops the service.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadContract } from '../src/contract/document.ts';
import { logErrors, metricErrors } from './log-check.ts';
import { startCluster } from '../tests/support/postgres/cluster.ts';
import { findEngine, serviceImage } from './container-engine.ts';
import { readOptions, usage } from './options.ts';
import { printInformation } from '../scripts/tools/arguments.ts';
import type { Options } from './options.ts';
import { watchRequests } from './progress.ts';
import { reportFolder, workFolder } from './paths.ts';
import { prepareSchemathesis } from './schemathesis.ts';
import type { Schemathesis } from './schemathesis.ts';
import { startService } from './service.ts';
import type { RunningService } from './service.ts';
import { passed, summarize } from './summary.ts';
import type { Result } from './summary.ts';
import { emptyCounts, shortfalls } from './call-counts.ts';
import type { Counts } from './call-counts.ts';
import { makeSecret, makeTokens, nameTokens, users, usersFile, writeUsers } from './users.ts';
import type { Tokens } from './users.ts';

const serviceLog = join(reportFolder, 'service.log');

async function fuzz(options: Options): Promise<boolean> {
  if (!options.postgres) {
    const { DATABASE_URL } = process.env;
    return await fuzzOn(DATABASE_URL?.startsWith('postgres') === true ? DATABASE_URL : undefined, options);
  }
  const cluster = await startCluster();
  try {
    return await fuzzOn(cluster.url, options);
  } finally {
    await cluster.remove();
  }
}

async function fuzzOn(databaseUrl: string | undefined, options: Options): Promise<boolean> {
  const engine = findEngine(process.env);
  const schemathesis = prepareSchemathesis(engine);
  const image = engine && serviceImage(engine, process.env);
  const container = engine !== undefined && image !== undefined ? { engine, image } : undefined;

  if (container !== undefined && databaseUrl !== undefined)
    throw new Error('The image is fuzzed with SQLite only. Remove --postgres and DATABASE_URL.');

  for (const file of ['tasks.db', 'tasks.db-wal', 'tasks.db-shm'])
    rmSync(join(workFolder, file), { force: true });
  rmSync(reportFolder, { recursive: true, force: true });
  mkdirSync(reportFolder, { recursive: true });
  await testPatches(schemathesis);
  const secret = makeSecret(false);
  const tokens = await makeTokens(secret);
  writeUsers(tokens);

  const target = container
    ? `the image ${container.image}`
    : `a local process on ${databaseUrl === undefined ? 'SQLite' : 'PostgreSQL'}`;
  console.log(`Fuzzing ${target}: ${options.examples} examples per operation, seed ${options.seed}.`);
  const service = await startService({
    port: options.port,
    secret,
    logFile: serviceLog,
    databaseUrl,
    container,
  });
  const results: Result[] = [];
  const errors: string[] = [];
  const stopWatching = watchRequests(service.url);
  try {
    // The users' runs overlap, so that the other user's tasks always exist. A user must not be able to access them.
    const names = [...users, 'anonymous'];
    results.push(
      ...(await Promise.all(
        names.map((name, index) => run(schemathesis, name, options, options.seed + index, service, tokens)),
      )),
    );
    errors.push(...metricErrors(await (await fetch(`${service.url}/metrics`)).text()));
  } catch (error) {
    errors.push(error instanceof Error ? error.message : String(error));
  } finally {
    stopWatching();
    errors.push(...(await service.stop()));
  }
  errors.push(...logErrors(readFileSync(serviceLog, 'utf8')));
  const contract = loadContract();
  for (const { name, counts } of results) {
    errors.push(...shortfalls(contract, counts, options.examples).map((error) => `${name}: ${error}`));
  }
  const outcome = { examples: options.examples, target, results, errors };
  const summary = nameTokens(summarize(outcome), tokens);
  writeFileSync(join(reportFolder, 'summary.md'), summary);
  console.log(`\n${summary}`);
  return passed(outcome);
}

/** Tests the patches for Schemathesis. Throws if a test fails. */
async function testPatches(schemathesis: Schemathesis): Promise<void> {
  const log = join(reportFolder, 'patches.log');
  const exitCode = await schemathesis(
    'python',
    ['-m', 'unittest', 'dast.schemathesis_patches_test'],
    {},
    log,
  );
  if (exitCode !== 0)
    throw new Error(`The tests of dast/schemathesis_patches.py failed:\n${readFileSync(log, 'utf8')}`);
}

/** Runs Schemathesis as a user or anonymously. */
async function run(
  schemathesis: Schemathesis,
  name: string,
  { examples }: Options,
  seed: number,
  service: RunningService,
  tokens: Tokens,
): Promise<Result> {
  const started = performance.now();
  const isUser = name in tokens;
  const report = join(reportFolder, name);
  const countsFile = `${report}.counts.json`;
  const args = [
    ...['--no-color', '--config-file', `dast/${isUser ? 'schemathesis' : 'anonymous'}.toml`],
    ...['run', 'openapi.yaml', '--url', service.url],
    ...['--seed', String(seed), '--max-examples', String(examples)],
    ...['--report-junit-path', `${report}.xml`, '--report-html-path', report],
  ];
  const environment = { DAST_COUNTS: countsFile, DAST_USERS: usersFile, DAST_USER: name };
  const exitCode = await schemathesis('schemathesis', args, environment, `${report}.log`);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${exitCode === 0 ? '✓' : '✗'} ${name}, ${Math.round(seconds)} s`);
  const counts = existsSync(countsFile)
    ? (JSON.parse(readFileSync(countsFile, 'utf8')) as Counts)
    : emptyCounts;
  return { name, seed, seconds, exitCode, log: readFileSync(`${report}.log`, 'utf8'), counts };
}

/** Starts the service with the database and the secret of the last run, and prints the users' tokens. */
async function serve({ port }: Options): Promise<void> {
  mkdirSync(reportFolder, { recursive: true });
  const secret = makeSecret(true);
  const tokens = await makeTokens(secret);
  const service = await startService({ port, secret, logFile: serviceLog });
  console.log(
    `The service listens at ${service.url} and logs to ${serviceLog}. Stop it with Ctrl-C. The curl commands need these variables:\n`,
  );
  for (const user of users) console.log(`export ${user.toUpperCase()}=${tokens[user]}`);
  // Ctrl-C also stops the service. This process waits until the service has exited.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => void service.stop());
  await service.ended;
}

printInformation(usage);
try {
  const options = readOptions(process.argv.slice(2), !['', 'false', undefined].includes(process.env['CI']));
  mkdirSync(workFolder, { recursive: true, mode: 0o700 });
  if (options.serve) await serve(options);
  else if (!(await fuzz(options))) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof TypeError) console.error(`Usage:\n  ${usage}`);
  process.exitCode = 2;
}
