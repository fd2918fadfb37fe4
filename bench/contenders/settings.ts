// What every contender of ours is told, by its environment.
import { env } from 'node:process';

export interface Settings {
  readonly port: number;
  /** A database file that the service has made. */
  readonly database: string;
  readonly log: string;
  readonly secret: Uint8Array;
  readonly issuer: string;
  readonly audience: string;
  /** Requests that a user may make in a window of so many seconds. */
  readonly requests: number;
  readonly windowSeconds: number;
}

export function readSettings(): Settings {
  const needed = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '') throw new Error(`${name} has to be set`);
    return value;
  };
  return {
    port: Number(needed('PORT')),
    database: needed('DATABASE_URL').replace(/^sqlite:/, ''),
    log: needed('LOG_FILE'),
    secret: new TextEncoder().encode(needed('AUTH_JWT_SECRET')),
    issuer: needed('AUTH_ISSUER'),
    audience: needed('AUTH_AUDIENCE'),
    requests: Number(needed('RATE_LIMIT_REQUESTS')),
    windowSeconds: Number(needed('RATE_LIMIT_WINDOW_SECONDS')),
  };
}
