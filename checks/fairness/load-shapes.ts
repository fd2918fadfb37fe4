// The shapes of hostile load. Each describes requests of one caller, which may conform to the contract or violate it.
import { randomInt, randomUUID } from 'node:crypto';

/** A request that an HTTP library can send. */
export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The values that the requests of a shape can contain. */
export interface Context {
  /** The hostile user's token. */
  readonly token: string;
  /** A task of the hostile user with a description of 5,000 combining marks. */
  readonly markedTask: string;
}

export interface Shape {
  readonly name: string;
  /** The caller: a user with many tasks, a user without tasks, or no user. */
  readonly user: 'hoarder' | 'newcomer' | 'anonymous';
  readonly connections: number;
  /** The n-th request of the shape. Each connection sends the next one after the response, or after a pause if limited. */
  readonly request: (n: number, context: Context) => HostileRequest;
  /** The number of requests to send on each connection without reading a response. */
  readonly unread?: number;
  /** Whether to stop the token issuer before the load begins. */
  readonly stopsIssuer?: true;
  /** Whether to measure the shape with `--long` only. */
  readonly isLong?: true;
}

const MAX_TEXT = 5000;
const BODY_BYTES = 72_000;

const json = { 'Content-Type': 'application/json' };
const create = (body: string): HostileRequest => ({ method: 'POST', path: '/tasks', headers: json, body });
const get = (path: string): HostileRequest => ({ method: 'GET', path });
const list = (query: string): HostileRequest => get(`/tasks?${query}`);

/** Repeats a JSON value as often as it fits into the largest body. */
const fill = (item: string): string =>
  `${item},`.repeat(Math.floor(BODY_BYTES / (item.length + 1))).slice(0, -1);

/** A text of 5,000 different letters. Each is a separate word in the search index. */
const letters = (n: number): string =>
  Array.from({ length: MAX_TEXT }, (_, index) =>
    String.fromCodePoint(0x4e00 + ((n * 7919 + index) % 20_000)),
  ).join('');

/** One letter with 5,000 combining marks, in an order that normalization must change. */
export const combiningMarks = `a${'\u0316\u0301'.repeat(MAX_TEXT / 2)}`.slice(0, MAX_TEXT);

const sharedTags = Array.from({ length: 20 }, (_, index) => `tag=tag-${index + 1}`).join('&');
const expensiveLists = [
  `${sharedTags}&sort=due&limit=100`,
  `${sharedTags}&limit=100`,
  `q=${'a b c d e f g h i j'.split(' ').join('+')}&limit=100`,
  'status=pending&priority=urgent&dueAfter=2100-01-01T00:00:00Z&sort=priority',
  'dueBefore=1990-01-01T00:00:00Z&sort=-updated&q=re',
];

export const shapes: readonly Shape[] = [
  {
    name: 'unread large pages',
    user: 'hoarder',
    connections: 300,
    unread: 4,
    request: () => list('limit=100&q=enormous'),
  },
  {
    name: 'invalid tags',
    user: 'newcomer',
    connections: 16,
    request: () => create(`{"title":"a","tags":[${fill('1')}]}`),
  },
  {
    name: 'invalid query values',
    user: 'newcomer',
    connections: 16,
    request: () => list(Array.from({ length: 1900 }, () => 'tag=%21').join('&')),
  },
  {
    name: 'expensive lists',
    user: 'hoarder',
    connections: 16,
    request: (n) => list(expensiveLists[n % expensiveLists.length] ?? ''),
  },
  {
    name: 'large pages',
    user: 'hoarder',
    connections: 16,
    request: () => list('limit=100&q=enormous'),
  },
  {
    name: 'creates with 5,000 letters',
    user: 'newcomer',
    connections: 16,
    request: (n) => create(JSON.stringify({ title: 'a', description: letters(n) })),
  },
  {
    name: '100 concurrent creates with 5,000 letters',
    user: 'newcomer',
    connections: 100,
    request: (n) => ({
      ...create(JSON.stringify({ title: 'a', description: letters(n) })),
      headers: { ...json, 'Idempotency-Key': `"${randomUUID()}"` },
    }),
  },
  {
    name: 'combining marks',
    user: 'hoarder',
    connections: 16,
    request: (n, { markedTask }) => ({
      method: 'PATCH',
      path: `/tasks/${markedTask}`,
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body:
        n % 2 === 0
          ? '{}'
          : JSON.stringify({ description: `${String(n)}${combiningMarks}`.slice(0, MAX_TEXT) }),
    }),
  },
  {
    name: 'forged tokens, issuer down',
    user: 'anonymous',
    connections: 16,
    stopsIssuer: true,
    request: () => ({ ...get('/tasks'), headers: { Authorization: `Bearer ${forgedToken()}` } }),
  },
  // Variants of the shapes above.
  {
    name: 'unread documents',
    user: 'anonymous',
    connections: 150,
    unread: 20,
    isLong: true,
    request: (n) => get(n % 2 === 0 ? '/openapi.json' : '/docs/assets/swagger-ui-bundle.js'),
  },
  {
    name: 'unknown properties',
    user: 'newcomer',
    connections: 16,
    isLong: true,
    request: () =>
      create(`{"title":"a",${Array.from({ length: 5500 }, (_, index) => `"x${index}":1`).join(',')}}`),
  },
  {
    name: 'nested empty arrays',
    user: 'newcomer',
    connections: 16,
    isLong: true,
    request: () => create(`{"title":"a","tags":[${fill('[]')}]}`),
  },
  {
    name: 'deeply nested arrays',
    user: 'newcomer',
    connections: 16,
    isLong: true,
    request: () => create(`{"title":"a","tags":${'['.repeat(30_000)}${']'.repeat(30_000)}}`),
  },
  {
    name: 'many entity tags',
    user: 'hoarder',
    connections: 16,
    isLong: true,
    request: (_n, { markedTask }) => ({
      ...get(`/tasks/${markedTask}`),
      headers: {
        'If-None-Match': Array.from({ length: 1300 }, (_, index) => `W/"${index}"`)
          .join(', ')
          .slice(0, 12_000),
      },
    }),
  },
  {
    name: 'concurrent changes to one task',
    user: 'hoarder',
    connections: 100,
    isLong: true,
    request: (n, { markedTask }) => ({
      method: 'PATCH',
      path: `/tasks/${markedTask}`,
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: JSON.stringify({ description: letters(n) }),
    }),
  },
  {
    name: 'searches for rare prefixes',
    user: 'hoarder',
    connections: 16,
    isLong: true,
    request: (n) => list(`q=${(n % 36).toString(36)}&sort=priority&limit=100&status=cancelled`),
  },
  {
    name: 'summaries and empty pages',
    user: 'hoarder',
    connections: 100,
    isLong: true,
    request: (n) => (n % 2 === 0 ? get('/summary') : list('tag=unused&q=quarterly&sort=-due')),
  },
  {
    name: 'unknown routes',
    user: 'anonymous',
    connections: 100,
    isLong: true,
    request: (n) => get(n % 2 === 0 ? `/unknown/${n}` : '/docs/'),
  },
  {
    name: 'missing and invalid tokens',
    user: 'anonymous',
    connections: 100,
    isLong: true,
    request: (n) =>
      n % 2 === 0
        ? get('/tasks')
        : { ...get('/tasks'), headers: { Authorization: `Bearer ${forgedToken()}` } },
  },
];

/** A token with the structure of an access token, a random key id and a random signature. */
function forgedToken(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  return [
    part({ alg: 'ES256', typ: 'at+jwt', kid: randomUUID() }),
    part({
      iss: 'task-manager-api',
      aud: 'task-manager-api',
      sub: randomUUID(),
      iat: now,
      exp: now + 300,
      scope: 'tasks:read',
    }),
    Buffer.from(Uint8Array.from({ length: 64 }, () => randomInt(256))).toString('base64url'),
  ].join('.');
}
