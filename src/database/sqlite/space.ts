// Measures the free space of a database. A delete needs space before it frees any: for the write-ahead log, and for the
// search index, which merges its segments. Other writes therefore stop earlier, and leave a reserve for deletes.
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { DatabaseUnavailable } from '../errors.ts';

const MIB = 1024 * 1024;

/** The reserve of the database file: 5 %, within limits for tiny and huge databases. */
const reservedBytes = (maxBytes: number): number =>
  Math.min(Math.max(maxBytes * 0.05, MIB / 4), maxBytes * 0.25, 64 * MIB);

/**
 * The reserve of the disk: the write-ahead log takes up to 8 MiB, and a checkpoint needs as much again in the main
 * file.
 */
const reservedDiskBytes = (diskBytes: number): number => Math.min(diskBytes * 0.25, 16 * MIB);

/** How long the free space of the disk is cached. During this time, writes fill only a small part of the reserve. */
const DISK_CHECK_MS = 100;

export interface Space {
  /** The size that the database cannot exceed. */
  maxBytes(): number;
  /** The part of the database file that contains data. The space of deleted rows is free. */
  usedBytes(): number;
  /** Throws `DatabaseUnavailable` if only the reserve is left. */
  assertLeft(): void;
}

/** Measures the space of a connection. `path` is undefined for a database in memory. Limits the size to `maxBytes`. */
export function spaceOf(raw: Sqlite.Database, path: string | undefined, maxBytes?: number): Space {
  const pageSize = Number(raw.pragma('page_size', { simple: true }));
  if (maxBytes !== undefined) {
    // A larger database keeps its size, but does not grow.
    raw.pragma(`max_page_count = ${Math.max(1, Math.floor(maxBytes / pageSize))}`);
  }
  const usedPages = raw
    .prepare<[], number>('select page_count - freelist_count from pragma_page_count, pragma_freelist_count')
    .pluck();
  const usedBytes = (): number => Number(usedPages.get()) * pageSize;
  const limit = (): number => Number(raw.pragma('max_page_count', { simple: true })) * pageSize;
  const hasDiskSpace = path === undefined ? () => true : diskSpace(dirname(path));

  return {
    maxBytes: limit,
    usedBytes,
    assertLeft() {
      const isFileFull = maxBytes !== undefined && usedBytes() > maxBytes - reservedBytes(maxBytes);
      if (isFileFull || !hasDiskSpace()) throw new DatabaseUnavailable('full');
    },
  };
}

/** Returns a function that checks whether the directory's disk has more space left than the reserve. */
function diskSpace(folder: string): () => boolean {
  let checkedAt = -Infinity;
  let hasSpace = true;
  return () => {
    const now = performance.now();
    if (now - checkedAt > DISK_CHECK_MS) {
      const { bavail, blocks, bsize } = statfsSync(folder);
      hasSpace = bavail * bsize > reservedDiskBytes(blocks * bsize);
      checkedAt = now;
    }
    return hasSpace;
  };
}
