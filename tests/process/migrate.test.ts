import { afterEach, describe, expect, test } from '@jest/globals';
import { engineName } from '../support/engine.ts';
import { dropDatabase, makeDatabase } from '../support/postgres/databases.ts';
import { migrationsOf } from '../../src/database/migrations.ts';
import { storages } from '../../src/storage.ts';
import { cleanUp, run, serve } from '../support/child-process.ts';
import { secret } from '../support/secret.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const names = Object.keys(migrationsOf(storages, engineName)).join(', ');
const made: string[] = [];

afterEach(async () => {
  await cleanUp();
  for (const url of made.splice(0)) await dropDatabase(url);
});

const migrate = (environment: Readonly<Record<string, string>>) =>
  run('src/main.js', environment, ['migrate']);

/** The settings of a service with an empty database. */
async function emptyDatabase() {
  let url = `sqlite:${temporaryFolder()}/tasks.db`;
  if (engineName === 'postgres') made.push((url = await makeDatabase('template0')));
  return { PORT: '0', DATABASE_URL: url, AUTH_JWT_SECRET: secret };
}

describe('npm run migrate', () => {
  test('creates the tables once, and prints the migrations', async () => {
    const settings = await emptyDatabase();
    const first = await migrate(settings);
    expect(first).toMatchObject({ code: 0, stdout: `Migrated: ${names}\n`, stderr: '' });
    const second = await migrate(settings);
    expect(second).toMatchObject({ code: 0, stdout: 'Nothing to migrate.\n', stderr: '' });
  });

  test('applies the migrations once if it runs twice at the same time', async () => {
    const settings = await emptyDatabase();
    const both = await Promise.all([migrate(settings), migrate(settings)]);
    expect(both.map(({ stderr }) => stderr)).toEqual(['', '']);
    expect(both.map(({ stdout }) => stdout).sort()).toEqual([
      `Migrated: ${names}\n`,
      'Nothing to migrate.\n',
    ]);
  });

  test('is required before an instance starts with DATABASE_MIGRATE_AT_START=false', async () => {
    const settings = { ...(await emptyDatabase()), DATABASE_MIGRATE_AT_START: 'false' };
    const refused = await run('src/main.js', settings);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr + refused.stdout).toContain('npm run migrate');
    await migrate(settings);
    const service = await serve(settings);
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    service.kill('SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0 });
  });

  test('reports a database that cannot be opened, without a stack trace', async () => {
    const url =
      engineName === 'sqlite' ? 'sqlite:/dev/null/tasks.db' : 'postgres://unknown@127.0.0.1:1/tasks';
    const { code, stdout, stderr } = await migrate({ ...(await emptyDatabase()), DATABASE_URL: url });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(engineName === 'sqlite' ? '/dev/null/tasks.db' : '127.0.0.1:1/tasks');
    expect(stderr).not.toContain('    at ');
  });
});
