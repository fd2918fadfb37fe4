// Reads tasks into a database. What is there already, and the same, is left alone, so that an import that was cut short
// is begun again; what is there and different is never written over.
import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../database/database.ts';
import { taskDialect } from '../../tasks/storage/dialect.ts';
import type { TaskTables } from '../../tasks/storage/tables.ts';
import { DatabaseUnavailable } from '../../database/errors.ts';
import { findInPlaceOf, restoreTasks } from '../../tasks/transfer.ts';
import type { OwnedTask } from '../../tasks/transfer.ts';
import { storedPosition } from '../../tasks/table.ts';
import { MovingError } from './error.ts';
import { readLine, summing } from './line.ts';
import type { End } from './line.ts';
import { linesOf } from './lines.ts';
import { writesByOwner } from './writes.ts';

interface Line {
  readonly number: number;
  readonly owned: OwnedTask;
}

/** Reads all lines, and holds them to the last. A `MovingError` names the line that is wrong. */
export async function* readTasks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line, End> {
  const sum = summing();
  let end: End | undefined;
  for await (const bytes of linesOf(chunks)) {
    const number = sum.count + (end === undefined ? 1 : 2);
    if (end !== undefined) throw new MovingError(`Line ${number} stands after the last`);
    const value = readLine(bytes, number);
    if ('task' in value) {
      sum.add(bytes);
      yield { number, owned: value };
    } else end = value;
  }
  const found = sum.end();
  if (end === undefined) {
    throw new MovingError(
      `The end is missing: there are ${found.count} tasks, and no last line. Finish the export with --resume`,
    );
  }
  if (end.count !== found.count) {
    throw new MovingError(`There are ${found.count} tasks, and the last line says ${end.count}`);
  }
  if (end.sha256 !== found.sha256) {
    throw new MovingError(
      'The checksum of the last line is another: the file was altered since it was written',
    );
  }
  return end;
}

/** Reads everything, and writes nothing. */
export async function checkTasks(chunks: AsyncIterable<Uint8Array>): Promise<End> {
  const lines = readTasks(chunks);
  for (;;) {
    const { done, value } = await lines.next();
    if (done === true) return value;
  }
}

/** What an import has come to. */
export interface Imported extends End {
  /** Those of the tasks that were there before. */
  readonly present: number;
}

/** How many tasks are written in a transaction. Those of an owner hold up the owner's other writes. */
const WRITTEN_TOGETHER = 512;

/** How many transactions run at the same time, of as many owners. */
const TRANSACTIONS = 8;

/**
 * Writes the tasks, some at a time, in a transaction each. The file is read on meanwhile, and owners with few tasks are
 * written at the same time: a commit then waits for the disk with those of others.
 */
export async function importTasks(
  database: Database<TaskTables>,
  chunks: AsyncIterable<Uint8Array>,
): Promise<Imported> {
  const lines = readTasks(chunks);
  const writes = writesByOwner(TRANSACTIONS);
  let batch = new Map<bigint, Line>();
  let present = 0;

  async function write(): Promise<void> {
    const some = [...batch.values()];
    const [first] = some;
    batch = new Map();
    if (first === undefined) return;
    await writes.begin(first.owned.owner, async () => {
      const found = await writeBatch(database, some);
      present += found;
    });
  }

  try {
    for (;;) {
      const { done, value } = await lines.next();
      if (done === true) {
        await write();
        await writes.end();
        return { ...value, present };
      }
      const [first] = batch.values();
      const position = storedPosition(value.owned.task);
      const isOther = first !== undefined && first.owned.owner !== value.owned.owner;
      if (isOther || batch.size === WRITTEN_TOGETHER || batch.has(position)) await write();
      batch.set(position, value);
    }
  } finally {
    await writes.settle();
  }
}

/** Writes tasks of one owner; gives how many of them were there. */
async function writeBatch(database: Database<TaskTables>, lines: readonly Line[]): Promise<number> {
  const [first, last] = [lines[0], lines.at(-1)];
  const owner = first?.owned.owner ?? '';
  try {
    return await database.write(owner, async (trx) => {
      const there = await findInPlaceOf(
        trx,
        lines.map(({ owned }) => owned),
      );
      const missing = lines.filter(({ number, owned }) => {
        const found = there.get(storedPosition(owned.task));
        if (found !== undefined && !isDeepStrictEqual(found, owned)) throw conflict(number, owned, found);
        return found === undefined;
      });
      await restoreTasks(
        trx,
        taskDialect(database).search,
        owner,
        missing.map(({ owned }) => owned),
      );
      return lines.length - missing.length;
    });
  } catch (error) {
    if (error instanceof MovingError || error instanceof DatabaseUnavailable) throw error;
    const what = error instanceof Error ? error.message : String(error);
    const where = `Lines ${first?.number ?? 0} to ${last?.number ?? 0}`;
    throw new MovingError(`${where} are refused by the database: ${what}`, { cause: error });
  }
}

function conflict(number: number, owned: OwnedTask, found: OwnedTask): MovingError {
  const difference =
    found.task.id !== owned.task.id
      ? `the task ${found.task.id} in its place`
      : found.owner !== owned.owner
        ? 'it as a task of another owner'
        : found.version !== owned.version
          ? `it at version ${found.version}`
          : 'it with other fields';
  return new MovingError(
    `Line ${number} has the task ${owned.task.id} at version ${owned.version}, and the database has ${difference}. ` +
      'Nothing is written over: delete it there, or import into an empty database',
  );
}
