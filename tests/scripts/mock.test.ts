// `npm run mock` prints commands that work.
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterEach, expect, test } from '@jest/globals';

const shell = async (command: string) => (await promisify(execFile)('sh', ['-c', command])).stdout;

let mock: ReturnType<typeof start> | undefined;
afterEach(async () => {
  if (mock?.exitCode !== null) return;
  mock.kill('SIGTERM');
  await once(mock, 'exit');
});

function start() {
  return spawn(process.execPath, ['scripts/mock.ts', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

// curl is optional: the project requires only Node and npm.
const hasCurl = spawnSync('curl', ['--version']).status === 0;

(hasCurl ? test : test.skip)('prints three curl commands that work, and what Prefer can do', async () => {
  mock = start();
  let output = '';
  for await (const chunk of mock.stdout.iterator({ destroyOnReturn: false })) {
    output += String(chunk);
    if (output.includes('dynamic=true')) break;
  }
  mock.stdout.resume();
  const [list = '', create = '', unavailable = '', ...others] = output
    .split('\n')
    .filter((line) => line.startsWith('curl '));
  expect(others).toEqual([]);
  expect(JSON.parse(await shell(list))).toHaveProperty('items');
  expect(await shell(create)).toMatch(/^HTTP\/1.1 201 /);
  expect(await shell(unavailable)).toMatch(/^HTTP\/1.1 503 /);
  expect(output).toContain('Prefer: example=');
});
