import type { ClientBase, PoolConfig } from 'pg';
import { DatabaseError } from '../errors.ts';

/** The values of `sslmode` in libpq, without the two that silently fall back to no encryption. */
export const sslModes = ['disable', 'require', 'verify-ca', 'verify-full'];

/** Makes the text format of timestamps independent of the settings of the server, the database and the role. */
const textFormat = { timezone: 'UTC', datestyle: 'ISO' };

/** Describes the error in a `postgres:` URL, with a remedy. Undefined for a valid URL. */
export function urlProblem(text: string): string | undefined {
  // An `@` in the path, the query or the fragment means that an unencoded character in the password ended the authority
  // too early.
  const { username, password, pathname, search, hash } = URL.canParse(text) ? new URL(text) : {};
  const isUnencoded =
    !canDecode(password ?? '') || (username === '' && `${pathname}${search}${hash}`.includes('@'));
  const host = text.slice(text.lastIndexOf('@') + 1).replace(/^\w+:\/\//, '');
  if (/^[^/?]*,/.test(host)) {
    return 'must name one host: the address of the primary, or of a proxy that always connects to the primary';
  }
  if (isUnencoded || (password === undefined && text.includes('@'))) {
    return 'must percent-encode special characters in the user and password: % as %25, # as %23, / as %2F, ? as %3F, @ as %40 and : as %3A';
  }
  return password === undefined ? 'must be like postgres://USER:PASSWORD@HOST:5432/DATABASE' : undefined;
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The connection settings of a `postgres:` URL. Settings in the URL (`application_name`, `options`, timeouts) take
 * precedence over `settings` of the program, but not over `fixed` ones. Throws `DatabaseError` if the URL is invalid.
 */
export function connectionOf(
  text: string,
  settings: Readonly<Record<string, string>> = {},
  fixed: Readonly<Record<string, string>> = {},
): PoolConfig {
  const problem = urlProblem(text);
  if (problem !== undefined) {
    throw new DatabaseError(`Invalid database URL: ${withoutSecrets(text)}`, `The URL ${problem}`);
  }
  const url = new URL(text);
  if (url.pathname.length < 2) {
    throw new DatabaseError(
      `"${withoutSecrets(text)}" does not name a database`,
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
  // Without this parameter, pg gives these modes a different meaning than PostgreSQL's documentation.
  if (sslMode !== null && !parameters.has('uselibpqcompat')) parameters.set('uselibpqcompat', 'true');
  if (!parameters.has('application_name')) parameters.set('application_name', 'task-manager-api');
  const given = Object.entries(settings).filter(([name]) => !isSetIn(parameters, name));
  const assignments = [...given, ...Object.entries({ ...textFormat, ...fixed })].map(
    ([name, value]) => `set ${name} = '${value}'`,
  );
  return {
    connectionString: url.href,
    // Sets these after connecting, because PgBouncer rejects the startup parameter `options`.
    // oxlint-disable-next-line typescript/no-misused-promises -- the pool awaits the promise, which @types/pg omits
    onConnect: async (client: ClientBase) => {
      await client.query(assignments.join('; '));
    },
  };
}

/** Whether the URL contains this setting, as a parameter or in `options`. */
function isSetIn(parameters: URLSearchParams, name: string): boolean {
  const options = (parameters.get('options') ?? '').matchAll(/(?:-c\s*|--)([\w-]+)\s*=/g);
  const names = [...options].map(([, option = '']) => option.replaceAll('-', '_').toLowerCase());
  return parameters.has(name) || names.includes(name);
}

/**
 * Returns a database URL without its password. The password ends at the last `@`, because it may contain an unencoded
 * `@`.
 */
export function withoutSecrets(url: string): string {
  return url.replace(/\/\/.*@/, '//***@').replace(/([?&]password=)[^&]*/g, '$1***');
}
