import type { PoolConfig } from 'pg';
import { DatabaseError } from '../errors.ts';

/** The values of `sslmode` in libpq, without the two that silently fall back to no encryption. */
export const sslModes = ['disable', 'require', 'verify-ca', 'verify-full'];

/** Makes the text of timestamps independent of the server's settings. */
const sessionSettings = { timezone: 'UTC', datestyle: 'ISO' };

/**
 * The connection settings of a `postgres:` URL. Settings in the URL (`application_name`, `options`, timeouts) take
 * precedence over those of the program. Throws `DatabaseError` if the URL is invalid.
 */
export function connectionOf(text: string, settings: Readonly<Record<string, string>> = {}): PoolConfig {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.pathname.length < 2) {
    throw new DatabaseError(
      `"${withoutSecrets(text)}" names no database`,
      'Write postgres://user:password@host:5432/tasks, and percent-encode special characters in the password',
    );
  }
  const { searchParams: parameters } = url;
  const sslMode = parameters.get('sslmode');
  if (sslMode !== null && !sslModes.includes(sslMode)) {
    throw new DatabaseError(
      `Unknown sslmode: ${sslMode}`,
      `Set sslmode in the database URL to one of ${sslModes.join(', ')}`,
    );
  }
  // pg gives these modes other meanings, unless this parameter requests those of PostgreSQL's documentation.
  if (sslMode !== null && !parameters.has('uselibpqcompat')) parameters.set('uselibpqcompat', 'true');
  const options = Object.entries({ ...sessionSettings, ...settings }).map(
    ([name, value]) => `-c ${name}=${value}`,
  );
  parameters.set('options', [...options, parameters.get('options') ?? ''].join(' ').trim());
  if (!parameters.has('application_name')) parameters.set('application_name', 'task-manager-api');
  return { connectionString: url.href };
}

/** A database URL without its password. It ends at the last `@`, in case the password contains an unencoded one. */
export function withoutSecrets(url: string): string {
  return url.replace(/\/\/.*@/, '//***@').replace(/([?&]password=)[^&]*/g, '$1***');
}
