import { expect, test } from '@jest/globals';
import { judge } from '../../checks/durability/trace.ts';

const id = '019ca0b0-0000-7000-8000-000000000000';
const wal = '/data/tasks.db-wal';
const written = `7 pwrite64(21<${wal}>, "\\r\\0${id}pending"..., 4096, 56) = 4096`;
const synced = `7 fdatasync(21<${wal}>) = 0`;
const answered = `7 writev(25<socket:[9]>, [{iov_base="HTTP/1.1 201 Created\\r\\nLocation: /tasks/${id}\\r\\n"...}], 2) = 900`;

const verdict = (...lines: string[]) => judge(lines.join('\n'));

test('an answer after its write and the sync of it is in time', () => {
  expect(verdict(written, synced, answered)).toEqual({ answered: 1, syncs: 1, early: [] });
  expect(
    verdict(
      written,
      `7 fdatasync(21<${wal}> <unfinished ...>`,
      '8 futex(0x7f) = 0',
      '7 <... fdatasync resumed>) = 0',
      answered,
    ),
  ).toEqual({ answered: 1, syncs: 1, early: [] });
});

test.each([
  ['before the sync', [written, answered, synced]],
  ['without a sync', [written, answered]],
  ['without a write', [synced, answered]],
  ['after a sync that came before the write', [synced, written, answered]],
  ['after a sync that failed', [written, `7 fdatasync(21<${wal}>) = -1 EIO (Input/output error)`, answered]],
  ['after the sync of another file', [written, '7 fdatasync(20</data/tasks.db>) = 0', answered]],
  ['before the end of the sync', [written, `7 fdatasync(21<${wal}> <unfinished ...>`, answered]],
])('an answer %s is early', (_when, lines) => {
  expect(verdict(...lines).early).toEqual([id]);
});
