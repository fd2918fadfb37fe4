import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ConfigError, readConfig } from '../../src/config.ts';
import { cleanUp, run, serve, settings, token } from '../support/child-process.ts';
import { secret } from '../support/secret.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

afterEach(cleanUp);

const wrong = {
  NODE_ENV: 'staging',
  PORT: '70000',
  DATABASE_URL: 'mysql://user:hunter1@localhost/tasks',
  DATABASE_URL_FILE: '/nowhere/database-url',
  DATABASE_MAX_MB: '0',
  DATABASE_MIGRATE_AT_START: 'sometimes',
  DATABASE_POOL_SIZE: '1',
  DATABASE_CONNECT_TIMEOUT_SECONDS: '0',
  DATABASE_STATEMENT_TIMEOUT_SECONDS: 'none',
  DATABASE_IDLE_TRANSACTION_TIMEOUT_SECONDS: '1h',
  EXPENSIVE_READ_TIMEOUT_MS: '2s',
  MAX_EXPENSIVE_READS: '0',
  MAX_EXPENSIVE_READS_PER_USER: '-1',
  LOG_LEVEL: 'loud',
  CORS_ORIGINS: 'https://app.example.com/path',
  CORS_ALLOWED_HEADERS: 'x y',
  KEEP_ALIVE_TIMEOUT_SECONDS: '0',
  PUBLIC_URL: '127.0.0.1:5001',
  TRUST_PROXY: 'yes',
  TRUST_PROXY_HEADER: 'X-Real-IP',
  AUTH_JWT_SECRET: 'hunter2',
  AUTH_JWT_SECRET_FILE: '/nowhere/secret',
  AUTH_JWT_SECRET_PREVIOUS: 'hunter5',
  AUTH_JWT_SECRET_PREVIOUS_FILE: '/',
  AUTH_JWKS_URL: 'ftp://issuer.example/keys',
  AUTH_JWKS_MAX_AGE_SECONDS: '29',
  AUTH_JWKS_MAX_STALE_SECONDS: 'forever',
  AUTH_ISSUER: 'two issuers',
  AUTH_AUDIENCE: 'tasks,',
  AUTH_AUDIENCE_CLAIM: 'azp',
  AUTH_SCOPE_CLAIMS: 'scope,scope',
  AUTH_SCOPE_PREFIX: 'api: //tasks/',
  AUTH_TOKEN_TYPE: 'jwt',
  AUTH_CLOCK_TOLERANCE_SECONDS: '301',
  AUTH_MAX_LIFETIME_SECONDS: '0',
  METRICS_TOKEN: 'hunter3',
  METRICS_TOKEN_FILE: '/nowhere/metrics-token',
  RATE_LIMIT_REQUESTS: '-1',
  RATE_LIMIT_WINDOW_SECONDS: '0.5',
  RATE_LIMIT_FAILED_AUTH: 'many',
  REDIS_URL: 'http://user:hunter4@localhost',
  REDIS_URL_FILE: '/nowhere/redis-url',
  TLS_CERT_FILE: '/nowhere/cert.pem',
  TLS_KEY_FILE: '/nowhere/key.pem',
  RESPONSE_VALIDATION: 'always',
  HSTS: 'yes',
  RATE_LIMIT_IN_FLIGHT: '0',
  MAX_CONNECTIONS: '0',
  MAX_CONNECTIONS_PER_ADDRESS: '-1',
  REQUEST_TIMEOUT_SECONDS: '0',
  WRITE_TIMEOUT_SECONDS: '0',
  MAX_UNREAD_MB: '0',
  SHUTDOWN_DELAY_SECONDS: '-1',
  SHUTDOWN_TIMEOUT_SECONDS: '1e3',
  PROCESS_METRICS: 'perhaps',
  OTEL_SDK_DISABLED: 'maybe',
  OTEL_TRACES_EXPORTER: 'jaeger',
  OTEL_EXPORTER_OTLP_ENDPOINT: '127.0.0.1:4318',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'grpc://127.0.0.1:4317',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
  OTEL_EXPORTER_OTLP_HEADERS: 'Bearer hunter5',
  OTEL_EXPORTER_OTLP_TIMEOUT: '10s',
  OTEL_BSP_SCHEDULE_DELAY: '0',
  OTEL_BSP_MAX_QUEUE_SIZE: '-1',
  OTEL_TRACES_SAMPLER: 'jaeger_remote',
  OTEL_TRACES_SAMPLER_ARG: '10%',
  OTEL_RESOURCE_ATTRIBUTES: 'team=%zz',
  REVISION: 'main',
};

/** The error message for an environment. */
function errorsIn(environment: Readonly<Record<string, string>>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('the process', () => {
  test('reports all invalid variables together, without revealing secrets', async () => {
    const { code, stdout, stderr } = await run('src/main.js', wrong);
    expect([code, stdout]).toEqual([1, '']);
    for (const name of Object.keys(wrong)) expect(stderr).toMatch(new RegExp(`^  - ${name} `, 'm'));
    expect(stderr).not.toMatch(/hunter\d/);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('refuses to start in production without a key, and names the missing variables', async () => {
    const { code, stderr } = await run('src/main.js', { NODE_ENV: 'production' });
    expect(code).toBe(1);
    for (const name of ['AUTH_JWKS_URL', 'AUTH_JWT_SECRET', 'AUTH_JWT_SECRET_FILE'])
      expect(stderr).toContain(name);
    expect(stderr).not.toContain('PORT');
  });

  test('reports the commit of its build in /health', async () => {
    const service = await serve({ ...settings(temporaryFolder()), REVISION: '0123abc' });
    expect(await (await fetch(`${service.url}/health`)).json()).toMatchObject({ revision: '0123abc' });
  });

  test('reads its secret from a file', async () => {
    const folder = temporaryFolder();
    await writeFile(`${folder}/secret`, `${secret}\n`);
    const { PORT = '', DATABASE_URL = '' } = settings(folder);
    const service = await serve({
      NODE_ENV: 'production',
      AUTH_JWT_SECRET_FILE: `${folder}/secret`,
      PORT,
      DATABASE_URL,
    });
    const headers = { Authorization: `Bearer ${await token()}` };
    expect((await fetch(`${service.url}/tasks`, { headers })).status).toBe(200);
  });
});

describe('a configuration variable', () => {
  test.each(Object.entries(wrong))('%s rejects %s', (name, value) => {
    expect(errorsIn({ [name]: value })).toMatch(new RegExp(`^  - ${name} `, 'm'));
  });

  test.each([
    ['PORT', ' 5000', '5000.0', '0x50', '-1', '5e3', '65536', 'http'],
    ['DATABASE_URL', 'sqlite:', 'tasks.db', './tasks.db', 'SQLITE:./x', 'postgres:tasks', 'postgres://h:x/y'],
    [
      'CORS_ORIGINS',
      'app.example.com',
      'https://a.example/',
      'https://a.example,',
      'https://*.example',
      '*, https://a.example',
      'null',
    ],
    ['PUBLIC_URL', 'http://h/', 'ftp://h', '//h', 'http://h?a=b'],
    ['CORS_ALLOWED_HEADERS', '*', 'a,', 'a:b', 'ä'],
    [
      'METRICS_TOKEN',
      'sixteen-letters-,',
      'fifteen-letters',
      'a token with spaces in it',
      'sixteen-letters-ü',
    ],
    ['AUTH_JWT_SECRET', 'x'.repeat(31)],
    [
      'AUTH_JWKS_URL',
      'issuer.example',
      '/keys',
      'file:///keys',
      'http://issuer.example/keys',
      'http://127.0.0.1.example/keys',
      'http://localhost.example/keys',
      'https://user:password@issuer.example/keys',
      'https://issuer.example/keys,',
      'https://issuer.example/keys,http://other.example/keys',
    ],
    ['AUTH_ISSUER', 'https://a.example|b', 'a,b,a', ','],
    ['NODE_ENV', 'prod', 'PRODUCTION'],
    ['REVISION', 'abc123', 'ABCDEF1', 'x'.repeat(40), 'a'.repeat(65)],
    ['REDIS_URL', 'localhost:6379', 'redis://', 'redis:', 'redis://localhost/tasks', 'REDIS'],
  ])('rejects values for %s that are almost valid', (name, ...values) => {
    for (const value of values)
      expect([value, errorsIn({ [name]: value })]).toEqual([value, expect.stringContaining(`- ${name} `)]);
  });

  test.each(Object.keys(wrong))('treats an empty %s as unset', (name) => {
    expect(readConfig({ [name]: '' })).toEqual(readConfig({}));
  });
});

describe('the configuration', () => {
  test('has defaults for development', () => {
    expect(readConfig({})).toMatchObject({
      isProduction: false,
      host: '127.0.0.1',
      port: 5000,
      database: { url: 'sqlite:./data/tasks.db', maxBytes: undefined },
      dataDirectory: './data',
      cors: { origins: '*', headers: ['baggage', 'sentry-trace'] },
      keepAliveTimeoutSeconds: 95,
      auth: {
        issuers: ['task-manager-api'],
        audiences: ['task-manager-api'],
        audienceClaim: 'aud',
        scopeClaims: ['scope', 'scp'],
        scopePrefix: '',
        tokenType: 'any',
        clockToleranceSeconds: 5,
        maxLifetimeSeconds: undefined,
        keySets: { maxAgeSeconds: 600, maxStaleSeconds: 3600 },
        key: undefined,
      },
    });
    expect(readConfig({ DATABASE_URL: 'sqlite::memory:' }).dataDirectory).toBe('./data');
    expect(readConfig({ DATABASE_URL: 'sqlite:/var/lib/tasks.db' }).dataDirectory).toBe('/var/lib');
    expect(readConfig({ DATABASE_URL: 'postgres://localhost/tasks' }).dataDirectory).toBe('./data');
  });

  test('rejects DATABASE_MAX_MB with PostgreSQL', () => {
    const DATABASE_URL = 'postgresql://localhost/tasks';
    expect(errorsIn({ DATABASE_URL })).toBe('');
    expect(errorsIn({ DATABASE_URL, DATABASE_MAX_MB: '100' })).toContain(
      '- DATABASE_MAX_MB applies to SQLite only',
    );
  });

  test.each([
    ['postgres://ada:a#b@db/tasks', 'percent-encode'],
    ['postgres://ada:a/b@db/tasks', 'percent-encode'],
    ['postgres://ada:1/b@db/tasks', 'percent-encode'],
    ['postgres://ada:a?b@db/tasks', 'percent-encode'],
    ['postgres://ada:100%@db/tasks', 'percent-encode'],
    ['postgres://ada:secret@one:5432,two:5432/tasks', 'one host'],
    ['postgres://one,two/tasks', 'one host'],
    ['sqlite:~/tasks.db', 'Write the full path'],
    ['sqlite:tasks.db?mode=ro', 'no parameters'],
    ['sqlite::memory:?cache=shared', 'no parameters'],
    ['sqlite:file:tasks.db', 'Write sqlite:PATH'],
  ])('explains the error in %s', (DATABASE_URL, remedy) => {
    const message = errorsIn({ DATABASE_URL });
    expect(message).toContain(`- DATABASE_URL must`);
    expect(message).toContain(remedy);
    expect(message).not.toContain('ada');
  });

  test.each([
    ['DATABSE_URL', 'DATABASE_URL'],
    ['CORS_ORIGIN', 'CORS_ORIGINS'],
    ['REDIS_URI', 'REDIS_URL'],
    ['LOG_LEVLE', 'LOG_LEVEL'],
  ])('reports that %s resembles %s', (name, setting) => {
    expect(readConfig({ [name]: 'x' }).misspelled).toEqual([{ name, setting }]);
  });

  test.each(['PORTS', 'HOSTS', 'LOG_LEVEL_FILE', 'npm_config_cache', 'PATH', 'LOG_LEVEL'])(
    'ignores %s when it looks for misspelled settings',
    (name) => {
      expect(readConfig({ [name]: 'info' }).misspelled).toEqual([]);
    },
  );

  test('accepts a password with percent-encoded characters', () => {
    expect(errorsIn({ DATABASE_URL: 'postgres://ada:%25%23%2F%3F%40@db:5432/tasks' })).toBe('');
  });

  test('allows no origin in production by default', () => {
    const production = { NODE_ENV: 'production', AUTH_JWT_SECRET: secret };
    expect(readConfig(production).cors.origins).toEqual([]);
    const list = 'https://a.example, http://localhost:3000';
    expect(readConfig({ ...production, CORS_ORIGINS: list }).cors.origins).toEqual([
      'https://a.example',
      'http://localhost:3000',
    ]);
  });

  test('measures a secret in bytes, not in characters', () => {
    expect(readConfig({ AUTH_JWT_SECRET: 'ü'.repeat(16) }).auth.key).toEqual({
      secrets: [new TextEncoder().encode('ü'.repeat(16))],
    });
  });

  test.each(['', '\n', `${'x'.repeat(31)}\n`])(
    'rejects a secret file that is too short: %j',
    async (text) => {
      const file = `${temporaryFolder()}/secret`;
      await writeFile(file, text);
      expect(errorsIn({ AUTH_JWT_SECRET_FILE: file })).toContain(
        `AUTH_JWT_SECRET_FILE names ${file}, whose content must be at least 32 bytes long, but has ${text.trim().length} (generate a secret with: openssl`,
      );
    },
  );

  test('rejects a secret file that is a directory or missing, and states the reason', async () => {
    const folder = temporaryFolder();
    for (const { path, reason } of [
      { path: folder, reason: 'it is not a regular file' },
      { path: `${folder}/secret`, reason: 'ENOENT' },
    ]) {
      expect(errorsIn({ AUTH_JWT_SECRET_FILE: path })).toContain(
        `AUTH_JWT_SECRET_FILE must be a readable file, but ${path} is not (${reason}`,
      );
    }
  });

  test.each([
    ['DATABASE_URL', 'postgres://tasks:hunter1@db/tasks', 'mysql://tasks:hunter1@db/tasks'],
    ['REDIS_URL', 'rediss://:hunter1@redis', 'http://:hunter1@redis'],
    ['METRICS_TOKEN', 'sixteen-letters-, sixteen-letters2', 'hunter1'],
    ['AUTH_JWT_SECRET', secret, 'hunter1'],
    ['WEBHOOK_SECRET_KEY', secret, 'hunter1'],
  ])('reads %s from a file, and rejects file and variable together', async (name, valid, invalidValue) => {
    const file = `${temporaryFolder()}/value`;
    await writeFile(file, `${valid}\n`);
    const { files: _files, ...config } = readConfig({ [`${name}_FILE`]: file });
    const { files: _none, ...expected } = readConfig({ [name]: valid });
    expect(config).toEqual(expected);
    expect(errorsIn({ [`${name}_FILE`]: file, [name]: valid })).toMatch(
      /are mutually exclusive\. Set only one\.$/,
    );
    await writeFile(file, invalidValue);
    const message = errorsIn({ [`${name}_FILE`]: file });
    expect(message).toContain(`  - ${name}_FILE names ${file}, whose content must be `);
    expect(message).not.toContain('hunter');
  });

  test('accepts a previous secret, whose file may be missing or empty', async () => {
    const file = `${temporaryFolder()}/previous`;
    const environment = { AUTH_JWT_SECRET: secret, AUTH_JWT_SECRET_PREVIOUS_FILE: file };
    const secretsOf = () => readConfig(environment).auth.key;
    const [first, second] = [secret, 'y'.repeat(32)].map((text) => new TextEncoder().encode(text));
    expect(secretsOf()).toEqual({ secrets: [first] });
    await writeFile(file, '\n');
    expect(secretsOf()).toEqual({ secrets: [first] });
    await writeFile(file, 'y'.repeat(32));
    expect(secretsOf()).toEqual({ secrets: [first, second] });
    expect(errorsIn({ AUTH_JWT_SECRET_PREVIOUS_FILE: file })).toContain(
      '- AUTH_JWT_SECRET_PREVIOUS_FILE requires AUTH_JWT_SECRET or AUTH_JWT_SECRET_FILE',
    );

    const webhooks = { WEBHOOK_SECRET_KEY: secret, WEBHOOK_SECRET_KEY_PREVIOUS_FILE: file };
    expect(readConfig(webhooks).webhooks.secretKeys).toEqual([first, second]);
    expect(errorsIn({ ...webhooks, WEBHOOK_SECRET_KEY: '' })).toContain(
      '- WEBHOOK_SECRET_KEY_PREVIOUS_FILE requires WEBHOOK_SECRET_KEY or WEBHOOK_SECRET_KEY_FILE',
    );
  });

  test('rejects more than one source of keys', () => {
    const issuer = { AUTH_JWKS_URL: 'https://issuer.example/keys', AUTH_ISSUER: 'i', AUTH_AUDIENCE: 'a' };
    expect(readConfig(issuer).auth).toMatchObject({
      issuers: ['i'],
      audiences: ['a'],
      key: { jwksUrls: [new URL('https://issuer.example/keys')] },
    });
    expect(errorsIn({ ...issuer, AUTH_JWT_SECRET: secret })).toContain('mutually exclusive');
  });

  test('requires AUTH_ISSUER and AUTH_AUDIENCE with AUTH_JWKS_URL', () => {
    const message = errorsIn({ AUTH_JWKS_URL: 'https://issuer.example/keys' });
    for (const name of ['AUTH_ISSUER', 'AUTH_AUDIENCE'])
      expect(message).toContain(`${name} is required with AUTH_JWKS_URL`);
  });

  test('requires one URL for all issuers, or one for each', () => {
    const urls = 'https://a.example/keys, https://b.example/keys';
    const names = { AUTH_ISSUER: 'a,b', AUTH_AUDIENCE: 'tasks' };
    expect(readConfig({ ...names, AUTH_JWKS_URL: urls }).auth.key).toEqual({
      jwksUrls: [new URL('https://a.example/keys'), new URL('https://b.example/keys')],
    });
    expect(errorsIn({ ...names, AUTH_JWKS_URL: 'https://a.example/keys' })).toBe('');
    for (const AUTH_ISSUER of ['a', 'a,b,c']) {
      expect(errorsIn({ ...names, AUTH_ISSUER, AUTH_JWKS_URL: urls })).toContain('one URL for each issuer');
    }
  });

  test('accepts key sets over http from the loopback interface only', () => {
    const names = { AUTH_ISSUER: 'i', AUTH_AUDIENCE: 'a' };
    for (const host of ['localhost', '127.0.0.1:8080', '127.1.2.3', '[::1]:8080']) {
      expect(errorsIn({ ...names, AUTH_JWKS_URL: `http://${host}/keys` })).toBe('');
    }
  });

  test('rejects the audience in client_id with AUTH_TOKEN_TYPE=at+jwt', () => {
    const message = errorsIn({ AUTH_TOKEN_TYPE: 'at+jwt', AUTH_AUDIENCE_CLAIM: 'client_id' });
    expect(message).toContain('AUTH_AUDIENCE_CLAIM must be aud');
  });

  test.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, 'http://collector:4318/v1/traces'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector/otlp/?a=b' }, 'https://collector/otlp/v1/traces?a=b'],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector/traces' }, 'http://collector/traces'],
    [
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://other',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector/',
      },
      'http://collector/',
    ],
    [{}, undefined],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector', OTEL_SDK_DISABLED: 'true' }, undefined],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector', OTEL_TRACES_EXPORTER: 'none' }, undefined],
  ])('%j exports traces to %s', (environment, url) => {
    expect(readConfig(environment).tracing?.url).toBe(url);
  });

  test('reads trace headers and attributes, and prefers OTEL_SERVICE_NAME to service.name', () => {
    const { tracing } = readConfig({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20eA==, x-tenant = a',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=one,team=api%2Cweb',
      OTEL_SERVICE_NAME: 'other',
    });
    expect(tracing?.headers).toEqual({ authorization: 'Basic eA==', 'x-tenant': 'a' });
    expect(tracing?.resource).toEqual({ 'service.name': 'other', team: 'api,web' });
  });

  test('is frozen', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });
});

describe('.env.example', () => {
  const root = new URL('../../', import.meta.url);
  const example = readFileSync(new URL('.env.example', root), 'utf8');
  const variables = Object.entries(parseEnv(example)).map(([name, value]): [string, string] => [
    name,
    value ?? '',
  ]);

  test('lists exactly the variables in src/config.ts', () => {
    const source = readFileSync(new URL('src/config.ts', root), 'utf8');
    const read = [...source.matchAll(/^ +([A-Z][A-Z_]+): \w+\(/gm)].map(([, name]) => name);
    expect(read.length).toBeGreaterThan(15);
    expect(variables.map(([name]) => name).sort()).toEqual(read.sort());
  });

  test('has the default values', () => {
    expect(readConfig(Object.fromEntries(variables))).toEqual(readConfig({}));
  });

  test('describes each variable', () => {
    const paragraphs = example.split('\n\n').slice(1);
    for (const paragraph of paragraphs) expect(paragraph).toMatch(/^# /);
  });
});
