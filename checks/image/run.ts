// Checks the container image (`npm run check:image`). Builds it with Docker or CONTAINER_TOOL, unless IMAGE names an
// image. Containers have the restrictions of docker-compose.yml.
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import packageJson from '../../package.json' with { type: 'json' };
import { isDescription } from '../../container/package-files.ts';
import { findEngine, restricted, serviceImage } from '../../dast/container-engine.ts';
import { issueToken } from '../../src/security/issue-token.ts';
import { createAuthority, install } from '../../tests/support/certificates.ts';
import { connection } from '../../tests/support/raw-connection.ts';
import { call, callForBytes, start, startOfEngine } from './container.ts';
import type { Container, Images } from './container.ts';
import type { ImageContent } from './inspect.ts';
import { readArguments } from '../../scripts/tools/arguments.ts';

readArguments(
  'npm run check:image -- [--help | --version]\n  builds and checks the image; CONTAINER_TOOL and IMAGE select the engine and an existing image',
  {},
);

// The start time excludes the engine, which adds between 0.2 s and more than a second.
const limits = { megabytes: 160, startMs: 1000, graceMs: 10_000 };
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

const errors: string[] = [];
const starts: number[] = [];

function check(what: string, passed: boolean, observed: unknown = ''): void {
  console.log(`${passed ? '✓' : '✗'} ${what}${observed === '' ? '' : `: ${String(observed)}`}`);
  if (!passed) errors.push(what);
}

function configOf({ engine, image }: Images): ImageConfig {
  const { output } = call(engine, ['image', 'inspect', image]);
  const [inspected] = JSON.parse(output) as [{ Config: ImageConfig }];
  return inspected.Config;
}

function checkContents({ engine, image }: Images): void {
  const script = readFileSync(new URL('inspect.ts', import.meta.url), 'utf8');
  const node = ['--entrypoint', '/usr/local/bin/node'];
  const flags = ['--max-semi-space-size=8', '--input-type=module-typescript', '--eval', script];
  const { code, output } = call(engine, ['run', '--rm', ...node, image, ...flags]);
  if (code !== 0) throw new Error(`Cannot inspect the image: ${output}`);
  const inside = JSON.parse(output) as ImageContent;
  const megabytes = inside.bytes / 1e6;
  check(`takes less than ${limits.megabytes} MB`, megabytes < limits.megabytes, `${megabytes.toFixed(1)} MB`);
  check('does not run as root', inside.uid !== 0, inside.uid);
  const tools =
    /^(?:.*sh|busybox|apt.*|dpkg.*|apk|npm|npx|yarn|corepack|c?cc?|[gc]\+\+|gcc|ld|make|python.*|perl|curl|wget)$/;
  const foreign = inside.commands.filter((name) => tools.test(name));
  check('has no shell, package manager or compiler', foreign.length === 0, foreign);
  const unneeded = inside.program.filter(
    (path) =>
      path.includes('/node_modules/') && /\.(?:map|d\.[cm]?ts|md|c|h)$/.test(path) && !isDescription(path),
  );
  check('has no source maps, types or documentation of packages', unneeded.length === 0, unneeded);
  check('has no files that its user can change', inside.writable.length === 0, inside.writable);
  check('has a compile cache', inside.compiled > 100, inside.compiled);
}

function checkConfig(images: Images): void {
  const { User, Env, Labels } = configOf(images);
  check('has a numeric user', /^[1-9]\d*(?::[1-9]\d*)?$/.test(User), User);
  check('contains no secret', !Env.some((line) => /^(?:AUTH_|METRICS_TOKEN)/.test(line)));
  for (const name of ['title', 'version', 'revision'])
    check(`has a label for its ${name}`, `org.opencontainers.image.${name}` in Labels);
}

function checkMissingSecret({ engine, image }: Images): void {
  const { code, output } = call(engine, ['run', '--rm', image]);
  check('exits with an error if no secret is set', code !== 0, code);
  const names = ['AUTH_JWKS_URL', 'AUTH_JWT_SECRET', 'AUTH_JWT_SECRET_FILE'];
  check(
    'names the missing variables',
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

/** Starts a create. Returns a function that sends its body. */
async function slowCreate({ url }: Container, title: string) {
  const body = JSON.stringify({ title });
  const slow = connection(url);
  const fields = [
    ...['Host: x', `Authorization: Bearer ${await token()}`],
    ...['Content-Type: application/json', `Content-Length: ${body.length}`, 'Expect: 100-continue'],
  ];
  slow.write(`POST /tasks HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`);
  const { status } = await slow.next();
  if (status !== 100) throw new Error(`A create returned ${status} before its body was sent`);
  return { send: () => slow.write(body), rest: () => slow.rest() };
}

async function checkLife(images: Images): Promise<void> {
  const first = await start(images, [...withSecret, ...onVolume]);
  starts.push(first.startMs);
  const health = (await (await fetch(`${first.url}/health`)).json()) as { version: string };
  check('reports its version', health.version === packageJson.version, health.version);

  const [kind, ...command] = configOf(images).Healthcheck.Test;
  const healthy = call(images.engine, ['exec', first.name, ...command]);
  check('passes its own health check', kind === 'CMD' && healthy.code === 0, healthy.output.trim());

  const create = await slowCreate(first, 'Started before the stop');
  const stopping = performance.now();
  const ended = first.stop();
  await first.untilLogged('"message":"stopping"');
  create.send();
  const answers = await create.rest();
  check('completes an in-flight request after SIGTERM', answers[0]?.status === 201, answers[0]?.status);
  const { code, output } = await ended;
  const took = performance.now() - stopping;
  check(
    'exits in time with code 0',
    code === 0 && took < limits.graceMs,
    `${code} after ${took.toFixed(0)} ms`,
  );
  check('closes its database', output.includes('"message":"stopped"'));

  const second = await start(images, [...withSecret, ...onVolume]);
  starts.push(second.startMs);
  const kept = await titles(second);
  check('preserves its data across a restart', kept.join() === 'Started before the stop', kept);
  await second.stop();
}

/** Checks the commands for operators, which run without a shell or npm. */
async function checkCommands(images: Images): Promise<void> {
  const { engine, image } = images;
  const command = ['node', 'src/main.js'];
  const live = await start(images, [...withSecret, ...onVolume]);
  starts.push(live.startMs);
  const backup = callForBytes(engine, ['exec', live.name, ...command, 'backup', '-']);
  const sum = createHash('sha256').update(backup.stdout).digest('hex');
  check(
    'backs up a live database to standard output',
    backup.code === 0 && backup.stderr.includes('1 tasks, ') && backup.stderr.includes(`sha256 ${sum}`),
    backup.stderr.trim(),
  );
  const made = call(engine, ['exec', live.name, ...command, 'token', '--sub', 'alice']);
  const headers = { Authorization: `Bearer ${made.output.trim()}` };
  check('issues a valid token', (await fetch(`${live.url}/tasks`, { headers })).ok);

  const restore = (to: string) => {
    const options = ['run', '--rm', '--interactive', '--volume', `${to}:/data`, ...restricted, image];
    return call(engine, [...options, 'restore', '-'], backup.stdout);
  };
  const refused = restore(volume);
  check(
    'refuses to restore while the service is running',
    refused.code === 1 && refused.output.includes('in use'),
  );
  await live.stop();

  const other = `${volume}-restored`;
  try {
    const restored = restore(other);
    check('restores without a secret', restored.code === 0, restored.output.trim());
    const second = await start(images, [...withSecret, '--volume', `${other}:/data`]);
    starts.push(second.startMs);
    const kept = await titles(second);
    check('serves the tasks from the backup', kept.join() === 'Started before the stop', kept);
    await second.stop();
  } finally {
    call(engine, ['volume', 'rm', '--force', other]);
  }
}

/** OpenShift runs containers as an arbitrary user in group 0. */
async function checkArbitraryUser(images: Images): Promise<void> {
  const other = `${volume}-any-user`;
  try {
    const options = ['--user', '1000670000:0', '--volume', `${other}:/data`];
    const container = await start(images, [...withSecret, ...options]);
    check('serves requests as any user in group 0', (await titles(container)).length === 0);
    await container.stop();
  } finally {
    call(images.engine, ['volume', 'rm', '--force', other]);
  }
}

async function checkSecretFile(images: Images): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'task-manager-secret-'));
  // The image's user must be able to read the file, as it can in an orchestrator.
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
  check('reads its secret from a file', (await titles(container)).length === 1);
  await container.stop();
  rmSync(folder, { recursive: true });
}

/** Serves HTTPS, and checks its health over HTTPS. */
async function checkTls(images: Images): Promise<void> {
  const authority = createAuthority();
  setDefaultCACertificates([...getCACertificates(), authority.certificate]);
  const folder = mkdtempSync(join(tmpdir(), 'task-manager-tls-'));
  chmodSync(folder, 0o755);
  install(authority.issue(), folder);
  const files = ['TLS_CERT_FILE=/run/secrets/tls.crt', 'TLS_KEY_FILE=/run/secrets/tls.key'];
  const options = ['--volume', `${folder}:/run/secrets:ro`, ...files.flatMap((file) => ['--env', file])];
  const container = await start(images, [...withSecret, ...options, ...onVolume], 'https');
  check('serves HTTPS with a mounted certificate', (await titles(container)).length === 1);
  const [, ...command] = configOf(images).Healthcheck.Test;
  const healthy = call(images.engine, ['exec', container.name, ...command]);
  check('passes its own health check over HTTPS', healthy.code === 0, healthy.output.trim());
  await container.stop();
  rmSync(folder, { recursive: true });
}

/**
 * Compares the fastest of several starts, because other load can only slow a start down. On an overloaded machine, the limit
 * grows.
 */
async function checkStarts(images: Images): Promise<void> {
  const alone: number[] = [];
  while (alone.length < starts.length) alone.push(await startOfEngine(images));
  const took = Math.min(...starts) - Math.min(...alone);
  const overload = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
  const limitMs = Math.round(limits.startMs * overload);
  const list = (times: readonly number[]): string => times.map((ms) => ms.toFixed(0)).join(', ');
  check(
    `responds within ${limitMs} ms of its start, excluding the engine`,
    took < limitMs,
    `${took.toFixed(0)} ms (with the engine: ${list(starts)}; the engine alone: ${list(alone)})`,
  );
}

const engine = findEngine(process.env);
const image = engine && serviceImage(engine, process.env);
if (engine === undefined || image === undefined) {
  console.error(
    'No container engine was found. Make sure that `docker info` succeeds, or set CONTAINER_TOOL.',
  );
  process.exitCode = 2;
} else {
  const images = { engine, image };
  try {
    checkConfig(images);
    checkContents(images);
    checkMissingSecret(images);
    await checkLife(images);
    await checkCommands(images);
    await checkArbitraryUser(images);
    await checkSecretFile(images);
    await checkTls(images);
    await checkStarts(images);
  } finally {
    call(engine, ['volume', 'rm', '--force', volume]);
  }
  console.log(errors.length === 0 ? 'Passed.' : `Failed: ${errors.join(', ')}`);
  if (errors.length > 0) process.exitCode = 1;
}
