// Idempotent creates (draft-ietf-httpapi-idempotency-key-header): the key and the task are committed together, so a
// repeated request finds either both or neither. That the first request is still running is known from a lock
// alone, never from a row.
import { createHash } from 'node:crypto';
import type { OperationResponse } from '../contract/operation.ts';
import { created } from './responses.ts';
import { findAnswer, forgetExpired, keepAnswer } from './idempotency.ts';
import { insertTask } from './repository.ts';
import type { TaskDatabase } from './storage/database.ts';
import type { SearchIndex } from './storage/dialect.ts';
import type { StoredTask, Task, TaskFields } from './task.ts';

type Response = OperationResponse<'createTask'>;
type Created = Extract<Response, { status: 201 }>;

/**
 * Creates a task, or gives the answer that an earlier request with the same key and fields was given.
 * `onCreated` is told of a task that is new.
 */
export async function createOnce(
  database: TaskDatabase,
  search: SearchIndex,
  owner: string,
  key: string | undefined,
  fields: TaskFields,
  onCreated: (stored: StoredTask) => void,
): Promise<Response> {
  if (key === undefined) {
    const stored = await database.write(owner, (trx) => insertTask(trx, search, owner, fields));
    onCreated(stored);
    return created(stored);
  }
  const outcome = await createKept(database, search, owner, key, fields);
  if (outcome === undefined) return inFlight;
  if (outcome.stored !== undefined) onCreated(outcome.stored);
  return outcome.answer;
}

function createKept(
  database: TaskDatabase,
  search: SearchIndex,
  owner: string,
  key: string,
  fields: TaskFields,
): Promise<{ answer: Response; stored?: StoredTask } | undefined> {
  const fingerprint = createHash('sha256').update(JSON.stringify(fields)).digest('base64url');
  return database.writeAlone(owner, key, async (trx) => {
    const earlier = await findAnswer(trx, owner, key);
    if (earlier !== undefined) {
      return { answer: earlier.fingerprint === fingerprint ? replayed(earlier) : keyReused };
    }
    const stored = await insertTask(trx, search, owner, fields);
    const answer = created(stored);
    const kept = { status: answer.status, headers: answer.headers, body: JSON.stringify(answer.body) };
    await keepAnswer(trx, owner, key, fingerprint, kept);
    await forgetExpired(trx, database.engine);
    return { answer, stored };
  });
}

/** Only created tasks are kept, so what is read is what `created` made. */
function replayed({ headers, body }: { headers: Readonly<Record<string, string>>; body: string }): Created {
  return { status: 201, headers: headers as Created['headers'], body: JSON.parse(body) as Task };
}

const inFlight: Response = {
  status: 409,
  problem: {
    type: '/docs/problems#idempotency-key-in-use',
    detail: 'Another request with this Idempotency-Key is in progress.',
  },
};

const keyReused: Response = {
  status: 422,
  problem: {
    type: '/docs/problems#idempotency-key-reused',
    detail: 'This Idempotency-Key was used with a different body.',
    errors: [
      {
        location: 'header',
        name: 'Idempotency-Key',
        code: 'keyReused',
        detail: 'was used with a different body within the last 24 hours',
      },
    ],
  },
};
