// Starts a real service for a test, with its own port, database and directory. Every response is validated.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { scopesOf } from '../../src/contract/access.ts';
import { loadContract } from '../../src/contract/document.ts';
import type { Contract } from '../../src/contract/document.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { issueTokenFor } from '../../src/security/issue-token.ts';
import { tokenRules } from '../../src/security/token-rules.ts';
import { startService } from '../../src/service.ts';
import type { Service, ServiceOptions } from '../../src/service.ts';
import { engine } from './engine.ts';
import type { TestDatabase } from './engine.ts';
import { secret } from './secret.ts';
import { recordTraffic } from './traffic.ts';

/** The scopes of a user who may do everything. */
export const allScopes = scopesOf(loadContract().operations).join(' ');

export interface TestServer {
  readonly url: string;
  readonly service: Service;
  /**
   * The service's directory, which contains the database if the database is a file. It is removed when the server is closed.
   */
  readonly folder: string;
  readonly database: TestDatabase;
  /** The log so far, one object per line. */
  readonly logged: readonly Record<string, unknown>[];
  /** A token for this subject, by default with all scopes. */
  token(sub?: string, scope?: string): Promise<string>;
  /** Stops the service. Throws if a response has violated the contract. */
  close(): Promise<void>;
}

/** Starts a service with the project's contract and these environment variables, which override the defaults for tests. */
export async function startServer(
  environment: Readonly<Record<string, string>> = {},
  contract?: Contract,
  options: ServiceOptions = {},
): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'task-manager-'));
  const database = await engine.makeDatabase(folder);
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: database.url,
    AUTH_JWT_SECRET: secret,
    WEBHOOK_SECRET_KEY: 'a key for the secrets of webhooks',
    LOG_LEVEL: 'debug',
    RESPONSE_VALIDATION: 'all',
    QUOTA_WEBHOOKS: '1000000',
    RATE_LIMIT_REQUESTS: '1000000',
    RATE_LIMIT_FAILED_AUTH: '1000000',
    RATE_LIMIT_NETWORK_REQUESTS: '1000000',
    RATE_LIMIT_TIME_SECONDS: '1000000',
    RATE_LIMIT_SENT_MB: '1000000',
    PROCESS_METRICS: 'false',
    ...environment,
  });
  const { rules } = tokenRules(config);
  const logged: Record<string, unknown>[] = [];
  const logger = createLogger(config.logLevel, {
    write: (line) => logged.push(JSON.parse(line) as Record<string, unknown>),
  });
  const service = await startService(config, rules, logger, {
    ...options,
    ...(contract === undefined ? {} : { contract }),
  });

  // Responses of a service with a different contract are not checked against this one.
  const breaches = contract === undefined ? recordTraffic(service.server) : () => [];

  return {
    url: service.url,
    service,
    folder,
    database,
    logged,
    token: (sub = 'alice', scope = allScopes) => {
      const key = new TextEncoder().encode(secret);
      return issueTokenFor(key, rules, { sub, scope, lifetimeSeconds: 3600 });
    },
    close: async () => {
      await service.stop();
      await database.remove();
      await rm(folder, { recursive: true });
      const violations = logged.filter(({ message }) => message === 'response violates the contract');
      const broken = [...breaches(), ...violations.map((violation) => JSON.stringify(violation))];
      if (broken.length > 0) throw new Error(`Responses violated the contract:\n${broken.join('\n')}`);
    },
  };
}
