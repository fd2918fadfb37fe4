// The settings that all subjects share: production mode, all features on, and rate limits that are too high to be reached.
import { issueToken } from '../src/security/issue-token.ts';
import { owners } from './databases.ts';

const secret = 'a-secret-for-benchmarks-that-is-long-enough';
const names = { issuer: 'task-manager-api', audience: 'task-manager-api' };

/** The environment of a subject. */
export function settingsFor(port: number, database: string, logFile: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    PATH: process.env['PATH'] ?? '',
    PORT: String(port),
    DATABASE_URL: `sqlite:${database}`,
    PYTHON_DATABASE: database,
    PYTHONDONTWRITEBYTECODE: '1',
    // The service logs to standard output, which is redirected to a file.
    LOG_FILE: logFile,
    AUTH_JWT_SECRET: secret,
    AUTH_ISSUER: names.issuer,
    AUTH_AUDIENCE: names.audience,
    RATE_LIMIT_REQUESTS: '1000000000',
    RATE_LIMIT_TIME_SECONDS: '1000000',
    RATE_LIMIT_SENT_MB: '100000000',
    RATE_LIMIT_WINDOW_SECONDS: '60',
  };
}

/** A token for each user. */
export async function tokens(): Promise<Readonly<Record<keyof typeof owners, string>>> {
  const token = (sub: string): Promise<string> =>
    issueToken(new TextEncoder().encode(secret), {
      ...names,
      sub,
      scope: 'tasks:read tasks:write',
      lifetimeSeconds: 86_400,
    });
  return { reader: await token(owners.reader), writer: await token(owners.writer) };
}
