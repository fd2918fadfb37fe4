// Reads whose cost depends on the data (`Database.readWithDeadline`). The number of running reads is limited, in total
// and for each owner.
import type { DatabaseOptions, Measurement } from './database.ts';
import { ReadStopped } from './errors.ts';
import { fairSlots } from './fair-slots.ts';
import type { ReadLimits, ReadOutcome } from './read-limits.ts';

/**
 * The maximum number of expensive reads of one owner that wait. Equals the default of `RATE_LIMIT_IN_FLIGHT`. Further
 * reads are refused.
 */
const MAX_WAITING = 100;

export interface ExpensiveReads<Slot> {
  /** Runs a read in a slot. Throws `ReadStopped`. */
  readonly run: <T>(owner: string, read: (slot: Slot) => Promise<T>) => Promise<T>;
  readonly measurements: Readonly<Record<string, Measurement>>;
}

/** Shares the slots of expensive reads between owners. */
export function expensiveReads<Slot>(
  slots: readonly Slot[],
  { timeoutMs, maxRunningPerOwner }: ReadLimits,
  { onExpensiveRead }: Pick<DatabaseOptions, 'onExpensiveRead'>,
): ExpensiveReads<Slot> {
  const shared = fairSlots(
    slots,
    { perOwner: maxRunningPerOwner, maxWaiting: MAX_WAITING, waitMs: timeoutMs },
    () => new ReadStopped('refused'),
  );
  return {
    async run(owner, read) {
      try {
        const result = await shared.use(owner, read);
        onExpensiveRead?.('finished');
        return result;
      } catch (error) {
        onExpensiveRead?.(outcomeOf(error));
        throw error;
      }
    },
    measurements: {
      database_expensive_reads_running: {
        help: 'Expensive reads that are running.',
        read: () => shared.running,
      },
      database_expensive_reads_waiting: {
        help: 'Expensive reads that are waiting for earlier ones.',
        read: () => shared.waiting,
      },
    },
  };
}

function outcomeOf(error: unknown): ReadOutcome {
  if (!(error instanceof ReadStopped)) return 'failed';
  return error.reason === 'deadline' ? 'stopped' : 'refused';
}
