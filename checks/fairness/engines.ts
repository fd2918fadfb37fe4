// Creates the databases that the service runs on, with the data of all users.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { cpuMicroseconds } from '../../bench/measure/process-usage.ts';
import { openDatabase } from '../../src/database/open.ts';
import { storages } from '../../src/storage.ts';
import { startCluster } from '../../tests/support/postgres/cluster.ts';
import { temporaryFolder } from '../scale/service.ts';
import { seed } from './seed.ts';
import type { Seeded } from './seed.ts';

export interface Engine {
  readonly name: 'SQLite' | 'PostgreSQL';
  readonly url: string;
  readonly seeded: Seeded;
  /** CPU time of the database's own processes. */
  cpuMicroseconds(): number;
  remove(): Promise<void>;
}

/** Creates a SQLite database in which the hostile user has `tasks` tasks. */
export async function sqliteEngine(tasks: number): Promise<Engine> {
  const { folder, remove } = await temporaryFolder();
  const url = `sqlite:${join(folder, 'tasks.db')}`;
  const seeded = await fill(url, tasks);
  return { name: 'SQLite', url, seeded, cpuMicroseconds: () => 0, remove };
}

/** Starts a PostgreSQL server with production settings, and creates the same tasks. */
export async function postgresEngine(tasks: number): Promise<Engine> {
  const cluster = await startCluster({ settings: [] });
  const seeded = await fill(cluster.url, tasks);
  // In production, autovacuum does the same within a minute.
  const client = new pg.Client(cluster.url);
  await client.connect();
  await client.query('vacuum analyze');
  await client.end();
  const [pid] = readFileSync(join(cluster.folder, 'data', 'postmaster.pid'), 'utf8').split('\n');
  return {
    name: 'PostgreSQL',
    url: cluster.url,
    seeded,
    cpuMicroseconds: () => cpuMicroseconds(Number(pid)),
    remove: () => cluster.remove(),
  };
}

async function fill(url: string, tasks: number): Promise<Seeded> {
  const database = await openDatabase({ url }, storages);
  try {
    return await seed(database, tasks);
  } finally {
    await database.close();
  }
}
