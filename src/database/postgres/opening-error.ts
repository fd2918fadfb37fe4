import { DatabaseError, DatabaseUnavailable } from '../errors.ts';
import { errorCode } from '../error-code.ts';

interface Explanation {
  readonly what: string;
  readonly remedy: string;
}

/** The messages and remedies by SQLSTATE, by its class, or by Node's error code. */
const explanations: readonly [code: RegExp, Explanation][] = [
  [
    /^28/,
    { what: 'rejects the user or password', remedy: 'Correct the user and the password in the database URL' },
  ],
  [
    /^3D000/,
    {
      what: 'does not exist',
      remedy: 'Create it with createdb, or set the database URL to another database',
    },
  ],
  [
    /^42501/,
    {
      what: 'does not allow this user to create tables',
      remedy:
        'Make the user the owner of the database, or run the command migrate (npm run migrate) as the owner',
    },
  ],
  [
    /^42P07/,
    {
      what: 'has tables that another program created',
      remedy: 'Set the database URL to a database created by this program, or to an empty database or schema',
    },
  ],
  [
    /^53300/,
    {
      what: 'accepts no more connections',
      remedy: 'Raise max_connections on the server, or lower DATABASE_POOL_SIZE',
    },
  ],
  [/^57P03/, { what: 'is still starting', remedy: 'Start this program again later' }],
  [
    /^(ERR_(SSL|TLS)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/,
    {
      what: 'has a certificate that is not trusted',
      remedy:
        'Set sslrootcert in the database URL to the certificate of its CA, or choose a different sslmode',
    },
  ],
  [
    /^ENOENT/,
    { what: 'requires a file that does not exist', remedy: 'Correct the path in the database URL' },
  ],
  [
    /^E[A-Z]+/,
    {
      what: 'cannot be reached',
      remedy: 'Check that PostgreSQL runs at that address and that this machine may connect to it',
    },
  ],
];

/** Converts an error that was thrown while the database `name` was opened into a `DatabaseError`. */
export function openingError(error: unknown, name: string): unknown {
  if (error instanceof DatabaseError) return error;
  const cause = error instanceof DatabaseUnavailable ? (error.cause ?? error) : error;
  const code = errorCode(cause);
  const explanation = explanations.find(([codes]) => codes.test(code))?.[1] ?? byMessage(cause);
  if (explanation === undefined) return error;
  const message = cause instanceof Error ? cause.message : String(cause);
  const details = code === 'unknown' ? message : `${code}: ${message}`;
  return new DatabaseError(`${name} ${explanation.what} (${details})`, explanation.remedy, { cause });
}

function byMessage(cause: unknown): Explanation | undefined {
  if (!(cause instanceof Error)) return undefined;
  if (cause.message.includes('does not support SSL')) {
    return {
      what: 'does not support TLS',
      remedy: 'Turn on ssl on the server, or set sslmode=disable in the database URL',
    };
  }
  if (cause.message.includes('verify-ca requires')) {
    return {
      what: 'cannot be verified',
      remedy: 'Add sslrootcert=FILE to the database URL, or use verify-full',
    };
  }
  return /timeout|terminated/.test(cause.message)
    ? {
        what: 'does not respond',
        remedy: 'Check that PostgreSQL runs at that address and no firewall blocks it',
      }
    : undefined;
}
