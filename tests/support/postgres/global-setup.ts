// Starts one PostgreSQL server for all tests of a run, or uses the server of TEST_POSTGRES_URL. Creates an empty, migrated
// database there, which each test copies.
import { openDatabase } from '../../../src/database/open.ts';
import { storages } from '../../../src/storage.ts';
import { forgetTraffic } from '../traffic.ts';
import { startCluster } from './cluster.ts';
import { databaseUrl, onServer, templateName } from './databases.ts';

/**
 * Functions that remove what this set-up has created, called at the end of the run (global-teardown.ts, in the same
 * process).
 */
export const undo: (() => Promise<void>)[] = [];

export default async function (): Promise<void> {
  forgetTraffic();
  if (process.env['TEST_POSTGRES_URL'] === undefined) {
    const cluster = await startCluster();
    process.env['TEST_POSTGRES_URL'] = cluster.url;
    undo.push(() => cluster.remove());
  }
  const name = `${templateName}_${process.pid}`;
  process.env['TEST_POSTGRES_TEMPLATE'] = name;
  await onServer((client) => client.query(`create database ${name}`));
  undo.unshift(async () => {
    await onServer((client) => client.query(`drop database ${name} with (force)`));
  });
  await (await openDatabase({ url: databaseUrl(name) }, storages)).close();
}
