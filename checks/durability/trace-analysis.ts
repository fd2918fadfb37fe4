export interface TraceAnalysis {
  /** The number of acknowledged creates. */
  readonly acknowledged: number;
  /** The number of syncs to the disk. */
  readonly syncs: number;
  /** The ids of tasks that were acknowledged before they were written and synced. */
  readonly early: readonly string[];
}

const call = /^(\d+)\s+(?:<\.\.\. )?(\w+)/;
const location = /Location: tasks\/([0-9a-f-]{36})/;

/**
 * Analyzes a trace from strace (`-f -y`). A 201 response contains the id of the new task in `Location`. Before this
 * response, the trace must contain a write of the id to the WAL, and then a completed sync of the WAL.
 */
export function analyze(trace: string): TraceAnalysis {
  const early: string[] = [];
  let acknowledged = 0;
  let syncs = 0;
  let written = '';
  let synced = '';
  for (const line of trace.split('\n')) {
    const [, , name] = call.exec(line) ?? [];
    const isWal = line.includes('tasks.db-wal>');
    if (name === 'pwrite64' && isWal) written += line;
    // A call that is interleaved with another thread is split into two lines. The second contains the result, but no path.
    const isSync = name === 'fdatasync' || name === 'fsync';
    if (isSync && (isWal || line.includes('resumed>')) && line.trimEnd().endsWith('= 0')) {
      syncs += 1;
      synced += written;
      written = '';
    }
    const [, id] = location.exec(line) ?? [];
    if (id !== undefined && (name === 'write' || name === 'writev')) {
      acknowledged += 1;
      if (!synced.includes(id)) early.push(id);
    }
  }
  return { acknowledged, syncs, early };
}
