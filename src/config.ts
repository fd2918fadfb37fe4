// The environment as one frozen, validated value. Every mistake is reported at once, each with what it should be.
// What each variable is for stands in .env.example too, and a test holds the two to each other.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bool, cleanEnv, makeValidator, str } from 'envalid';
import { logLevels } from './observability/log-levels.ts';
import { shortestSecret } from './security/development-secret.ts';

export type Config = ReturnType<typeof readConfig>;

/** The environment has mistakes; the message lists all of them. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(mistakes: readonly string[]) {
    const lines = mistakes.map((mistake) => `  - ${mistake}`).join('\n');
    super(`The configuration has ${mistakes.length === 1 ? 'a mistake' : 'mistakes'}:\n${lines}`);
  }
}

function invalid(wanted: string): never {
  throw new TypeError(`has to be ${wanted}`);
}

const whole = (from: number, to: number) =>
  makeValidator<number>((text) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= from && value <= to
      ? value
      : invalid(`a whole number from ${from} to ${to}`);
  });

const databaseUrl = makeValidator<string>((text) =>
  /^sqlite:.+/.test(text) || (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text))
    ? text
    : invalid(
        'sqlite:PATH, sqlite::memory: or postgres://USER:PASSWORD@HOST/DATABASE, as in sqlite:./data/tasks.db',
      ),
);

const redisUrl = makeValidator<string>((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isRedis = url !== undefined && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '';
  return isRedis && /^(?:\/\d*)?$/.test(url.pathname)
    ? text
    : invalid('redis://HOST:PORT, or rediss:// for TLS, as in redis://:PASSWORD@redis.internal:6379/0');
});

const origins = makeValidator<'*' | readonly string[]>((text) => {
  if (text === '*') return text;
  const list = text.split(',').map((origin) => origin.trim());
  // A star within would be taken for a letter, and allow nobody.
  const isOrigin = (origin: string): boolean =>
    URL.canParse(origin) && new URL(origin).origin === origin && !origin.includes('*');
  return list.every(isOrigin)
    ? list
    : invalid('* or origins separated by commas, as in https://app.example.com');
});

const webUrl = makeValidator<URL>((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && ['http:', 'https:'].includes(url.protocol) ? url : invalid('an http or https URL');
});

const secret = makeValidator<Uint8Array>(
  (text) => secretBytes(text) ?? invalid(`at least ${shortestSecret} bytes long`),
);

function secretBytes(text: string): Uint8Array | undefined {
  const bytes = new TextEncoder().encode(text);
  return bytes.length >= shortestSecret ? bytes : undefined;
}

const bearerToken = makeValidator<string>((text) =>
  /^[A-Za-z0-9._~+/-]{16,}=*$/.test(text) ? text : invalid('at least 16 letters, digits or any of ._~+/-'),
);

const commit = makeValidator<string>((text) =>
  /^[0-9a-f]{7,64}$/.test(text) ? text : invalid('the 7 to 64 hexadecimal digits of a commit'),
);

const secretFile = makeValidator<Uint8Array>((path) => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    // Not every one of these errors names the file.
    const reason = error instanceof Error ? error.message : String(error);
    return invalid(`a file that this user can read: ${path} is none (${reason})`);
  }
  return (
    secretBytes(text) ??
    invalid(
      `a file that holds at least ${shortestSecret} bytes: ${path} holds ${Buffer.byteLength(text)} ` +
        '(openssl rand -base64 48)',
    )
  );
});

/**
 * Reads and checks the environment. Throws a `ConfigError` with every mistake in it. An empty variable counts as
 * one that is not set, as docker compose hands them on. What only works on the database needs no key for tokens.
 */
export function readConfig(
  environment: NodeJS.ProcessEnv,
  { forWhom = 'service' }: { forWhom?: 'service' | 'database' } = {},
) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const mistakes: string[] = [];
  const production = given['NODE_ENV'] === 'production';

  const env = cleanEnv(
    given,
    {
      NODE_ENV: str({ choices: ['production', 'development', 'test'], default: 'development' }),
      HOST: str({ default: '127.0.0.1' }),
      PORT: whole(0, 65_535)({ default: 5000 }),
      DATABASE_URL: databaseUrl({ default: 'sqlite:./data/tasks.db' }),
      DATABASE_MAX_MB: whole(1, 1_000_000)({ default: undefined }),
      DATABASE_MIGRATE_AT_START: bool({ default: true }),
      DATABASE_POOL_SIZE: whole(2, 1000)({ default: 20 }),
      DATABASE_CONNECT_TIMEOUT_SECONDS: whole(1, 60)({ default: 2 }),
      DATABASE_STATEMENT_TIMEOUT_SECONDS: whole(1, 600)({ default: 10 }),
      DATABASE_IDLE_TRANSACTION_TIMEOUT_SECONDS: whole(1, 600)({ default: 10 }),
      LOG_LEVEL: str({ choices: logLevels, default: 'info' }),
      CORS_ORIGINS: origins({ default: production ? [] : '*' }),
      TRUST_PROXY: whole(0, 10)({ default: 0 }),
      AUTH_JWT_SECRET: secret({ default: undefined }),
      AUTH_JWT_SECRET_FILE: secretFile({ default: undefined }),
      AUTH_JWKS_URL: webUrl({ default: undefined }),
      AUTH_ISSUER: str({ default: 'task-manager-api' }),
      AUTH_AUDIENCE: str({ default: 'task-manager-api' }),
      METRICS_TOKEN: bearerToken({ default: undefined }),
      RATE_LIMIT_REQUESTS: whole(1, 1_000_000_000)({ default: 6000 }),
      RATE_LIMIT_WINDOW_SECONDS: whole(1, 86_400)({ default: 60 }),
      RATE_LIMIT_FAILED_AUTH: whole(1, 1_000_000_000)({ default: 100 }),
      REDIS_URL: redisUrl({ default: undefined }),
      RESPONSE_VALIDATION: str({ choices: ['off', 'sample', 'all'], default: 'sample' }),
      REQUEST_TIMEOUT_SECONDS: whole(1, 3600)({ default: 30 }),
      SHUTDOWN_DELAY_SECONDS: whole(0, 600)({ default: 0 }),
      SHUTDOWN_TIMEOUT_SECONDS: whole(1, 3600)({ default: 10 }),
      PROCESS_METRICS: bool({ default: true }),
      REVISION: commit({ default: undefined }),
    },
    {
      reporter: ({ errors }) => {
        for (const [name, error] of Object.entries(errors)) mistakes.push(`${name} ${error.message}`);
      },
    },
  );

  if (given['DATABASE_MAX_MB'] !== undefined && isPostgres(given['DATABASE_URL'] ?? '')) {
    mistakes.push(
      'DATABASE_MAX_MB limits the file of SQLite: with PostgreSQL, leave it out and limit its disk',
    );
  }
  const sources = [given['AUTH_JWT_SECRET'], given['AUTH_JWT_SECRET_FILE'], given['AUTH_JWKS_URL']];
  const sourceCount = sources.filter((source) => source !== undefined).length;
  if (sourceCount > 1) {
    mistakes.push('AUTH_JWT_SECRET, AUTH_JWT_SECRET_FILE and AUTH_JWKS_URL exclude each other: set one');
  }
  if (sourceCount === 0 && production && forWhom === 'service') {
    mistakes.push(
      'AUTH_JWKS_URL, AUTH_JWT_SECRET or AUTH_JWT_SECRET_FILE has to be set in production: where your issuer ' +
        `publishes its keys, or a secret of at least ${shortestSecret} bytes (openssl rand -base64 48)`,
    );
  }
  for (const name of ['AUTH_ISSUER', 'AUTH_AUDIENCE']) {
    if (given['AUTH_JWKS_URL'] !== undefined && given[name] === undefined) {
      mistakes.push(`${name} has to be set with AUTH_JWKS_URL: whose tokens, made for whom`);
    }
  }
  // From here on `env` may be read: it throws an error of its own for a value that was wrong.
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  const sharedSecret = env.AUTH_JWT_SECRET ?? env.AUTH_JWT_SECRET_FILE;

  return Object.freeze({
    production,
    host: env.HOST,
    port: env.PORT,
    database: {
      url: env.DATABASE_URL,
      maxBytes: env.DATABASE_MAX_MB === undefined ? undefined : env.DATABASE_MAX_MB * 1024 * 1024,
      migrate: env.DATABASE_MIGRATE_AT_START,
      pool: {
        connections: env.DATABASE_POOL_SIZE,
        connectTimeoutMs: env.DATABASE_CONNECT_TIMEOUT_SECONDS * 1000,
        statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_SECONDS * 1000,
        idleTransactionTimeoutMs: env.DATABASE_IDLE_TRANSACTION_TIMEOUT_SECONDS * 1000,
      },
    },
    dataFolder: dataFolder(env.DATABASE_URL),
    logLevel: env.LOG_LEVEL,
    processMetrics: env.PROCESS_METRICS,
    corsOrigins: env.CORS_ORIGINS,
    trustedProxies: env.TRUST_PROXY,
    auth: {
      issuer: env.AUTH_ISSUER,
      audience: env.AUTH_AUDIENCE,
      /** Undefined outside production only: the service then makes a secret of its own. */
      key: env.AUTH_JWKS_URL
        ? { jwksUrl: env.AUTH_JWKS_URL }
        : sharedSecret
          ? { secret: sharedSecret }
          : undefined,
    },
    metricsToken: env.METRICS_TOKEN,
    limits: {
      requests: { requests: env.RATE_LIMIT_REQUESTS, seconds: env.RATE_LIMIT_WINDOW_SECONDS },
      failedAuthentications: { requests: env.RATE_LIMIT_FAILED_AUTH, seconds: env.RATE_LIMIT_WINDOW_SECONDS },
    },
    redisUrl: env.REDIS_URL,
    responseValidation: env.RESPONSE_VALIDATION,
    requestTimeoutSeconds: env.REQUEST_TIMEOUT_SECONDS,
    /** In seconds. */
    shutdown: {
      delaySeconds: env.SHUTDOWN_DELAY_SECONDS,
      timeoutSeconds: env.SHUTDOWN_TIMEOUT_SECONDS,
    },
    revision: env.REVISION,
  });
}

function isPostgres(url: string): boolean {
  return /^postgres(ql)?:/.test(url);
}

/** Where the service keeps what it makes: beside the database file, or in ./data when there is none. */
function dataFolder(url: string): string {
  if (isPostgres(url)) return './data';
  const path = url.replace(/^sqlite:/, '');
  return path === ':memory:' ? './data' : dirname(path);
}
