// Runs the command `sandbox` as a process, and checks its output and when it refuses to run.
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import { cleanUp, run, serve } from '../support/child-process.ts';

afterEach(cleanUp);

const shell = async (command: string) => (await promisify(execFile)('sh', ['-c', command])).stdout;

// curl is optional: the project requires only Node and npm.
const hasCurl = spawnSync('curl', ['--version']).status === 0;

(hasCurl ? test : test.skip)(
  'prints three curl commands that work, the documentation and what Prefer can do',
  async () => {
    const sandbox = await serve({ PORT: '0' }, ['sandbox', '--seed', '10']);
    const output = await sandbox.untilPrinted('delay=');
    expect(output).toContain(`${sandbox.url}/docs`);
    expect(output).toContain('with 14 tasks');
    for (const preference of ['code=', 'example=', 'delay='])
      expect(output).toContain(`Prefer: ${preference}`);

    const [list = '', create = '', unavailable = '', ...others] = output
      .split('\n')
      .filter((line) => line.startsWith('curl '));
    expect(others).toEqual([]);
    expect(JSON.parse(await shell(list))).toHaveProperty('items.length', 14);
    expect(await shell(create)).toMatch(/^HTTP\/1.1 201 /);
    expect(JSON.parse(await shell(list))).toHaveProperty('items.0.title', 'Try the sandbox');
    expect(await shell(unavailable)).toMatch(/^HTTP\/1.1 503 /);
    sandbox.kill('SIGTERM');
    expect((await sandbox.ended).code).toBe(0);
  },
);

test('treats an empty DATABASE_URL, as containers pass it, as unset', async () => {
  const sandbox = await serve({ PORT: '0', DATABASE_URL: '', NODE_ENV: 'development' }, ['sandbox']);
  sandbox.kill('SIGTERM');
  expect((await sandbox.ended).code).toBe(0);
});

describe('the sandbox refuses to run', () => {
  test.each([
    [{ NODE_ENV: 'production' }, 'NODE_ENV must not be production'],
    [{ DATABASE_URL: 'sqlite:./data/tasks.db' }, 'DATABASE_URL must be unset'],
    [{ DATABASE_URL: 'postgres://tasks@127.0.0.1/tasks' }, 'DATABASE_URL must be unset'],
    [{ PORT: 'x' }, 'PORT must be'],
  ])('with %j', async (environment, message) => {
    const { code, stderr, stdout } = await run('src/main.js', environment, ['sandbox']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
  });

  test.each([
    ['--seed', '-1'],
    ['--seed', '10001'],
    ['--latency', '400..50'],
    ['--latency', 'slow'],
    ['--error-rate', '2'],
    ['--error-rate', '1e-1'],
    ['--sed', '1'],
  ])('with %s %s', async (...args) => {
    const { code, stderr } = await run('src/main.js', { PORT: '0' }, ['sandbox', args.join('=')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Usage: ')]);
    expect(stderr).toContain(args[0]);
  });
});
