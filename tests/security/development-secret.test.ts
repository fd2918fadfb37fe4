import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { developmentSecret } from '../../src/security/development-secret.ts';
import { tokenRules } from '../../src/security/token-rules.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'task-manager-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the development secret', () => {
  test('is made in a folder of its own, for the owner alone', async () => {
    const { secret, file } = developmentSecret(join(folder, 'data'));
    expect(file).toBe(join(folder, 'data', 'development-secret'));
    expect(secret.length).toBeGreaterThanOrEqual(32);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'data'))).mode & 0o077).toBe(0);
  });

  test('is the same the next time, and another in another folder', () => {
    const one = developmentSecret(join(folder, 'one'));
    expect(developmentSecret(join(folder, 'one'))).toEqual(one);
    expect(developmentSecret(join(folder, 'other')).secret).not.toEqual(one.secret);
  });

  test('is not made where the configuration has a key', async () => {
    const key = { secret: new TextEncoder().encode('x'.repeat(32)) };
    const settings = { auth: { issuer: 'i', audience: 'a', key }, dataFolder: folder };
    expect(tokenRules(settings)).toEqual({ rules: settings.auth });
    await expect(stat(join(folder, 'development-secret'))).rejects.toThrow('ENOENT');
  });

  test.each(['', '\n', 'too short'])('is not taken from a file with "%s" in it', async (content) => {
    const file = join(folder, 'development-secret');
    await writeFile(file, content, { mode: 0o600 });
    expect(() => developmentSecret(folder)).toThrow(
      `${file} holds no secret of at least 32 bytes: delete it, and a new one is made`,
    );
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  test('says what to do where it cannot be written', async () => {
    // A file in the place of the folder stops even root.
    const file = join(folder, 'data');
    await writeFile(file, '');
    await chmod(file, 0o400);
    expect(() => developmentSecret(file)).toThrow(
      `Cannot write ${file}/development-secret (EEXIST): see that its folder is writable and has room, or set AUTH_JWT_SECRET`,
    );
  });
});
