import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import { completeFields, priorities } from '../../src/tasks/columns.ts';
import { taskRepository } from '../../src/tasks/repository.ts';
import type { TaskFields } from '../../src/tasks/task.ts';
import { storages, type Tables } from '../../src/storage.ts';
import { seededRandom } from '../../src/sandbox/random.ts';
import { pick } from '../../tests/tasks/sample-tasks.ts';

/** The owner of all tasks. */
export const OWNER = 'auth0|64f1c2d3e4a5b6c7d8e9f0a1';

/** A word that occurs in a third of the tasks, and a word that occurs in only five tasks. */
export const COMMON_WORD = 'quarterly';
export const RARE_WORD = 'zebrawood';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The number of tasks per transaction. It is small, so that the search index gets as many segments as from single writes. */
const TRANSACTION_TASKS = 100;

/** Half of the tasks are completed, as in a list that has grown for years. */
const statuses = [
  'completed',
  'completed',
  'completed',
  'cancelled',
  'pending',
  'pending',
  'in_progress',
] as const;
const tags = Array.from({ length: 20 }, (_, index) => `tag-${index + 1}`);

/** Opens the database with `count` tasks in a directory. If it does not exist, creates it through the repository. */
export async function databaseOf(count: number, folder: string): Promise<Database<Tables>> {
  const database = await openDatabase({ url: `sqlite:${folder}/${count}-tasks.db` }, storages);
  const stored = await database.reader
    .selectFrom('task')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (stored.count !== count) await fill(database, count);
  return database;
}

async function fill(database: Database<Tables>, count: number): Promise<void> {
  for (const batch of batches(count)) {
    await taskRepository(database).write(OWNER, async (tasks) => {
      for (const { fields, createdAt } of batch) await tasks.insert(fields, createdAt);
    });
  }
}

/** Generates `count` tasks with their creation times, in batches of one transaction each. */
export function* batches(count: number): Generator<{ fields: TaskFields; createdAt: number }[]> {
  const random = seededRandom(1);
  const vocabulary = words(random, 5000);
  // Tasks are created over the past year, so that no timestamp is in the future.
  const end = Date.now();
  const interval = (365 * DAY_MS) / count;
  for (let first = 0; first < count; first += TRANSACTION_TASKS) {
    const length = Math.min(count - first, TRANSACTION_TASKS);
    yield Array.from({ length }, (_, offset) => {
      const index = first + offset;
      const isRare = index % Math.floor(count / 5) === 7;
      return {
        fields: taskFields(random, vocabulary, end, isRare),
        createdAt: Math.floor(end - (count - index) * interval),
      };
    });
  }
}

function taskFields(
  random: () => number,
  vocabulary: readonly string[],
  now: number,
  isRare: boolean,
): TaskFields {
  const dueAt =
    random() < 0.75 ? new Date(now + Math.floor((random() * 90 - 60) * DAY_MS)).toISOString() : null;
  const description = random() < 0.6 ? text(random, vocabulary, 5 + Math.floor(random() * 20)) : null;
  const title = [text(random, vocabulary, 3 + Math.floor(random() * 3))];
  if (random() < 1 / 3) title.push(COMMON_WORD);
  if (isRare) title.push(RARE_WORD);
  return completeFields({
    title: title.join(' '),
    description,
    status: pick(random, statuses),
    priority: pick(random, priorities),
    dueAt,
    tags: tags.filter(() => random() < 1.5 / tags.length),
  });
}

/** A text whose word frequencies resemble a natural language: a few words make up most of the text. */
function text(random: () => number, vocabulary: readonly string[], length: number): string {
  return Array.from({ length }, () => vocabulary[Math.floor(random() ** 3 * vocabulary.length)]).join(' ');
}

function words(random: () => number, count: number): string[] {
  const syllables =
    're port in voice ta sk me et ing con pro ject up date sys tem rev iew cli ent bud get'.split(' ');
  const made = new Set<string>();
  while (made.size < count) {
    made.add(Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(random, syllables)).join(''));
  }
  return [...made];
}
