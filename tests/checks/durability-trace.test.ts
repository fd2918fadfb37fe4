import { expect, test } from '@jest/globals';
import { analyze } from '../../checks/durability/trace-analysis.ts';

const id = '019ca0b0-0000-7000-8000-000000000000';
const wal = '/data/tasks.db-wal';
const written = `7 pwrite64(21<${wal}>, "\\r\\0${id}pending"..., 4096, 56) = 4096`;
const synced = `7 fdatasync(21<${wal}>) = 0`;
const acknowledged = `7 writev(25<socket:[9]>, [{iov_base="HTTP/1.1 201 Created\\r\\nLocation: tasks/${id}\\r\\n"...}], 2) = 900`;

const analysisOf = (...lines: string[]) => analyze(lines.join('\n'));

test('accepts a response after the write of its task and the sync', () => {
  expect(analysisOf(written, synced, acknowledged)).toEqual({ acknowledged: 1, syncs: 1, early: [] });
  expect(
    analysisOf(
      written,
      `7 fdatasync(21<${wal}> <unfinished ...>`,
      '8 futex(0x7f) = 0',
      '7 <... fdatasync resumed>) = 0',
      acknowledged,
    ),
  ).toEqual({ acknowledged: 1, syncs: 1, early: [] });
});

test.each([
  ['before the sync', [written, acknowledged, synced]],
  ['without a sync', [written, acknowledged]],
  ['without a write', [synced, acknowledged]],
  ['after a sync that came before the write', [synced, written, acknowledged]],
  [
    'after a sync that failed',
    [written, `7 fdatasync(21<${wal}>) = -1 EIO (Input/output error)`, acknowledged],
  ],
  ['after a sync of a different file', [written, '7 fdatasync(20</data/tasks.db>) = 0', acknowledged]],
  ['before the end of the sync', [written, `7 fdatasync(21<${wal}> <unfinished ...>`, acknowledged]],
])('reports a response %s as too early', (_when, lines) => {
  expect(analysisOf(...lines).early).toEqual([id]);
});
