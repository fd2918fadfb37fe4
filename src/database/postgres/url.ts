import type { PoolConfig } from 'pg';
import { DatabaseError } from '../errors.ts';

/** What PostgreSQL's own clients take as `sslmode`, less the two that fall back to no encryption unnoticed. */
export const sslModes = ['disable', 'require', 'verify-ca', 'verify-full'];

/** Text in a form that does not depend on how the server is set up. */
const sessionSettings = { timezone: 'UTC', datestyle: 'ISO' };

/**
 * The connection that a `postgres:` URL asks for. Whatever the URL says of its own (`application_name`, `options`,
 * timeouts) goes before what the program would set. `DatabaseError` if it makes no sense.
 */
export function connectionOf(text: string, settings: Readonly<Record<string, string>> = {}): PoolConfig {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.pathname.length < 2) {
    throw new DatabaseError(
      `"${withoutSecrets(text)}" names no database`,
      'Write postgres://user:password@host:5432/tasks, with what is no letter or digit as %XX',
    );
  }
  const { searchParams: parameters } = url;
  const sslMode = parameters.get('sslmode');
  if (sslMode !== null && !sslModes.includes(sslMode)) {
    throw new DatabaseError(
      `"${sslMode}" is no sslmode that this program knows`,
      `Write one of ${sslModes.join(', ')} into the database URL`,
    );
  }
  // pg has meanings of its own for these modes, and this for those that PostgreSQL's documentation gives them.
  if (sslMode !== null && !parameters.has('uselibpqcompat')) parameters.set('uselibpqcompat', 'true');
  const options = Object.entries({ ...sessionSettings, ...settings }).map(
    ([name, value]) => `-c ${name}=${value}`,
  );
  parameters.set('options', [...options, parameters.get('options') ?? ''].join(' ').trim());
  if (!parameters.has('application_name')) parameters.set('application_name', 'task-manager-api');
  return { connectionString: url.href };
}

/** A database URL without its password, for the log: up to the last `@`, for not everybody writes `%40` for another. */
export function withoutSecrets(url: string): string {
  return url.replace(/\/\/.*@/, '//***@').replace(/([?&]password=)[^&]*/g, '$1***');
}
