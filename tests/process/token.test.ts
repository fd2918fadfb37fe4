import { afterEach, describe, expect, test } from '@jest/globals';
import { decodeJwt, jwtVerify } from 'jose';
import { cleanUp, run, secret, settings, temporaryFolder } from '../support/child-process.ts';

afterEach(cleanUp);

const environment = { AUTH_JWT_SECRET: secret };
const makeToken = (settled: Readonly<Record<string, string>>, args: string[] = []) =>
  run('src/main.js', settled, ['token', ...args]);

describe('npm run token', () => {
  test('prints a token and nothing else', async () => {
    const { code, stdout, stderr } = await makeToken(environment);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const { payload } = await jwtVerify(stdout.trim(), new TextEncoder().encode(secret), {
      issuer: 'task-manager-api',
      audience: 'task-manager-api',
    });
    expect(payload).toMatchObject({ sub: 'demo', scope: 'tasks:read tasks:write' });
    expect(payload.exp! - payload.iat!).toBe(24 * 60 * 60);
  });

  test('has the subject, the scope and the days that it is told', async () => {
    const args = ['--sub', 'ann', '--scope', 'tasks:read', '--days', '0.5'];
    const names = { AUTH_ISSUER: 'me', AUTH_AUDIENCE: 'you' };
    const { stdout } = await makeToken({ ...environment, ...names }, args);
    const { exp = 0, iat = 0, ...claims } = decodeJwt(stdout.trim());
    expect(claims).toEqual({ sub: 'ann', scope: 'tasks:read', iss: 'me', aud: 'you' });
    expect(exp - iat).toBe(12 * 60 * 60);
  });

  test('is made with the development secret where there is no other', async () => {
    const { DATABASE_URL = '' } = settings(await temporaryFolder());
    const [one, two] = [await makeToken({ DATABASE_URL }), await makeToken({ DATABASE_URL })];
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(one.stdout.split('.')[0]).toBe(two.stdout.split('.')[0]);
  });

  test.each<[string, string[], Record<string, string>, string]>([
    ['an unknown option', ['--subject', 'ann'], {}, '--subject'],
    ['days that are no number', ['--days', 'two'], {}, '--days must be a number above 0'],
    ['no days', ['--days', '0'], {}, '--days must be a number above 0'],
    ['days without end', ['--days', 'Infinity'], {}, '--days must be a number above 0'],
    ['nobody', ['--sub', ''], {}, '--sub must not be empty'],
    [
      'an issuer that has the keys',
      [],
      {
        AUTH_JWT_SECRET: '',
        AUTH_JWKS_URL: 'https://issuer.example/keys',
        AUTH_ISSUER: 'i',
        AUTH_AUDIENCE: 'a',
      },
      'only the issuer can create tokens',
    ],
  ])('explains %s, and shows its usage', async (_what, args, more, said) => {
    const { code, stdout, stderr } = await makeToken({ ...environment, ...more }, args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
    expect(stderr).toContain('Usage: node src/main.js token [');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('reports mistakes of the configuration', async () => {
    const { code, stdout, stderr } = await makeToken({ NODE_ENV: 'production', PORT: 'x' });
    expect([code, stdout]).toEqual([1, '']);
    for (const name of ['PORT', 'AUTH_JWT_SECRET']) expect(stderr).toContain(name);
  });
});
