import { DatabaseError, DatabaseUnavailable } from '../errors.ts';
import { codeOf } from './unavailable.ts';

interface Explanation {
  readonly what: string;
  readonly remedy: string;
}

/** By SQLSTATE, its class, or Node's code. */
const explanations: readonly [code: RegExp, Explanation][] = [
  [
    /^28/,
    { what: 'does not let this user in', remedy: 'Set the user and the password in the database URL right' },
  ],
  [
    /^3D000/,
    { what: 'is not on that server', remedy: 'Make it with createdb, or set the database URL to another' },
  ],
  [
    /^42501/,
    {
      what: 'does not let this user make tables',
      remedy:
        'Make the user the owner of the database, or migrate (npm run migrate, the command migrate of a container) as one who is',
    },
  ],
  [
    /^42P07/,
    {
      what: 'has tables of another program',
      remedy: 'Set the database URL to a database of this program, or to an empty one',
    },
  ],
  [
    /^53300/,
    {
      what: 'has no connection left',
      remedy: 'Raise max_connections of the server, or lower DATABASE_POOL_SIZE',
    },
  ],
  [/^57P03/, { what: 'is starting', remedy: 'Start this program again when it is there' }],
  [
    /^(ERR_(SSL|TLS)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/,
    {
      what: 'has a certificate that is not trusted',
      remedy:
        'Name the certificate of its authority as sslrootcert in the database URL, or choose another sslmode',
    },
  ],
  [/^ENOENT/, { what: 'needs a file that is not there', remedy: 'Correct the path in the database URL' }],
  [
    /^E[A-Z]+/,
    {
      what: 'cannot be reached',
      remedy: 'See that PostgreSQL runs at that address and that this machine may connect to it',
    },
  ],
];

/** The error to tell an operator in place of one that was thrown while the database `name` was opened. */
export function openingError(error: unknown, name: string): unknown {
  if (error instanceof DatabaseError) return error;
  const cause = error instanceof DatabaseUnavailable ? (error.cause ?? error) : error;
  const code = codeOf(cause);
  const explanation = explanations.find(([codes]) => codes.test(code))?.[1] ?? byWords(cause);
  if (explanation === undefined) return error;
  const details = [code, cause instanceof Error ? cause.message : ''].filter(Boolean).join(': ');
  return new DatabaseError(`${name} ${explanation.what} (${details})`, explanation.remedy, { cause });
}

function byWords(cause: unknown): Explanation | undefined {
  if (!(cause instanceof Error)) return undefined;
  if (cause.message.includes('does not support SSL')) {
    return {
      what: 'does not encrypt',
      remedy: 'Switch on ssl at the server, or set sslmode=disable in the database URL',
    };
  }
  if (cause.message.includes('verify-ca requires')) {
    return {
      what: 'cannot be verified',
      remedy: 'Add sslrootcert=FILE to the database URL, or use verify-full',
    };
  }
  return /timeout|terminated/.test(cause.message)
    ? { what: 'does not answer', remedy: 'See that PostgreSQL runs at that address, behind no firewall' }
    : undefined;
}
