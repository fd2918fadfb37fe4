import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { developmentSecret } from '../../src/security/development-secret.ts';
import { tokenRules } from '../../src/security/token-rules.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

let directory: string;

beforeEach(() => {
  directory = temporaryFolder();
});
afterEach(removeTemporaryFolders);

describe('the development secret', () => {
  test('is created in its own directory, readable only by its owner', async () => {
    const { secret, file } = developmentSecret(join(directory, 'data'));
    expect(file).toBe(join(directory, 'data', 'development-secret'));
    expect(secret.length).toBeGreaterThanOrEqual(32);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, 'data'))).mode & 0o077).toBe(0);
  });

  test('stays the same for a directory, and differs between directories', () => {
    const one = developmentSecret(join(directory, 'one'));
    expect(developmentSecret(join(directory, 'one'))).toEqual(one);
    expect(developmentSecret(join(directory, 'other')).secret).not.toEqual(one.secret);
  });

  test('is not created when the configuration has a key', async () => {
    const key = { secrets: [new TextEncoder().encode('x'.repeat(32))] };
    const settings = { auth: { ...readConfig({}).auth, key }, dataDirectory: directory };
    expect(tokenRules(settings)).toEqual({ rules: settings.auth });
    await expect(stat(join(directory, 'development-secret'))).rejects.toThrow('ENOENT');
  });

  test.each(['', '\n', 'too short'])('is rejected when its file contains "%s"', async (content) => {
    const file = join(directory, 'development-secret');
    await writeFile(file, content, { mode: 0o600 });
    expect(() => developmentSecret(directory)).toThrow(
      `${file} must contain a secret of at least 32 bytes. Delete it to generate a new one.`,
    );
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  test('states a remedy when it cannot be written', async () => {
    // Even root cannot create a directory where a file exists.
    const file = join(directory, 'data');
    await writeFile(file, '');
    await chmod(file, 0o400);
    expect(() => developmentSecret(file)).toThrow(
      `Cannot write ${file}/development-secret (EEXIST). Make its directory writable, free up disk space, or set AUTH_JWT_SECRET.`,
    );
  });
});
