// Tests the assembled program in a directory without access to this project's packages.
import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { assemble } from '../../container/assemble.ts';
import { assetFolders, assetsDigest } from '../../src/docs/assets.ts';
import { cleanUp, serve, settings, token } from '../support/child-process.ts';
import type { RunningService } from '../support/child-process.ts';
import { createTokenVerifier } from '../../src/security/token-verifier.ts';
import { tokenRules } from '../../src/security/token-rules.ts';
import { readConfig } from '../../src/config.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
let service: RunningService;

beforeAll(async () => {
  folder = temporaryFolder();
  assemble(`${folder}/app`);
  service = await serve(settings(folder), [], `${folder}/app/src/main.js`);
});
afterAll(cleanUp);

test('serves the sandbox', async () => {
  const sandbox = await serve({ PORT: '0' }, ['sandbox'], `${folder}/app/src/main.js`);
  const headers = { Authorization: 'Bearer demo' };
  expect(await (await fetch(`${sandbox.url}/summary`, { headers })).json()).toMatchObject({ total: 4 });
  sandbox.kill('SIGTERM');
  expect((await sandbox.ended).code).toBe(0);
});

test.each(['http/protobuf', 'http/json'])('exports traces over %s', async (protocol) => {
  const receiver = await startOtlpReceiver();
  receiver.behave((_request, response) => response.end());
  const traced = await serve(
    {
      ...settings(temporaryFolder()),
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    },
    [],
    `${folder}/app/src/main.js`,
  );
  await fetch(`${traced.url}/health`);
  // The service exports its last spans when it stops.
  traced.kill('SIGTERM');
  expect((await traced.ended).code).toBe(0);
  expect(receiver.exports.length).toBeGreaterThan(0);
  await receiver.close();
});

test('serves tasks', async () => {
  const headers = { Authorization: `Bearer ${await token()}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ title: 'From the image' });
  expect((await fetch(`${service.url}/tasks`, { method: 'POST', headers, body })).status).toBe(201);
  const found = await fetch(`${service.url}/tasks?q=image`, { headers });
  expect(await found.json()).toMatchObject({ items: [{ title: 'From the image' }] });
  expect((await fetch(`${service.url}/metrics`)).status).toBe(200);
});

test.each([
  '/docs/',
  '/docs/problems',
  '/docs/guides/index.html',
  '/docs/guides/client.html',
  '/docs/architecture.html',
  '/docs/changelog.html',
  '/docs/tasks.http',
  '/docs/workflows.arazzo.yaml',
  '/llms.txt',
  '/llms-full.txt',
  '/.well-known/api-catalog',
  '/openapi.yaml',
  '/openapi.json',
])('serves %s', async (path) => {
  expect((await fetch(`${service.url}${path}`)).status).toBe(200);
});

test('serves every asset of the pages, without source maps', async () => {
  for (const name of assetFolders.flatMap(({ names }) => names)) {
    const { status } = await fetch(`${service.url}/docs/assets/${assetsDigest()}/${name}`);
    expect([name, status]).toEqual([name, name.endsWith('.map') ? 404 : 200]);
  }
});

test('contains only the native addon for this platform, and no types, tools or tests', async () => {
  const prebuilds = await readdir(`${folder}/app/node_modules/better-sqlite3/prebuilds`);
  expect(prebuilds).toEqual([`${process.platform}-${process.arch}.node`]);
  const packages = await readdir(`${folder}/app/node_modules`);
  for (const name of ['@types', 'typescript', 'jest', 'node', '@scarf', 'node-addon-api'])
    expect(packages).not.toContain(name);
  for (const name of ['tests', 'checks', 'scripts', 'dast', 'site'])
    expect([name, existsSync(`${folder}/app/${name}`)]).toEqual([name, false]);
});

test('contains the modules of the async package that winston requires', () => {
  const require = createRequire(`${folder}/app/node_modules/winston/package.json`);
  expect(require('async/forEach')).toBeInstanceOf(Function);
  expect(require('async/series')).toBeInstanceOf(Function);
});

test('contains no pictures except those on the pages', async () => {
  expect(await readdir(`${folder}/app/docs/images`)).toEqual(['diagrams']);
});

const exec = promisify(execFile);

test('issues tokens as `docker compose exec api-one node src/main.js token` does', async () => {
  mkdirSync(`${folder}/data`);
  symlinkSync(`${folder}/data`, `${folder}/app/data`);
  const env = { NODE_ENV: 'development', DATABASE_URL: 'postgres://tasks@postgres:5432/tasks' };
  const { stdout } = await exec(process.execPath, ['src/main.js', 'token', '--sub', 'ada'], {
    cwd: `${folder}/app`,
    env,
  });
  const AUTH_JWT_SECRET = readFileSync(`${folder}/data/development-secret`, 'utf8').trim();
  const verify = createTokenVerifier(tokenRules(readConfig({ ...env, AUTH_JWT_SECRET })).rules);
  expect(await verify(stdout.trim())).toMatchObject({ sub: 'ada' });
});

const asRoot = process.getuid?.() === 0;
(asRoot ? test : test.skip)(
  `runs as any user in group 0${asRoot ? '' : ' (skipped: only root can change the user)'}`,
  async () => {
    const data = `${folder}/volume`;
    mkdirSync(data);
    chownSync(data, 65_532, 0);
    chmodSync(data, 0o770);
    chmodSync(folder, 0o755);
    await exec(process.execPath, ['src/main.js', 'migrate'], {
      cwd: `${folder}/app`,
      env: { NODE_ENV: 'production', DATABASE_URL: `sqlite:${data}/tasks.db` },
      uid: 1_000_670_000,
      gid: 0,
    });
    expect(existsSync(`${data}/tasks.db`)).toBe(true);
  },
);
