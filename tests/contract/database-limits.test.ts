// The columns of SQLite accept exactly the values that the contract allows: the database rejects no valid task, and stores
// no invalid one that bypasses the validator.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { resolve } from '../../src/contract/reference.ts';
import type { JsonObject } from '../../src/contract/reference.ts';
import { idAt } from '../../src/resource/position.ts';
import { completeFields, priorities } from '../../src/tasks/columns.ts';
import { taskTable } from '../../src/tasks/table.ts';
import type { Task } from '../../src/tasks/task.ts';
import { contract } from '../support/contract.ts';
import { useServer } from '../support/use-server.ts';

const { server } = useServer();
let database: Sqlite.Database;
let checks: string;
beforeAll(async () => {
  database = new Sqlite(`${server.folder}/tasks.db`);
  const table = database
    .prepare<[], string>("select sql from sqlite_schema where name = 'task'")
    .pluck()
    .get();
  checks = table?.replaceAll(/\s+/g, ' ') ?? '';
});
afterAll(() => void database.close());

const { schemas } = contract.document['components'] as { schemas: Record<string, JsonObject> };
const properties = schemas['Task']?.['properties'] as JsonObject;
const schemaOf = (field: string): JsonObject => resolve(contract.document, properties[field]);
const remedy = 'openapi.yaml and src/tasks/storage/sqlite differ: add a migration, or correct the contract';

const timestamp = '2026-03-01T12:00:00.000Z';
const task: Task = {
  id: idAt(1n),
  ...completeFields({ title: 'Water the plants' }),
  createdAt: timestamp,
  updatedAt: timestamp,
  completedAt: null,
  version: 1,
};

/** Whether the database accepts a task with these fields. The insert is rolled back. */
function accepts(fields: Partial<Record<keyof Task, unknown>>): boolean {
  const changed = { ...task, ...fields } as Task;
  const completedAt = changed.status === 'completed' ? timestamp : null;
  const row = {
    position: 1,
    owner: 'ada',
    ...taskTable.encode({ ...changed, completedAt }),
  };
  const names = Object.keys(row);
  const insert = database.prepare(
    `insert into task (${names.join()}) values (${names.map((name) => `@${name}`).join()})`,
  );
  database.exec('begin');
  try {
    insert.run(row);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_CHECK') return false;
    throw error;
  } finally {
    database.exec('rollback');
  }
}

/** Compares two values. A failure report includes the remedy. */
function expectSame(found: unknown, expected: unknown): void {
  expect({ remedy, found }).toEqual({ remedy, found: expected });
}

describe.each(['title', 'description'])('the length of %s', (field) => {
  const { minLength = 0, maxLength } = schemaOf(field);

  test('is checked against the limits in the contract', () => {
    const [, low, between, most] =
      new RegExp(`length\\(${field}\\) (?:between (\\d+) and (\\d+)|<= (\\d+))`).exec(checks) ?? [];
    expectSame([Number(low ?? 0), Number(between ?? most)], [minLength, maxLength]);
  });

  test.each([
    ['ASCII', 'x'],
    ['emoji', '🥊'],
  ])('is counted in characters, here in %s', (_what, character) => {
    const [low, high] = [Number(minLength), Number(maxLength)];
    expectSame(
      [accepts({ [field]: character.repeat(low) }), accepts({ [field]: character.repeat(high) })],
      [true, true],
    );
    expectSame(accepts({ [field]: character.repeat(high + 1) }), false);
    if (low > 0) expectSame(accepts({ [field]: character.repeat(low - 1) }), false);
  });
});

describe('the id', () => {
  test('has the length that the contract declares', () => {
    expectSame(Number(/length\(id\) = (\d+)/.exec(checks)?.[1]), schemaOf('id')['maxLength']);
  });
});

describe('the status', () => {
  const values = schemaOf('status')['enum'] as unknown as string[];

  test('is accepted only if it is in the contract', () => {
    const listed = /status in \(([^)]*)\)/
      .exec(checks)?.[1]
      ?.split(', ')
      .map((text) => text.slice(1, -1));
    expectSame(listed, values);
    expectSame(
      values.filter((status) => !accepts({ status })),
      [],
    );
    expectSame(
      ['', 'PENDING', 'done'].filter((status) => accepts({ status })),
      [],
    );
  });
});

describe('the priority', () => {
  const values = schemaOf('priority')['enum'] as unknown as string[];

  test('is stored as its rank in the order of the contract', () => {
    expectSame([...priorities], values);
    const [, low, high] = /\bpriority between (\d+) and (\d+)/.exec(checks) ?? [];
    expectSame([Number(low), Number(high)], [0, values.length - 1]);
    expectSame(
      values.filter((priority) => !accepts({ priority })),
      [],
    );
    // A priority that is not in the contract.
    expectSame(accepts({ priority: 'none' }), false);
  });
});

describe('the tags', () => {
  const { maxItems } = schemaOf('tags');
  const longest = Number(resolve(contract.document, schemaOf('tags')['items'])['maxLength']);
  const tags = (count: number): string[] =>
    Array.from({ length: count }, (_, n) => `${n}`.padEnd(longest, 'x'));

  test('are accepted up to the number that the contract allows', () => {
    expectSame(Number(/json_array_length\(tags\) <= (\d+)/.exec(checks)?.[1]), maxItems);
    expectSame(
      [accepts({ tags: tags(Number(maxItems)) }), accepts({ tags: tags(Number(maxItems) + 1) })],
      [true, false],
    );
  });
});

describe('the timestamps', () => {
  test.each(['dueAt', 'createdAt', 'updatedAt'] as const)(
    'are accepted as %s only if they match the pattern in the contract',
    (field) => {
      const pattern = new RegExp(schemaOf(field)['pattern'] as string);
      const forms = [
        '2026-03-01T12:00:00.000Z',
        '2026-03-01T12:00:00Z',
        '2026-03-01',
        '2026-03-01T12:00:00.000+00:00',
        '',
      ];
      // A task cannot be updated before its creation.
      const creation = field === 'createdAt' ? {} : { createdAt: '0001-01-01T00:00:00.000Z' };
      for (const form of [...forms, '9999-12-31T23:59:59.999Z']) {
        const update = field === 'createdAt' ? { updatedAt: '9999-12-31T23:59:59.999Z' } : {};
        expectSame([form, accepts({ ...creation, ...update, [field]: form })], [form, pattern.test(form)]);
      }
    },
  );
});
