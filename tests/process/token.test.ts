import { afterEach, describe, expect, test } from '@jest/globals';
import { decodeJwt, jwtVerify } from 'jose';
import { cleanUp, run, settings } from '../support/child-process.ts';
import { secret } from '../support/secret.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

afterEach(cleanUp);

const withSecret = { AUTH_JWT_SECRET: secret };
const issue = (environment: Readonly<Record<string, string>>, args: string[] = []) =>
  run('src/main.js', environment, ['token', ...args]);

describe('npm run token', () => {
  test('prints only a token', async () => {
    const { code, stdout, stderr } = await issue(withSecret);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const { payload } = await jwtVerify(stdout.trim(), new TextEncoder().encode(secret), {
      issuer: 'task-manager-api',
      audience: 'task-manager-api',
    });
    expect(payload).toMatchObject({ sub: 'demo', scope: 'tasks:read tasks:write' });
    expect(payload.exp! - payload.iat!).toBe(24 * 60 * 60);
  });

  test('issues a token with the given subject, scope and lifetime', async () => {
    const args = ['--sub', 'ann', '--scope', 'tasks:read', '--days', '0.5'];
    const names = { AUTH_ISSUER: 'me', AUTH_AUDIENCE: 'you' };
    const { stdout } = await issue({ ...withSecret, ...names }, args);
    const { exp = 0, iat = 0, jti, ...claims } = decodeJwt(stdout.trim());
    expect(claims).toEqual({ sub: 'ann', scope: 'tasks:read', iss: 'me', aud: 'you', client_id: 'you' });
    expect(jti).toMatch(/^[0-9a-f-]{36}$/);
    expect(exp - iat).toBe(12 * 60 * 60);
  });

  test('uses the development secret when no other is configured', async () => {
    const { DATABASE_URL = '' } = settings(temporaryFolder());
    const [one, two] = [await issue({ DATABASE_URL }), await issue({ DATABASE_URL })];
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(one.stdout.split('.')[0]).toBe(two.stdout.split('.')[0]);
  });

  test.each<[string, string[], Record<string, string>, string]>([
    ['an unknown option', ['--subject', 'ann'], {}, '--subject'],
    ['a lifetime that is not a number', ['--days', 'two'], {}, '--days must be a number above 0'],
    ['a lifetime of zero', ['--days', '0'], {}, '--days must be a number above 0'],
    ['an infinite lifetime', ['--days', 'Infinity'], {}, '--days must be a number above 0'],
    ['an empty subject', ['--sub', ''], {}, '--sub must not be empty'],
    [
      'a configured issuer',
      [],
      {
        AUTH_JWT_SECRET: '',
        AUTH_JWKS_URL: 'https://issuer.example/keys',
        AUTH_ISSUER: 'i',
        AUTH_AUDIENCE: 'a',
      },
      'only the issuer can create tokens',
    ],
  ])('reports %s, and prints its usage', async (_name, args, more, expected) => {
    const { code, stdout, stderr } = await issue({ ...withSecret, ...more }, args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(expected);
    expect(stderr).toContain('Usage: node src/main.js token [');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('reports configuration errors', async () => {
    const { code, stdout, stderr } = await issue({ NODE_ENV: 'production', PORT: 'x' });
    expect([code, stdout]).toEqual([1, '']);
    for (const name of ['PORT', 'AUTH_JWT_SECRET']) expect(stderr).toContain(name);
  });
});
