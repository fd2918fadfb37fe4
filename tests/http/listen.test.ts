import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { cleanUp, run, settings } from '../support/child-process.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let server: TestServer;
afterEach(async () => {
  await server.close();
  await cleanUp();
});

test('reports that the port is in use before it creates the database', async () => {
  server = await startServer();
  const file = `${temporaryFolder()}/new.db`;
  const { code, stderr } = await run('src/main.js', {
    ...settings(temporaryFolder()),
    PORT: new URL(server.url).port,
    DATABASE_URL: `sqlite:${file}`,
  });
  expect([code, existsSync(file)]).toEqual([1, false]);
  expect(stderr).toContain('Set PORT to another port');
});

/** Opens connections, and prints how many were accepted within 0.6 seconds. */
const opener = `
  const { connect } = require('node:net');
  let connected = 0;
  for (let n = 0; n < 1000; n += 1)
    connect(Number(process.argv[1]), '127.0.0.1').on('connect', () => (connected += 1)).on('error', () => {});
  setTimeout(() => { console.log(connected); process.exit(); }, 600);
`;

test('queues a thousand new connections while the process is busy', async () => {
  server = await startServer();
  // Blocks this process, and therefore the server.
  const { stdout } = spawnSync(process.execPath, ['-e', opener, new URL(server.url).port], {
    encoding: 'utf8',
  });
  expect(stdout.trim()).toBe('1000');
});
