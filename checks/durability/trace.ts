// What the system calls of a process say about its acknowledgements.

export interface Judgement {
  /** The tasks whose creation was answered. */
  readonly answered: number;
  /** How often the disk was waited for. */
  readonly syncs: number;
  /** The answers that were given before their task had been written and synced. */
  readonly early: readonly string[];
}

const call = /^(\d+)\s+(?:<\.\.\. )?(\w+)/;
const location = /Location: \/tasks\/([0-9a-f-]{36})/;

/**
 * Judges a trace of strace (`-f -y`), line by line: a 201 names its task in `Location`; that id has to be in a write
 * to the WAL, and a sync of the WAL has to have ended after it, both on the thread that answers.
 */
export function judge(trace: string): Judgement {
  const early: string[] = [];
  let answered = 0;
  let syncs = 0;
  let written = '';
  let synced = '';
  for (const line of trace.split('\n')) {
    const [, , name] = call.exec(line) ?? [];
    const isWal = line.includes('tasks.db-wal>');
    if (name === 'pwrite64' && isWal) written += line;
    // A call that another thread interrupts in the trace is not over yet; its second line has no path.
    const isSync = name === 'fdatasync' || name === 'fsync';
    if (isSync && (isWal || line.includes('resumed>')) && line.trimEnd().endsWith('= 0')) {
      syncs += 1;
      synced += written;
      written = '';
    }
    const [, id] = location.exec(line) ?? [];
    if (id !== undefined && (name === 'write' || name === 'writev')) {
      answered += 1;
      if (!synced.includes(id)) early.push(id);
    }
  }
  return { answered, syncs, early };
}
