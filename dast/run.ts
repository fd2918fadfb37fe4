// Fuzzes the running service from its contract (docs/guides/fuzzing.md): starts it as it is deployed, attacks it over
// the network as two users and as nobody, looks at what the service itself has noticed, and stops it.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadContract } from '../src/contract/document.ts';
import { logFaults, metricFaults } from './aftermath.ts';
import { startCluster } from '../tests/support/postgres/cluster.ts';
import { findEngine, serviceImage } from './engine.ts';
import { readOptions, usage } from './options.ts';
import type { Options } from './options.ts';
import { reportFolder, workFolder } from './place.ts';
import { prepareSchemathesis } from './schemathesis.ts';
import type { Schemathesis } from './schemathesis.ts';
import { startService } from './service.ts';
import type { RunningService } from './service.ts';
import { passed, summarize } from './summary.ts';
import type { Result } from './summary.ts';
import { emptyTally, shortfalls } from './tally.ts';
import type { Tally } from './tally.ts';
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
    throw new Error('The image is fuzzed on SQLite: leave out --postgres and DATABASE_URL');

  for (const file of ['tasks.db', 'tasks.db-wal', 'tasks.db-shm'])
    rmSync(join(workFolder, file), { force: true });
  rmSync(reportFolder, { recursive: true, force: true });
  mkdirSync(reportFolder, { recursive: true });
  const secret = makeSecret(false);
  const tokens = await makeTokens(secret);
  writeUsers(tokens);

  const target = container
    ? `the image ${container.image}`
    : `a process of its own on ${databaseUrl === undefined ? 'SQLite' : 'PostgreSQL'}`;
  console.log(`Fuzzing ${target}: ${options.examples} examples an operation, seed ${options.seed}.`);
  const service = await startService({
    port: options.port,
    secret,
    logFile: serviceLog,
    databaseUrl,
    container,
  });
  const results: Result[] = [];
  const faults: string[] = [];
  try {
    // All at once: nobody's data touch another's, and there are always some of somebody else.
    const names = [...users, 'nobody'];
    results.push(
      ...(await Promise.all(
        names.map((name, index) => run(schemathesis, name, options, options.seed + index, service, tokens)),
      )),
    );
    faults.push(...metricFaults(await (await fetch(`${service.url}/metrics`)).text()));
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  } finally {
    faults.push(...(await service.stop()));
  }
  faults.push(...logFaults(readFileSync(serviceLog, 'utf8')));
  const contract = loadContract();
  for (const { name, tally } of results) {
    faults.push(...shortfalls(contract, tally, options.examples).map((fault) => `as ${name}, ${fault}`));
  }
  const outcome = { examples: options.examples, target, results, faults };
  const summary = nameTokens(summarize(outcome), tokens);
  writeFileSync(join(reportFolder, 'summary.md'), summary);
  console.log(`\n${summary}`);
  return passed(outcome);
}

/** Runs Schemathesis once, as one of the users or as nobody. */
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
  const tallyFile = `${report}.tally.json`;
  const args = [
    ...['--no-color', '--config-file', `dast/${isUser ? 'schemathesis' : 'anonymous'}.toml`],
    ...['run', 'openapi.yaml', '--url', service.url],
    ...['--seed', String(seed), '--max-examples', String(examples)],
    ...['--report-junit-path', `${report}.xml`, '--report-html-path', report],
  ];
  const environment = { DAST_TALLY: tallyFile, DAST_USERS: usersFile, DAST_USER: name };
  const exitCode = await schemathesis(args, environment, `${report}.log`);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${exitCode === 0 ? '✓' : '✗'} as ${name}, ${Math.round(seconds)} s`);
  const tally = existsSync(tallyFile) ? (JSON.parse(readFileSync(tallyFile, 'utf8')) as Tally) : emptyTally;
  return { name, seed, seconds, exitCode, log: readFileSync(`${report}.log`, 'utf8'), tally };
}

/** Starts the service with the database and the secret of the last run, and says how to be its users. */
async function serve({ port }: Options): Promise<void> {
  mkdirSync(reportFolder, { recursive: true });
  const secret = makeSecret(true);
  const tokens = await makeTokens(secret);
  const service = await startService({ port, secret, logFile: serviceLog });
  console.log(
    `The service is at ${service.url}, its log in ${serviceLog}. Ctrl-C ends it. For the curl lines:\n`,
  );
  for (const user of users) console.log(`export ${user.toUpperCase()}=${tokens[user]}`);
  // Ctrl-C reaches the service too: it ends by itself, and this after it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => void service.stop());
  await service.ended;
}

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
