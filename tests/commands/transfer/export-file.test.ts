import { readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { exportToFile } from '../../../src/commands/transfer/export.ts';
import type { Database } from '../../../src/database/database.ts';
import type { Tables } from '../../../src/storage.ts';
import { openTemporary } from '../../support/temporary-database.ts';
import { create } from '../../tasks/sample-tasks.ts';
import { addWebhook } from '../../webhooks/stored-webhooks.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('exportToFile', () => {
  let database: Database<Tables>;
  let folder: string;
  let file: string;

  beforeEach(async () => {
    database = await openTemporary();
    for (const title of ['one', 'two', 'three']) await create(database, { title });
    for (const owner of ['ada', 'grace']) await addWebhook(database, owner);
    folder = temporaryFolder();
    file = join(folder, 'tasks.ndjson');
  });

  test('writes one line per item and a trailer to a file that only its owner can read', async () => {
    const { count } = await exportToFile(database, file, false);
    expect(count).toBe(5);
    expect((await readFile(file, 'utf8')).match(/\n/g)).toHaveLength(6);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('never overwrites a file', async () => {
    await exportToFile(database, file, false);
    const before = await readFile(file);
    await expect(exportToFile(database, file, false)).rejects.toThrow(
      'already exists. Choose a different file',
    );
    await expect(exportToFile(database, file, true)).rejects.toThrow('is a finished export');
    expect(await readFile(file)).toEqual(before);
  });

  test('resumes an export that was truncated at any position, and writes the same bytes', async () => {
    const trailer = await exportToFile(database, file, false);
    const whole = await readFile(file);
    const lastLine = whole.lastIndexOf('\n', -2) + 1;
    const webhooks = whole.indexOf('{"owner":"ada","webhook"');
    const lengths = [
      0,
      1,
      whole.indexOf('\n'),
      whole.indexOf('\n') + 1,
      webhooks,
      webhooks + 1,
      lastLine - 5,
      lastLine,
    ];
    for (const length of lengths) {
      await truncate(file, length);
      expect(await exportToFile(database, file, true)).toEqual(trailer);
      expect(await readFile(file)).toEqual(whole);
    }
  });

  test('states a remedy if the file cannot be written', async () => {
    const nowhere = join(folder, 'missing', 'tasks.ndjson');
    await expect(exportToFile(database, nowhere, false)).rejects.toThrow(
      `Cannot write ${nowhere} (ENOENT). Free up disk space or choose a different file`,
    );
  });
});
