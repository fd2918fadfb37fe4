// Checks the image as it is run: npm run check:image. It builds it, unless IMAGE names one, with Docker or what
// CONTAINER_TOOL names. Every container is started as strictly as docker-compose.yml does it.
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { isDescription } from '../../container/contents.ts';
import { findEngine, serviceImage } from '../../dast/engine.ts';
import { issueToken } from '../../src/security/issue-token.ts';
import { connection } from '../../tests/support/raw-connection.ts';
import { call, callForBytes, restricted, start, startOfEngine } from './container.ts';
import type { Container, Images } from './container.ts';
import type { Inside } from './look-inside.ts';

// The start is what the image takes: engines differ in what they add to it, from 0.2 s to more than that itself.
const aims = { megabytes: 160, startMs: 1000, graceMs: 10_000 };
const secret = 'a-secret-for-containers-that-is-long-enough';
const volume = `task-manager-test-${process.pid}`;
const withSecret = ['--env', `AUTH_JWT_SECRET=${secret}`];
const onVolume = ['--volume', `${volume}:/data`];

interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
  readonly Healthcheck: { readonly Test: readonly string[] };
}

const faults: string[] = [];
const starts: number[] = [];

function check(what: string, holds: boolean, seen: unknown = ''): void {
  console.log(`${holds ? '✓' : '✗'} ${what}${seen === '' ? '' : `: ${String(seen)}`}`);
  if (!holds) faults.push(what);
}

function configOf({ engine, image }: Images): ImageConfig {
  const { output } = call(engine, ['image', 'inspect', image]);
  const [inspected] = JSON.parse(output) as [{ Config: ImageConfig }];
  return inspected.Config;
}

function checkContents({ engine, image }: Images): void {
  const script = readFileSync(new URL('look-inside.ts', import.meta.url), 'utf8');
  const node = ['--entrypoint', '/usr/local/bin/node'];
  const flags = ['--max-semi-space-size=8', '--input-type=module-typescript', '--eval', script];
  const { code, output } = call(engine, ['run', '--rm', ...node, image, ...flags]);
  if (code !== 0) throw new Error(`Cannot look inside: ${output}`);
  const inside = JSON.parse(output) as Inside;
  const megabytes = inside.bytes / 1e6;
  check(`takes less than ${aims.megabytes} MB`, megabytes < aims.megabytes, `${megabytes.toFixed(1)} MB`);
  check('runs as another user than root', inside.uid !== 0, inside.uid);
  const tools =
    /^(?:.*sh|busybox|apt.*|dpkg.*|apk|npm|npx|yarn|corepack|c?cc?|[gc]\+\+|gcc|ld|make|python.*|perl|curl|wget)$/;
  const foreign = inside.commands.filter((name) => tools.test(name));
  check('has no shell, package manager or compiler', foreign.length === 0, foreign);
  const unneeded = inside.program.filter(
    (path) => /\.(?:map|d\.[cm]?ts|md|c|h)$/.test(path) && !isDescription(path),
  );
  check('has no source map, type or guide of a package', unneeded.length === 0, unneeded);
  check('lets its user change no file of it', inside.writable.length === 0, inside.writable);
  check('has its modules compiled', inside.compiled > 100, inside.compiled);
}

function checkConfig(images: Images): void {
  const { User, Env, Labels } = configOf(images);
  check('names a user by number', /^[1-9]\d*(?::[1-9]\d*)?$/.test(User), User);
  check('carries no secret', !Env.some((line) => /^(?:AUTH_|METRICS_TOKEN)/.test(line)));
  for (const name of ['title', 'version', 'revision'])
    check(`has a label for its ${name}`, `org.opencontainers.image.${name}` in Labels);
}

function checkMissingSecret({ engine, image }: Images): void {
  const { code, output } = call(engine, ['run', '--rm', image]);
  check('ends with an error without a secret', code !== 0, code);
  const names = ['AUTH_JWKS_URL', 'AUTH_JWT_SECRET', 'AUTH_JWT_SECRET_FILE'];
  check(
    'names what is missing',
    names.every((name) => output.includes(name)),
  );
}

async function token(): Promise<string> {
  const names = { issuer: 'task-manager-api', audience: 'task-manager-api', sub: 'alice' };
  const key = new TextEncoder().encode(secret);
  return issueToken(key, { ...names, scope: 'tasks:read tasks:write', lifetimeSeconds: 600 });
}

async function titles({ url }: Container): Promise<string[]> {
  const answer = await fetch(`${url}/tasks`, { headers: { Authorization: `Bearer ${await token()}` } });
  const { items } = (await answer.json()) as { items: { title: string }[] };
  return items.map(({ title }) => title).sort();
}

/** A create whose body has not come yet. */
async function slowCreate({ url }: Container, title: string) {
  const body = JSON.stringify({ title });
  const slow = connection(url);
  const fields = [
    ...['Host: x', `Authorization: Bearer ${await token()}`],
    ...['Content-Type: application/json', `Content-Length: ${body.length}`, 'Expect: 100-continue'],
  ];
  slow.write(`POST /tasks HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`);
  const { status } = await slow.next();
  if (status !== 100) throw new Error(`A create was answered ${status} before its body`);
  return { send: () => slow.write(body), rest: () => slow.rest() };
}

async function checkLife(images: Images): Promise<void> {
  const first = await start(images, [...withSecret, ...onVolume]);
  starts.push(first.startMs);
  const health = (await (await fetch(`${first.url}/health`)).json()) as { version: string };
  check('says its version', health.version === packageJson.version, health.version);

  const [kind, ...command] = configOf(images).Healthcheck.Test;
  const healthy = call(images.engine, ['exec', first.name, ...command]);
  check('passes its own health check', kind === 'CMD' && healthy.code === 0, healthy.output.trim());

  const create = await slowCreate(first, 'Begun before the stop');
  const stopping = performance.now();
  const ended = first.stop();
  await first.untilLogged('"message":"stopping"');
  create.send();
  const answers = await create.rest();
  check('finishes a running request after SIGTERM', answers[0]?.status === 201, answers[0]?.status);
  const { code, output } = await ended;
  const took = performance.now() - stopping;
  check('ends in time, and with 0', code === 0 && took < aims.graceMs, `${code} after ${took.toFixed(0)} ms`);
  check('closes its database', output.includes('"message":"stopped"'));

  const second = await start(images, [...withSecret, ...onVolume]);
  starts.push(second.startMs);
  const kept = await titles(second);
  check('keeps its data over a restart', kept.join() === 'Begun before the stop', kept);
  await second.stop();
}

/** What an operator does to the database, where there is neither a shell nor npm. */
async function checkCommands(images: Images): Promise<void> {
  const { engine, image } = images;
  const command = ['node', 'src/main.js'];
  const live = await start(images, [...withSecret, ...onVolume]);
  starts.push(live.startMs);
  const backup = callForBytes(engine, ['exec', live.name, ...command, 'backup', '-']);
  const sum = createHash('sha256').update(backup.stdout).digest('hex');
  check(
    'backs up while it serves, out of the container',
    backup.code === 0 && backup.stderr.includes('1 tasks, ') && backup.stderr.includes(`sha256 ${sum}`),
    backup.stderr.trim(),
  );
  const made = call(engine, ['exec', live.name, ...command, 'token', '--sub', 'alice']);
  const headers = { Authorization: `Bearer ${made.output.trim()}` };
  check('makes a token that it takes', (await fetch(`${live.url}/tasks`, { headers })).ok);

  const restore = (to: string) => {
    const options = ['run', '--rm', '--interactive', '--volume', `${to}:/data`, ...restricted, image];
    return call(engine, [...options, 'restore', '-'], backup.stdout);
  };
  const refused = restore(volume);
  check('restores nothing under a live service', refused.code === 1 && refused.output.includes('in use'));
  await live.stop();

  const other = `${volume}-restored`;
  try {
    const restored = restore(other);
    check('restores without a secret', restored.code === 0, restored.output.trim());
    const second = await start(images, [...withSecret, '--volume', `${other}:/data`]);
    starts.push(second.startMs);
    const kept = await titles(second);
    check('has what was backed up', kept.join() === 'Begun before the stop', kept);
    await second.stop();
  } finally {
    call(engine, ['volume', 'rm', '--force', other]);
  }
}

async function checkSecretFile(images: Images): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'task-manager-secret-'));
  // The user of the image has to be able to read it, as an orchestrator sees to.
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'secret'), `${secret}\n`, { mode: 0o444 });
  const options = ['--volume', `${folder}:/run/secrets:ro`];
  const container = await start(images, [
    ...options,
    '--env',
    'AUTH_JWT_SECRET_FILE=/run/secrets/secret',
    ...onVolume,
  ]);
  starts.push(container.startMs);
  check('takes its secret from a file', (await titles(container)).length === 1);
  await container.stop();
  rmSync(folder, { recursive: true });
}

/**
 * The best of several, with and without: what else runs on a machine only ever adds to a start. Where more wants to
 * run than there are processors, everything takes so much longer, and so may this.
 */
async function checkStarts(images: Images): Promise<void> {
  const alone: number[] = [];
  while (alone.length < starts.length) alone.push(await startOfEngine(images));
  const took = Math.min(...starts) - Math.min(...alone);
  const crowd = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
  const aim = Math.round(aims.startMs * crowd);
  const list = (times: readonly number[]): string => times.map((ms) => ms.toFixed(0)).join(', ');
  check(
    `answers within ${aim} ms of its start, the engine's own part aside`,
    took < aim,
    `${took.toFixed(0)} ms (${list(starts)} with the engine, which alone takes ${list(alone)})`,
  );
}

const engine = findEngine(process.env);
const image = engine && serviceImage(engine, process.env);
if (engine === undefined || image === undefined) {
  console.error('There is no container engine: `docker info` has to work, or CONTAINER_TOOL name one.');
  process.exitCode = 2;
} else {
  const images = { engine, image };
  try {
    checkConfig(images);
    checkContents(images);
    checkMissingSecret(images);
    await checkLife(images);
    await checkCommands(images);
    await checkSecretFile(images);
    await checkStarts(images);
  } finally {
    call(engine, ['volume', 'rm', '--force', volume]);
  }
  console.log(faults.length === 0 ? 'The image holds what it should.' : `Missed: ${faults.join(', ')}`);
  if (faults.length > 0) process.exitCode = 1;
}
