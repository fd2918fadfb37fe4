import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { withClient } from '../../support/postgres/databases.ts';

const script = `
  const { startCluster } = await import(${JSON.stringify(new URL('../../support/postgres/cluster.ts', import.meta.url).href)});
  const { url, folder } = await startCluster();
  process.stdout.write(JSON.stringify({ url, folder }), () => process.kill(process.pid, 'SIGKILL'));
`;

test('removes the PostgreSQL process and its data when a test run is killed', async () => {
  const printed = await new Promise<string>((resolve) => {
    execFile(process.execPath, ['--input-type=module', '--eval', script], (_error, output) =>
      resolve(output),
    );
  });
  const { url, folder } = JSON.parse(printed) as { url: string; folder: string };
  // The directory is deleted last.
  while (existsSync(folder)) await wait(20);
  await expect(withClient(url, async () => undefined)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
