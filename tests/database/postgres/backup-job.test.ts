// Runs the script of the backup job in deploy/ with the programs of PostgreSQL that its image contains.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { openDatabase } from '../../../src/database/open.ts';
import { storages } from '../../../src/storage.ts';
import { createAuthority } from '../../support/certificates.ts';
import { startCluster } from '../../support/postgres/cluster.ts';
import type { Cluster } from '../../support/postgres/cluster.ts';
import { serveTls } from '../../support/postgres/serve-tls.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder.ts';

interface CronJob {
  readonly spec: {
    readonly jobTemplate: {
      readonly spec: {
        readonly template: {
          readonly spec: {
            readonly containers: readonly { readonly command: string[]; readonly args: string[] }[];
          };
        };
      };
    };
  };
}

const file = new URL('../../../deploy/components/backup/cron-job.yaml', import.meta.url);
const job = load(readFileSync(file, 'utf8')) as CronJob;
const { command, args } = job.spec.jobTemplate.spec.template.spec.containers[0]!;
const [shell = '', ...options] = command;

/**
 * The directory in which Debian installs PostgreSQL servers, by version. The tests use the newest one, because older
 * clients cannot dump a newer server.
 */
const versions = '/usr/lib/postgresql';
const [installation] = (existsSync(versions) ? readdirSync(versions) : [])
  .sort((one, other) => Number(other) - Number(one))
  .map((version) => join(versions, version))
  .filter((path) => existsSync(join(path, 'bin/initdb')));

/**
 * Creates a directory for backups and a file with the URL of a database. Returns functions that run the job and list the
 * backups.
 */
function prepare(url: string): {
  backups: string;
  files: () => string[];
  run: (environment?: Readonly<Record<string, string>>) => { status: number | null; stderr: string };
} {
  const folder = temporaryFolder();
  const backups = join(folder, 'backups');
  mkdirSync(backups);
  writeFileSync(join(folder, 'url'), `${url}\n`);
  const PATH = `${installation}/bin:${process.env['PATH']}`;
  const env = { ...process.env, PATH, BACKUP_DIRECTORY: backups, DATABASE_URL_FILE: join(folder, 'url') };
  return {
    backups,
    files: () => readdirSync(backups).sort(),
    run: (environment) =>
      spawnSync(shell, [...options, ...args], { env: { ...env, ...environment }, encoding: 'utf8' }),
  };
}

afterEach(removeTemporaryFolders);

(installation === undefined ? describe.skip : describe)('the backup job (Debian package postgresql)', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ ...(installation === undefined ? {} : { installation }) });
    const database = await openDatabase({ url: cluster.url }, storages);
    await database.close();
  });
  afterAll(() => cluster.remove());

  test('stores a dump that contains the tables, and deletes dumps that are older than 14 days', () => {
    const { backups, files, run } = prepare(cluster.url);
    const old = new Date(Date.now() - 16 * 24 * 3600 * 1000);
    for (const name of ['tasks-old.dump', 'tasks-interrupted.dump.partial']) {
      writeFileSync(join(backups, name), '');
      utimesSync(join(backups, name), old, old);
    }
    expect(run()).toMatchObject({ status: 0 });
    const [dump = '', ...others] = files();
    expect([dump, others]).toEqual([expect.stringMatching(/^tasks-\d{4}-\d\d-\d\dT\d{6}Z\.dump$/), []]);
    const contents = execFileSync('pg_restore', ['--list', join(backups, dump)], { encoding: 'utf8' });
    expect(contents).toContain('TABLE DATA public task ');
  });

  test('fails and keeps the previous dumps if the database cannot be read', () => {
    const { backups, files, run } = prepare(cluster.url.replace(/postgres$/, 'missing'));
    writeFileSync(join(backups, 'tasks-previous.dump'), '');
    expect(run().status).not.toBe(0);
    expect(files().filter((name) => name.endsWith('.dump'))).toEqual(['tasks-previous.dump']);
  });
  test('verifies the server with the variable that the component `authorities` sets', async () => {
    const authority = createAuthority();
    await serveTls(cluster, authority.issue());
    const { backups, files, run } = prepare(`${cluster.url}?sslmode=verify-full`);
    const { status, stderr } = run();
    expect([status, stderr]).toEqual([1, expect.stringContaining('root certificate file')]);
    const path = join(backups, 'ca.pem');
    writeFileSync(path, authority.certificate);
    const patch = readFileSync(new URL('../authorities/cron-job.yaml', file), 'utf8');
    const [, name = ''] = /name: (\w+), value: \/run\/secrets\/authorities\/ca.pem/.exec(patch)!;
    expect(run({ [name]: path })).toMatchObject({ status: 0 });
    expect(files().some((one) => one.endsWith('.dump'))).toBe(true);
  });
});
