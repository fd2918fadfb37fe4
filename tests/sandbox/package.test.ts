// The npm package: installed in an empty directory, it runs without the project.
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import manifest from '../../package.json' with { type: 'json' };
import { run } from '../client/guides.ts';
import { cleanUp, serve } from '../support/child-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { scaled } from '../support/timeouts.js';

let installed: string;

async function succeed(command: string, args: readonly string[], directory?: string): Promise<void> {
  const { code, output, errors } = await run(command, args, directory);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${output}${errors}`);
}

beforeAll(async () => {
  const folder = temporaryFolder();
  const directory = join(folder, 'empty');
  await mkdir(directory);
  await succeed(process.execPath, ['scripts/sandbox-package.ts', '--output', join(folder, 'package')]);
  await succeed('npm', ['pack', join(folder, 'package'), '--pack-destination', folder]);
  const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  const archive = join(folder, `task-manager-sandbox-${manifest.version}.tgz`);
  await succeed('npm', ['install', archive, ...options], directory);
  installed = join(directory, 'node_modules');
}, scaled(180_000));
afterAll(cleanUp);

test('starts, and serves tasks and the documentation', async () => {
  const command = join(installed, '.bin/task-manager-sandbox');
  const sandbox = await serve({ PORT: '0' }, ['--seed', '6'], command);
  expect(await sandbox.untilPrinted('delay=')).toContain('with 10 tasks');
  const headers = { Authorization: 'Bearer demo', 'Content-Type': 'application/json' };
  const create = { method: 'POST', headers, body: JSON.stringify({ title: 'From the package' }) };
  expect((await fetch(`${sandbox.url}/tasks`, create)).status).toBe(201);
  const found = await fetch(`${sandbox.url}/tasks?q=package`, { headers });
  expect(await found.json()).toMatchObject({ items: [{ title: 'From the package' }] });
  for (const path of ['/docs/', '/docs/problems', '/openapi.yaml', '/sandbox/openapi.yaml'])
    expect([path, (await fetch(sandbox.url + path)).status]).toEqual([path, 200]);
  expect((await fetch(`${sandbox.url}/sandbox/reset`, { method: 'POST' })).status).toBe(204);
  sandbox.kill('SIGTERM');
  expect((await sandbox.ended).code).toBe(0);
});

test('contains compiled JavaScript and its own README, but no TypeScript', async () => {
  const folder = join(installed, 'task-manager-sandbox');
  const files = await readdir(folder, { recursive: true });
  expect(files.filter((file) => file.endsWith('.ts'))).toEqual([]);
  expect(files).toContain('src/sandbox/start.js');
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain('npx task-manager-sandbox');
  const { version, dependencies } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as typeof manifest;
  expect({ version, dependencies }).toEqual({
    version: manifest.version,
    dependencies: manifest.dependencies,
  });
});

test('names the command of the package in its usage', async () => {
  const { errors, code } = await run(process.execPath, [
    '--eval',
    `process.env.npm_command = 'exec';
     process.argv.splice(1, 0, ${JSON.stringify(join(installed, '.bin/task-manager-sandbox'))}, '--sed');
     await import(${JSON.stringify(join(installed, 'task-manager-sandbox/sandbox/bin.js'))});`,
    '--input-type=module',
  ]);
  expect(code).toBe(2);
  expect(errors).toContain('Usage: npx task-manager-sandbox [--port');
});
