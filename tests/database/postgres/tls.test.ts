import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '../../../src/database/open.ts';
import { storages } from '../../../src/storage.ts';
import { createAuthority } from '../../support/certificates.ts';
import { startCluster } from '../../support/postgres/cluster.ts';
import type { Cluster } from '../../support/postgres/cluster.ts';
import { withClient } from '../../support/postgres/databases.ts';
import { serveTls } from '../../support/postgres/serve-tls.ts';
import { atEnd } from '../../support/temporary-database.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const authority = createAuthority();
let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
  await serveTls(cluster, authority.issue());
});
afterAll(() => cluster.remove());

/** Writes the certificate of an authority to a file. Returns the path. */
function fileOf({ certificate }: { readonly certificate: string }): string {
  const file = join(temporaryFolder(), 'ca.crt');
  writeFileSync(file, certificate);
  return file;
}

/** Opens the database with these parameters. Returns whether its connections are encrypted. */
async function isEncrypted(parameters: Readonly<Record<string, string>>): Promise<boolean[]> {
  const database = await openDatabase({ url: `${cluster.url}?${new URLSearchParams(parameters)}` }, storages);
  atEnd(() => database.close());
  await database.check();
  return await withClient(cluster.url, async (client) => {
    const { rows } = await client.query<{ ssl: boolean }>(
      `select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'task-manager-api'`,
    );
    return rows.map(({ ssl }) => ssl);
  });
}

test.each(['require', 'verify-ca', 'verify-full'])(
  'encrypts with sslmode=%s and a certificate from a trusted authority',
  async (sslmode) => {
    expect(await isEncrypted({ sslmode, sslrootcert: fileOf(authority) })).toEqual([true]);
  },
);

test('encrypts with sslmode=require, without verifying the certificate', async () => {
  expect(await isEncrypted({ sslmode: 'require' })).toEqual([true]);
});

test('does not encrypt with sslmode=disable', async () => {
  expect(await isEncrypted({ sslmode: 'disable' })).toEqual([false]);
});

test.each(['verify-ca', 'verify-full'])(
  'rejects a certificate from an untrusted authority with sslmode=%s',
  async (sslmode) => {
    await expect(isEncrypted({ sslmode, sslrootcert: fileOf(createAuthority()) })).rejects.toMatchObject({
      what: expect.stringContaining('is not trusted'),
    });
  },
);

test('rejects a certificate for another host only with sslmode=verify-full', async () => {
  await serveTls(cluster, authority.issue({ host: 'elsewhere.test' }));
  atEnd(() => serveTls(cluster, authority.issue()));
  const sslrootcert = fileOf(authority);
  expect(await isEncrypted({ sslmode: 'verify-ca', sslrootcert })).toEqual([true]);
  await expect(isEncrypted({ sslmode: 'verify-full', sslrootcert })).rejects.toMatchObject({
    what: expect.stringContaining('is not trusted'),
  });
});
