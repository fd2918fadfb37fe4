// The configuration: a frozen, validated value read from the environment. All errors are reported at once, each with a
// remedy. .env.example documents the variables, and a test compares the two.
import { isIP } from 'node:net';
import { dirname } from 'node:path';
import { bool, cleanEnv, makeValidator, str } from 'envalid';
import { defaultPoolLimits as pool, MIN_CONNECTIONS } from './database/pool-limits.ts';
import { defaultReadLimits as reads } from './database/read-limits.ts';
import { readContent } from './files/read-content.ts';
import type { WatchedFile } from './files/watch-contents.ts';
import { checkCertificate } from './http/certificate.ts';
import type { Certificate } from './http/certificate.ts';
import type { StrictTransportSecurity } from './http/response-headers.ts';
import type { ProxyHeader } from './http/client-address.ts';
import { urlProblem } from './database/postgres/url.ts';
import { sqliteUrlProblem } from './database/sqlite/location.ts';
import { logLevels } from './observability/log-levels.ts';
import { otlpProtocols, samplerNames } from './observability/tracing-config.ts';
import type { TracingConfig } from './observability/tracing-config.ts';
import { minSecretBytes } from './security/development-secret.ts';

export type Config = ReturnType<typeof readConfig>;

const DAY_MS = 24 * 60 * 60 * 1000;

/** The environment is invalid. The message lists all errors. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(errors: readonly string[]) {
    const lines = errors.map((error) => `  - ${error}`).join('\n');
    super(`The configuration has ${errors.length === 1 ? '1 error' : `${errors.length} errors`}:\n${lines}`);
  }
}

function invalid(expected: string): never {
  throw new TypeError(`must be ${expected}`);
}

const integer = (min: number, max: number) =>
  makeValidator<number>((text) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= min && value <= max
      ? value
      : invalid(`an integer from ${min} to ${max}`);
  });

const hstsModes: readonly StrictTransportSecurity[] = ['auto', 'on', 'off'];
const proxyHeaders: readonly ProxyHeader[] = ['X-Forwarded-For', 'Forwarded'];

/** The minimum and maximum factor for a subject's limits. */
const [minFactor, maxFactor] = [0.01, 1000];

/**
 * The default limit per address. It is high, because a browser opens six connections and a whole office can share an
 * address.
 */
const maxPerAddress = 1000;

function parseDatabaseUrl(text: string): string {
  const isSqlite = /^sqlite:.+/.test(text);
  if (!isSqlite && !/^postgres(ql)?:\/\//.test(text)) {
    return invalid(
      'sqlite:PATH, sqlite::memory: or postgres://USER:PASSWORD@HOST/DATABASE, for example sqlite:./data/tasks.db',
    );
  }
  const problem = isSqlite ? sqliteUrlProblem(text) : urlProblem(text);
  if (problem !== undefined) throw new TypeError(problem);
  return text;
}

function parseRedisUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isRedis = url !== undefined && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '';
  return isRedis && /^(?:\/\d*)?$/.test(url.pathname)
    ? text
    : invalid(
        'redis://HOST:PORT, or rediss://HOST:PORT for TLS, for example redis://:PASSWORD@redis.internal:6379/0',
      );
}

const origins = makeValidator<'*' | readonly string[]>((text) => {
  if (text === '*') return text;
  const list = commaSeparated(text);
  // The comparison is literal: an origin with a wildcard would match no page.
  const isOrigin = (origin: string): boolean =>
    URL.canParse(origin) && new URL(origin).origin === origin && !origin.includes('*');
  return list.every(isOrigin)
    ? list
    : invalid('* or a comma-separated list of origins, for example https://app.example.com');
});

const headerNames = makeValidator<readonly string[]>((text) => {
  const list = commaSeparated(text);
  return list.every((name) => /^[\w!#$%&'+.^`|~-]+$/.test(name))
    ? list
    : invalid('a comma-separated list of header names, for example baggage, sentry-trace');
});

const publicUrl = makeValidator<string>((text) =>
  URL.canParse(text) && /^https?:\/\/[^?#]*[^/?#]$/.test(text)
    ? text
    : invalid('an http or https URL without a trailing slash, for example http://127.0.0.1:5001'),
);

const otlpUrl = makeValidator<URL>((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url !== undefined && ['http:', 'https:'].includes(url.protocol);
  return isHttp ? url : invalid('an http or https URL, for example http://127.0.0.1:4318');
});

/** A list of pairs as in W3C Baggage, which OpenTelemetry uses for its variables: `name=value,other=value%20two`. */
const keyValueList = makeValidator(parseKeyValueList);

function parseKeyValueList(text: string): Readonly<Record<string, string>> {
  const pairs = commaSeparated(text).map((pair) => pair.split(/=(.*)/s, 2).map((part) => part.trim()));
  try {
    const entries = pairs.map(([name = '', value]) => [name, value && decodeURIComponent(value)] as const);
    if (entries.every(isPair)) return Object.fromEntries(entries);
  } catch {
    // `decodeURIComponent` throws for a value that is not percent-encoded.
  }
  return invalid(
    'a comma-separated list of name=value pairs with percent-encoded values, for example team=api,tier=one',
  );
}

/** Checks that the names and values are valid in headers. Otherwise, every trace export would fail later. */
function parseHeaders(text: string): Readonly<Record<string, string>> {
  const headers = parseKeyValueList(text);
  try {
    return Object.fromEntries(new Headers(headers));
  } catch {
    return invalid(
      'a comma-separated list of headers, for example x-tenant=api,authorization=Bearer%20TOKEN',
    );
  }
}

const isPair = (entry: readonly [string, string | undefined]): entry is [string, string] =>
  entry[0] !== '' && entry[1] !== undefined;

const share = makeValidator<number>((text) =>
  /^(?:0|1|0?\.\d+|[01]\.0+)$/.test(text) ? Number(text) : invalid('a number from 0 to 1'),
);

const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);

const keySetUrls = makeValidator<readonly URL[]>((text) => {
  const isAcceptable = (url: URL): boolean =>
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) &&
    url.username === '' &&
    url.password === '';
  const urls = commaSeparated(text);
  return urls.every((url) => URL.canParse(url) && isAcceptable(new URL(url)))
    ? urls.map((url) => new URL(url))
    : invalid(
        'an https URL without credentials, or a comma-separated list of such URLs (http for localhost only)',
      );
});

const names = makeValidator<readonly string[]>((text) => {
  const list = commaSeparated(text);
  return list.every((name) => /^[^\s|]+$/.test(name)) && new Set(list).size === list.length
    ? list
    : invalid('a name, or a comma-separated list of different names, without spaces or |');
});

const scopePrefix = makeValidator<string>((text) =>
  /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(text)
    ? text
    : invalid('a prefix without spaces, for example api://tasks/'),
);

function commaSeparated(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

const factors = makeValidator<ReadonlyMap<string, number>>((text) => {
  const entries = commaSeparated(text).map((entry) => {
    const end = entry.lastIndexOf('=');
    return [entry.slice(0, end), Number(entry.slice(end + 1))] as const;
  });
  const isValid = ([subject, factor]: readonly [string, number]): boolean =>
    subject !== '' && factor >= minFactor && factor <= maxFactor;
  return entries.every(isValid) && new Map(entries).size === entries.length
    ? new Map(entries)
    : invalid(
        `a comma-separated list of different subjects with factors from ${minFactor} to ${maxFactor}, for example importer=10`,
      );
});

const networks = makeValidator<string[]>((text) => {
  const entries = commaSeparated(text);
  return entries.every(isNetwork)
    ? entries
    : invalid('a comma-separated list of networks in CIDR notation, for example 10.0.0.0/8,fd00::/8');
});

function isNetwork(text: string): boolean {
  const [address = '', prefix = '', ...others] = text.split('/');
  const version = isIP(address);
  return (
    version !== 0 &&
    others.length === 0 &&
    /^\d{1,3}$/.test(prefix) &&
    Number(prefix) <= (version === 4 ? 32 : 128)
  );
}

function parseSecret(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return bytes.length >= minSecretBytes
    ? bytes
    : invalid(
        `at least ${minSecretBytes} bytes long, but has ${bytes.length} ` +
          '(generate a secret with: openssl rand -base64 48)',
      );
}

/** The previous secret exists only during a rotation, so its file may be missing or empty. */
function parsePreviousSecret(text: string): readonly Uint8Array[] {
  return text === '' ? [] : [parseSecret(text)];
}

function parseMetricsTokens(text: string): readonly string[] {
  const tokens = commaSeparated(text);
  return tokens.every((token) => /^[A-Za-z0-9._~+/-]{16,}=*$/.test(token))
    ? tokens
    : invalid(
        'a token of at least 16 characters (letters, digits and ._~+/-), or several separated by commas',
      );
}

/** A file that contains a value. The service polls it (src/wiring/renewals.ts). */
export interface ValueFile<T> extends WatchedFile {
  readonly value: T;
  /** Parses the content of the file after a change. Throws a `TypeError`. */
  readonly parse: (text: string) => T;
}

/** Validates a path and the content of its file. */
const fileOf = <T>(parse: (text: string) => T, { isOptional = false } = {}) =>
  makeValidator<ValueFile<T>>((path) => {
    const text = readContent(path, { isOptional });
    try {
      return { path, text, isOptional, value: parse(text), parse };
    } catch (error) {
      throw new TypeError(`names ${path}, whose content ${(error as Error).message}`, { cause: error });
    }
  });

const [databaseUrl, databaseUrlFile] = [makeValidator(parseDatabaseUrl), fileOf(parseDatabaseUrl)];
const [redisUrl, redisUrlFile] = [makeValidator(parseRedisUrl), fileOf(parseRedisUrl)];
const [secret, secretFile] = [makeValidator(parseSecret), fileOf(parseSecret)];
const previousSecret = makeValidator(parsePreviousSecret);
const previousSecretFile = fileOf(parsePreviousSecret, { isOptional: true });
const [metricsTokens, metricsTokensFile] = [makeValidator(parseMetricsTokens), fileOf(parseMetricsTokens)];
const [headers, headersFile] = [makeValidator(parseHeaders), fileOf(parseHeaders)];
/** A file that is checked later, because a certificate and its key are checked together. */
const file = fileOf((text) => text);

const commit = makeValidator<string>((text) =>
  /^[0-9a-f]{7,64}$/.test(text) ? text : invalid('a commit id of 7 to 64 hexadecimal digits'),
);

/**
 * Reads and validates the environment. Throws a `ConfigError`. An empty variable counts as unset, because docker
 * compose passes unset variables on as empty. Commands that use only the database (`purpose`) require no token key.
 */
export function readConfig(
  environment: NodeJS.ProcessEnv,
  { purpose = 'service' }: { purpose?: 'service' | 'database' } = {},
) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const errors: string[] = [];
  const isProduction = given['NODE_ENV'] === 'production';

  const env = cleanEnv(
    given,
    {
      NODE_ENV: str({ choices: ['production', 'development', 'test'], default: 'development' }),
      HOST: str({ default: '127.0.0.1' }),
      PORT: integer(0, 65_535)({ default: 5000 }),
      PUBLIC_URL: publicUrl({ default: undefined }),
      TLS_CERT_FILE: file({ default: undefined }),
      TLS_KEY_FILE: file({ default: undefined }),
      DATABASE_URL: databaseUrl({ default: 'sqlite:./data/tasks.db' }),
      DATABASE_URL_FILE: databaseUrlFile({ default: undefined }),
      DATABASE_MAX_MB: integer(1, 1_000_000)({ default: undefined }),
      DATABASE_MIGRATE_AT_START: bool({ default: true }),
      DATABASE_POOL_SIZE: integer(MIN_CONNECTIONS, 1000)({ default: pool.connections }),
      DATABASE_CONNECT_TIMEOUT_SECONDS: integer(1, 60)({ default: pool.connectTimeoutMs / 1000 }),
      DATABASE_STATEMENT_TIMEOUT_SECONDS: integer(1, 600)({ default: pool.statementTimeoutMs / 1000 }),
      DATABASE_IDLE_TRANSACTION_TIMEOUT_SECONDS: integer(
        1,
        600,
      )({ default: pool.idleTransactionTimeoutMs / 1000 }),
      EXPENSIVE_READ_TIMEOUT_MS: integer(1, 60_000)({ default: reads.timeoutMs }),
      MAX_EXPENSIVE_READS: integer(1, 100)({ default: reads.maxRunning }),
      MAX_EXPENSIVE_READS_PER_USER: integer(1, 100)({ default: reads.maxRunningPerOwner }),
      LOG_LEVEL: str({ choices: logLevels, default: 'info' }),
      CORS_ORIGINS: origins({ default: isProduction ? [] : '*' }),
      CORS_ALLOWED_HEADERS: headerNames({ default: ['baggage', 'sentry-trace'] }),
      TRUST_PROXY: integer(0, 10)({ default: 0 }),
      TRUST_PROXY_HEADER: str({ choices: proxyHeaders, default: 'X-Forwarded-For' }),
      AUTH_JWT_SECRET: secret({ default: undefined }),
      AUTH_JWT_SECRET_FILE: secretFile({ default: undefined }),
      AUTH_JWT_SECRET_PREVIOUS: previousSecret({ default: [] }),
      AUTH_JWT_SECRET_PREVIOUS_FILE: previousSecretFile({ default: undefined }),
      AUTH_JWKS_URL: keySetUrls({ default: undefined }),
      AUTH_JWKS_MAX_AGE_SECONDS: integer(30, 86_400)({ default: 600 }),
      AUTH_JWKS_MAX_STALE_SECONDS: integer(0, 604_800)({ default: 3600 }),
      AUTH_ISSUER: names({ default: ['task-manager-api'] }),
      AUTH_AUDIENCE: names({ default: ['task-manager-api'] }),
      AUTH_AUDIENCE_CLAIM: str({ choices: ['aud', 'client_id'], default: 'aud' }),
      AUTH_SCOPE_CLAIMS: names({ default: ['scope', 'scp'] }),
      AUTH_SCOPE_PREFIX: scopePrefix({ default: '' }),
      AUTH_TOKEN_TYPE: str({ choices: ['any', 'at+jwt'], default: 'any' }),
      AUTH_CLOCK_TOLERANCE_SECONDS: integer(0, 300)({ default: 5 }),
      AUTH_MAX_LIFETIME_SECONDS: integer(1, 1_000_000_000)({ default: undefined }),
      METRICS_TOKEN: metricsTokens({ default: undefined }),
      METRICS_TOKEN_FILE: metricsTokensFile({ default: undefined }),
      RATE_LIMIT_REQUESTS: integer(1, 1_000_000_000)({ default: 6000 }),
      RATE_LIMIT_WINDOW_SECONDS: integer(1, 86_400)({ default: 60 }),
      RATE_LIMIT_TIME_SECONDS: integer(1, 1_000_000)({ default: 20 }),
      RATE_LIMIT_SENT_MB: integer(1, 100_000_000)({ default: 300 }),
      RATE_LIMIT_NETWORK_REQUESTS: integer(1, 1_000_000_000)({ default: 6000 }),
      RATE_LIMIT_FACTORS: factors({ default: new Map<string, number>() }),
      RATE_LIMIT_FAILED_AUTH: integer(1, 1_000_000_000)({ default: 100 }),
      QUOTA_TASKS: integer(1, 1_000_000_000)({ default: 1_000_000 }),
      QUOTA_STORED_MB: integer(1, 1_000_000)({ default: 1000 }),
      QUOTA_WEBHOOKS: integer(0, 1_000_000_000)({ default: 10 }),
      QUOTA_IDEMPOTENCY_KEYS: integer(1, 1_000_000_000)({ default: 100_000 }),
      REDIS_URL: redisUrl({ default: undefined }),
      REDIS_URL_FILE: redisUrlFile({ default: undefined }),
      RESPONSE_VALIDATION: str({ choices: ['off', 'sample', 'all'], default: 'sample' }),
      HSTS: str({ choices: hstsModes, default: 'auto' }),
      RATE_LIMIT_IN_FLIGHT: integer(1, 100_000)({ default: 100 }),
      RATE_LIMIT_LONG_POLLS: integer(1, 100_000)({ default: 20 }),
      MAX_LONG_POLLS: integer(1, 1_000_000)({ default: 1000 }),
      TRASH_RETENTION_DAYS: integer(0, 3650)({ default: 30 }),
      SYNC_RETENTION_DAYS: integer(1, 3650)({ default: 90 }),
      WEBHOOK_SECRET_KEY: secret({ default: undefined }),
      WEBHOOK_SECRET_KEY_FILE: secretFile({ default: undefined }),
      WEBHOOK_SECRET_KEY_PREVIOUS: previousSecret({ default: [] }),
      WEBHOOK_SECRET_KEY_PREVIOUS_FILE: previousSecretFile({ default: undefined }),
      WEBHOOK_ALLOW_NETWORKS: networks({ default: [] }),
      WEBHOOK_RETENTION_DAYS: integer(1, 3650)({ default: 7 }),
      MAX_CONNECTIONS: integer(1, 1_000_000)({ default: 2000 }),
      MAX_CONNECTIONS_PER_ADDRESS: integer(1, 1_000_000)({ default: undefined }),
      REQUEST_TIMEOUT_SECONDS: integer(1, 3600)({ default: 30 }),
      KEEP_ALIVE_TIMEOUT_SECONDS: integer(1, 3600)({ default: 95 }),
      WRITE_TIMEOUT_SECONDS: integer(1, 3600)({ default: 10 }),
      MAX_UNREAD_MB: integer(1, 1_000_000)({ default: 64 }),
      SHUTDOWN_DELAY_SECONDS: integer(0, 600)({ default: 0 }),
      SHUTDOWN_TIMEOUT_SECONDS: integer(1, 3600)({ default: 10 }),
      PROCESS_METRICS: bool({ default: true }),
      OTEL_SDK_DISABLED: bool({ default: false }),
      OTEL_TRACES_EXPORTER: str({ choices: ['otlp', 'none'], default: 'otlp' }),
      OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl({ default: undefined }),
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: otlpUrl({ default: undefined }),
      OTEL_EXPORTER_OTLP_PROTOCOL: str({ choices: otlpProtocols, default: 'http/protobuf' }),
      OTEL_EXPORTER_OTLP_HEADERS: headers({ default: {} }),
      OTEL_EXPORTER_OTLP_HEADERS_FILE: headersFile({ default: undefined }),
      OTEL_EXPORTER_OTLP_TIMEOUT: integer(1, 600_000)({ default: 10_000 }),
      OTEL_BSP_SCHEDULE_DELAY: integer(1, 600_000)({ default: 5000 }),
      OTEL_BSP_MAX_QUEUE_SIZE: integer(1, 1_000_000)({ default: 2048 }),
      OTEL_TRACES_SAMPLER: str({ choices: samplerNames, default: 'parentbased_always_on' }),
      OTEL_TRACES_SAMPLER_ARG: share({ default: 1 }),
      OTEL_SERVICE_NAME: str({ default: undefined }),
      OTEL_RESOURCE_ATTRIBUTES: keyValueList({ default: {} }),
      REVISION: commit({ default: undefined }),
    },
    {
      reporter: ({ errors: invalidVariables }) => {
        for (const [name, error] of Object.entries(invalidVariables)) errors.push(`${name} ${error.message}`);
      },
    },
  );

  for (const name of [
    ...['DATABASE_URL', 'AUTH_JWT_SECRET_PREVIOUS', 'METRICS_TOKEN', 'REDIS_URL', 'WEBHOOK_SECRET_KEY'],
    ...['WEBHOOK_SECRET_KEY_PREVIOUS', 'OTEL_EXPORTER_OTLP_HEADERS'],
  ]) {
    if (given[name] !== undefined && given[`${name}_FILE`] !== undefined)
      errors.push(`${name} and ${name}_FILE are mutually exclusive. Set only one.`);
  }
  for (const [name, other] of [
    ['TLS_CERT_FILE', 'TLS_KEY_FILE'],
    ['TLS_KEY_FILE', 'TLS_CERT_FILE'],
  ] as const) {
    if (given[name] === undefined && given[other] !== undefined)
      errors.push(`${name} is required with ${other}. Set both to serve HTTPS, or neither.`);
  }
  const sources = [given['AUTH_JWT_SECRET'], given['AUTH_JWT_SECRET_FILE'], given['AUTH_JWKS_URL']];
  const sourceCount = sources.filter((source) => source !== undefined).length;
  if (sourceCount > 1) {
    errors.push(
      'AUTH_JWT_SECRET, AUTH_JWT_SECRET_FILE and AUTH_JWKS_URL are mutually exclusive. Set only one.',
    );
  }
  if (sourceCount === 0 && isProduction && purpose === 'service') {
    errors.push(
      'AUTH_JWKS_URL, AUTH_JWT_SECRET or AUTH_JWT_SECRET_FILE is required in production. Set the URL of your ' +
        `issuer's key set, or a secret of at least ${minSecretBytes} bytes (openssl rand -base64 48).`,
    );
  }
  for (const current of ['AUTH_JWT_SECRET', 'WEBHOOK_SECRET_KEY']) {
    if (given[current] !== undefined || given[`${current}_FILE`] !== undefined) continue;
    for (const name of [`${current}_PREVIOUS`, `${current}_PREVIOUS_FILE`]) {
      if (given[name] !== undefined)
        errors.push(`${name} requires ${current} or ${current}_FILE. Set one of them, or unset ${name}.`);
    }
  }
  for (const [name, claim] of [
    ['AUTH_ISSUER', 'iss'],
    ['AUTH_AUDIENCE', 'aud'],
  ] as const) {
    if (given['AUTH_JWKS_URL'] !== undefined && given[name] === undefined) {
      errors.push(`${name} is required with AUTH_JWKS_URL: tokens must have the expected "${claim}" claim.`);
    }
  }
  const [keySets = 0, issuers = 0] = [given['AUTH_JWKS_URL'], given['AUTH_ISSUER']].map(
    (list) => list?.split(',').length,
  );
  if (keySets > 1 && keySets !== issuers) {
    errors.push(
      'AUTH_JWKS_URL must contain one URL for all issuers in AUTH_ISSUER, or one URL for each issuer in the same ' +
        'order.',
    );
  }
  if (given['AUTH_TOKEN_TYPE'] === 'at+jwt' && (given['AUTH_AUDIENCE_CLAIM'] ?? 'aud') !== 'aud') {
    errors.push('AUTH_AUDIENCE_CLAIM must be aud with AUTH_TOKEN_TYPE=at+jwt (RFC 9068, section 4).');
  }
  const [trashDays, syncDays] = [given['TRASH_RETENTION_DAYS'] ?? 30, given['SYNC_RETENTION_DAYS'] ?? 90].map(
    Number,
  );
  if ((trashDays ?? 0) > (syncDays ?? 0)) {
    errors.push(
      'TRASH_RETENTION_DAYS must not exceed SYNC_RETENTION_DAYS: a deleted task is erased when its deletion is ' +
        'purged. Raise SYNC_RETENTION_DAYS, or lower TRASH_RETENTION_DAYS.',
    );
  }
  // envalid throws when an invalid value is read, so `env` is used only below this line.
  if (errors.length > 0) throw new ConfigError(errors);
  if (env.MAX_EXPENSIVE_READS_PER_USER > Math.max(1, env.MAX_EXPENSIVE_READS - 1)) {
    throw new ConfigError([
      'MAX_EXPENSIVE_READS_PER_USER must be lower than MAX_EXPENSIVE_READS, so that one user cannot block all others.',
    ]);
  }
  const url = env.DATABASE_URL_FILE?.value ?? env.DATABASE_URL;
  if (env.DATABASE_MAX_MB !== undefined && isPostgres(url)) {
    throw new ConfigError([
      "DATABASE_MAX_MB applies to SQLite only. With PostgreSQL, unset it and limit the server's disk space.",
    ]);
  }
  const sharedSecret = env.AUTH_JWT_SECRET ?? env.AUTH_JWT_SECRET_FILE?.value;
  const previousSecrets = env.AUTH_JWT_SECRET_PREVIOUS_FILE?.value ?? env.AUTH_JWT_SECRET_PREVIOUS;
  const webhookKey = env.WEBHOOK_SECRET_KEY_FILE?.value ?? env.WEBHOOK_SECRET_KEY;
  const previousWebhookKeys = env.WEBHOOK_SECRET_KEY_PREVIOUS_FILE?.value ?? env.WEBHOOK_SECRET_KEY_PREVIOUS;

  return Object.freeze({
    isProduction,
    /** Variables whose name differs from a setting's name in one character, or in two swapped characters. */
    misspelled: misspelled(Object.keys(given), Object.keys(env)),
    host: env.HOST,
    port: env.PORT,
    /** The URL at which clients reach the service, if it differs from the address that the service listens on. */
    publicUrl: env.PUBLIC_URL,
    database: {
      url,
      maxBytes: env.DATABASE_MAX_MB === undefined ? undefined : env.DATABASE_MAX_MB * 1024 * 1024,
      migrate: env.DATABASE_MIGRATE_AT_START,
      pool: {
        connections: env.DATABASE_POOL_SIZE,
        connectTimeoutMs: env.DATABASE_CONNECT_TIMEOUT_SECONDS * 1000,
        statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_SECONDS * 1000,
        idleTransactionTimeoutMs: env.DATABASE_IDLE_TRANSACTION_TIMEOUT_SECONDS * 1000,
      },
      /** The limits for expensive reads: lists that no index serves. */
      reads: {
        timeoutMs: env.EXPENSIVE_READ_TIMEOUT_MS,
        maxRunning: env.MAX_EXPENSIVE_READS,
        maxRunningPerOwner: env.MAX_EXPENSIVE_READS_PER_USER,
      },
    },
    dataDirectory: dataDirectory(url),
    logLevel: env.LOG_LEVEL,
    processMetrics: env.PROCESS_METRICS,
    cors: { origins: env.CORS_ORIGINS, headers: env.CORS_ALLOWED_HEADERS },
    proxies: { hops: env.TRUST_PROXY, header: env.TRUST_PROXY_HEADER },
    auth: {
      issuers: env.AUTH_ISSUER,
      audiences: env.AUTH_AUDIENCE,
      audienceClaim: env.AUTH_AUDIENCE_CLAIM,
      scopeClaims: env.AUTH_SCOPE_CLAIMS,
      scopePrefix: env.AUTH_SCOPE_PREFIX,
      tokenType: env.AUTH_TOKEN_TYPE,
      clockToleranceSeconds: env.AUTH_CLOCK_TOLERANCE_SECONDS,
      maxLifetimeSeconds: env.AUTH_MAX_LIFETIME_SECONDS,
      keySets: {
        maxAgeSeconds: env.AUTH_JWKS_MAX_AGE_SECONDS,
        maxStaleSeconds: env.AUTH_JWKS_MAX_STALE_SECONDS,
      },
      /** Undefined only outside production. The service then generates a secret. */
      key: env.AUTH_JWKS_URL
        ? { jwksUrls: env.AUTH_JWKS_URL }
        : sharedSecret
          ? { secrets: [sharedSecret, ...previousSecrets] }
          : undefined,
    },
    metricsTokens: env.METRICS_TOKEN_FILE?.value ?? env.METRICS_TOKEN,
    limits: {
      windowSeconds: env.RATE_LIMIT_WINDOW_SECONDS,
      requests: env.RATE_LIMIT_REQUESTS,
      networkRequests: env.RATE_LIMIT_NETWORK_REQUESTS,
      failedAuthentications: env.RATE_LIMIT_FAILED_AUTH,
      /** How long a user's requests may occupy the event loop, workers and the database in a window. */
      milliseconds: env.RATE_LIMIT_TIME_SECONDS * 1000,
      bytes: env.RATE_LIMIT_SENT_MB * 1_000_000,
      maxInFlight: env.RATE_LIMIT_IN_FLIGHT,
      /** The factors that multiply the limits, by subject. */
      factors: env.RATE_LIMIT_FACTORS,
      longPolls: { max: env.RATE_LIMIT_LONG_POLLS, maxTotal: env.MAX_LONG_POLLS },
    },
    hsts: env.HSTS,
    connections: {
      maxConnections: env.MAX_CONNECTIONS,
      // Behind proxies, all connections come from the proxies' addresses.
      maxPerAddress:
        env.MAX_CONNECTIONS_PER_ADDRESS ?? (env.TRUST_PROXY > 0 ? env.MAX_CONNECTIONS : maxPerAddress),
    },
    slowReaders: {
      timeoutMs: env.WRITE_TIMEOUT_SECONDS * 1000,
      maxBufferedBytes: env.MAX_UNREAD_MB * 1024 * 1024,
    },
    /** The maximum that each owner can store. */
    quotas: {
      items: env.QUOTA_TASKS,
      bytes: env.QUOTA_STORED_MB * 1_000_000,
      keys: env.QUOTA_IDEMPOTENCY_KEYS,
      webhooks: env.QUOTA_WEBHOOKS,
    },
    webhooks: {
      /** The keys from which secrets are derived, the current one first. Without a key, webhooks are off. */
      secretKeys: webhookKey === undefined ? [] : [webhookKey, ...previousWebhookKeys],
      urls: { allowHttp: !isProduction, allowNetworks: env.WEBHOOK_ALLOW_NETWORKS },
    },
    retention: {
      /** How long deleted tasks can be restored. */
      trashMs: env.TRASH_RETENTION_DAYS * DAY_MS,
      /** How long the change feed lists deletions. */
      deletionsMs: env.SYNC_RETENTION_DAYS * DAY_MS,
      /** How long delivered webhook events are stored. */
      deliveriesMs: env.WEBHOOK_RETENTION_DAYS * DAY_MS,
    },
    redisUrl: env.REDIS_URL_FILE?.value ?? env.REDIS_URL,
    /** The certificate for HTTPS. Undefined without HTTPS. */
    tls: readCertificate(env.TLS_CERT_FILE, env.TLS_KEY_FILE),
    /** The files whose changes take effect while the service runs. */
    files: {
      databaseUrl: env.DATABASE_URL_FILE,
      redisUrl: env.REDIS_URL_FILE,
      secret: env.AUTH_JWT_SECRET_FILE,
      previousSecret: env.AUTH_JWT_SECRET_PREVIOUS_FILE,
      metricsTokens: env.METRICS_TOKEN_FILE,
      webhookKey: env.WEBHOOK_SECRET_KEY_FILE,
      previousWebhookKey: env.WEBHOOK_SECRET_KEY_PREVIOUS_FILE,
      exportHeaders: env.OTEL_EXPORTER_OTLP_HEADERS_FILE,
      certificate: env.TLS_CERT_FILE,
      privateKey: env.TLS_KEY_FILE,
    },
    responseValidation: env.RESPONSE_VALIDATION,
    requestTimeoutSeconds: env.REQUEST_TIMEOUT_SECONDS,
    keepAliveTimeoutSeconds: env.KEEP_ALIVE_TIMEOUT_SECONDS,
    shutdown: {
      delaySeconds: env.SHUTDOWN_DELAY_SECONDS,
      timeoutSeconds: env.SHUTDOWN_TIMEOUT_SECONDS,
    },
    revision: env.REVISION,
    tracing: tracingConfig(env),
  });
}

/** Returns the tracing configuration, or undefined if traces are not recorded. */
function tracingConfig(env: {
  readonly OTEL_SDK_DISABLED: boolean;
  readonly OTEL_TRACES_EXPORTER: 'otlp' | 'none';
  readonly OTEL_EXPORTER_OTLP_ENDPOINT: URL | undefined;
  readonly OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: URL | undefined;
  readonly OTEL_EXPORTER_OTLP_PROTOCOL: TracingConfig['protocol'];
  readonly OTEL_EXPORTER_OTLP_HEADERS: TracingConfig['headers'];
  readonly OTEL_EXPORTER_OTLP_HEADERS_FILE: ValueFile<TracingConfig['headers']> | undefined;
  readonly OTEL_EXPORTER_OTLP_TIMEOUT: number;
  readonly OTEL_BSP_SCHEDULE_DELAY: number;
  readonly OTEL_BSP_MAX_QUEUE_SIZE: number;
  readonly OTEL_TRACES_SAMPLER: TracingConfig['sampler'];
  readonly OTEL_TRACES_SAMPLER_ARG: number;
  readonly OTEL_SERVICE_NAME: string | undefined;
  readonly OTEL_RESOURCE_ATTRIBUTES: TracingConfig['resource'];
}): TracingConfig | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_SERVICE_NAME: serviceName } = env;
  const url = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && tracesUrl(base));
  if (url === undefined || env.OTEL_SDK_DISABLED || env.OTEL_TRACES_EXPORTER === 'none') return undefined;
  return {
    url: url.href,
    protocol: env.OTEL_EXPORTER_OTLP_PROTOCOL,
    headers: env.OTEL_EXPORTER_OTLP_HEADERS_FILE?.value ?? env.OTEL_EXPORTER_OTLP_HEADERS,
    timeoutMs: env.OTEL_EXPORTER_OTLP_TIMEOUT,
    queue: { maxSpans: env.OTEL_BSP_MAX_QUEUE_SIZE, delayMs: env.OTEL_BSP_SCHEDULE_DELAY },
    sampler: env.OTEL_TRACES_SAMPLER,
    ratio: env.OTEL_TRACES_SAMPLER_ARG,
    resource: {
      ...env.OTEL_RESOURCE_ATTRIBUTES,
      ...(serviceName === undefined ? {} : { 'service.name': serviceName }),
    },
  };
}

/** Returns the URL for traces. `base` is the endpoint for all signals, each of which has its own path below it. */
function tracesUrl(base: URL): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/$/, '')}/v1/traces`;
  return url;
}

/** Throws a `ConfigError` unless the files contain a certificate and its private key. */
function readCertificate(
  cert: ValueFile<string> | undefined,
  key: ValueFile<string> | undefined,
): Certificate | undefined {
  if (cert === undefined || key === undefined) return undefined;
  try {
    return checkCertificate(cert.value, key.value);
  } catch (error) {
    throw new ConfigError([
      `TLS_CERT_FILE (${cert.path}) and TLS_KEY_FILE (${key.path}) cannot be used: ${(error as Error).message}`,
    ]);
  }
}

function misspelled(given: readonly string[], known: readonly string[]) {
  const similar = (name: string): string | undefined =>
    // Settings without an underscore, such as PORT, resemble too many variables of other programs.
    known.find((setting) => setting.includes('_') && isOneEditApart(name, setting));
  return given
    .filter((name) => !known.includes(name))
    .map((name) => ({ name, setting: similar(name) }))
    .filter(({ setting }) => setting !== undefined);
}

/** Whether two strings differ in one character (added, missing or different), or in two swapped characters. */
function isOneEditApart(one: string, other: string): boolean {
  const maxPrefix = Math.min(one.length, other.length);
  let start = 0;
  while (start < maxPrefix && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < maxPrefix - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const first = one.slice(start, one.length - end);
  const second = other.slice(start, other.length - end);
  const isSwapped = first.length === 2 && second.length === 2 && first === `${second[1]}${second[0]}`;
  return isSwapped || Math.max(first.length, second.length) === 1;
}

function isPostgres(url: string): boolean {
  return /^postgres(ql)?:/.test(url);
}

/** The directory for generated files: the directory of the SQLite file, otherwise ./data. */
function dataDirectory(url: string): string {
  if (isPostgres(url)) return './data';
  const path = url.replace(/^sqlite:/, '');
  return path === ':memory:' ? './data' : dirname(path);
}
