// Records the database work of traced requests: a span for each read and each transaction, and one for each commit of a
// group of transactions.
import type { CommittedGroup, Database } from '../database/database.ts';
import { currentSpan, untilSettled, withSpan } from '../observability/tracing.ts';
import type { Span } from '../observability/tracing.ts';

/** The span of each write that waits for its commit, by the `key` of the write. */
const waiting = new WeakMap<object, Span>();

/** Records the reads and transactions of owners. */
export function traceDatabase<Tables>(database: Database<Tables>): Database<Tables> {
  const attributes = { 'db.system.name': database.engine === 'sqlite' ? 'sqlite' : 'postgresql' };
  const isCall = database.engine === 'postgres';

  async function inSpan<T>(name: string, work: (span: Span | undefined) => Promise<T>): Promise<T> {
    const span = currentSpan()?.startChild(name, { attributes, isCall });
    return await (span === undefined ? work(undefined) : untilSettled(span, () => work(span)));
  }

  return {
    ...database,
    read: (owner, work) => inSpan('read', () => database.read(owner, work)),
    readWithDeadline: (owner, work, options) =>
      inSpan('read with deadline', () => database.readWithDeadline(owner, work, options)),
    write: (owner, work, options) =>
      inSpan('transaction', (span) => {
        // The writes of a group run in the async context of the first write, so each sets its own span.
        const ownWork: typeof work = (trx) => withSpan(span, () => work(trx));
        if (span === undefined) return database.write(owner, ownWork, options);
        const key = {};
        waiting.set(key, span);
        return database.write(owner, ownWork, { ...options, key });
      }),
  };
}

/**
 * Records the commit of a group in the trace of its first recorded write, with links from and to the other writes,
 * because a span has only one parent. All writes have waited for this commit.
 */
export function traceCommit({ size, keys, beganAt }: CommittedGroup): void {
  const [first, ...others] = keys.flatMap((key) => waiting.get(key) ?? []);
  if (first === undefined) return;
  const commit = first.startChild('commit group', {
    attributes: { 'db.system.name': 'sqlite', 'db.operation.batch.size': size },
    startedAt: beganAt,
  });
  for (const other of others) {
    commit.link(other.context);
    other.link(commit.context);
  }
  commit.end();
}
