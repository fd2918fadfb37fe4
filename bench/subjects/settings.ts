// The settings of a JavaScript subject, from the environment.
import { env } from 'node:process';

export interface Settings {
  readonly port: number;
  /** A database file with the service's tables. */
  readonly database: string;
  readonly log: string;
  readonly secret: Uint8Array;
  readonly issuer: string;
  readonly audience: string;
  /** The number of requests per user and window. */
  readonly requests: number;
  readonly windowSeconds: number;
}

export function readSettings(): Settings {
  const required = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '') throw new Error(`${name} must be set`);
    return value;
  };
  return {
    port: Number(required('PORT')),
    database: required('DATABASE_URL').replace(/^sqlite:/, ''),
    log: required('LOG_FILE'),
    secret: new TextEncoder().encode(required('AUTH_JWT_SECRET')),
    issuer: required('AUTH_ISSUER'),
    audience: required('AUTH_AUDIENCE'),
    requests: Number(required('RATE_LIMIT_REQUESTS')),
    windowSeconds: Number(required('RATE_LIMIT_WINDOW_SECONDS')),
  };
}
