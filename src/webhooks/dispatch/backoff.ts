const SECOND_MS = 1000;
const HOUR_MS = 60 * 60 * SECOND_MS;

/** When failed deliveries are retried, and for how long. */
export interface RetrySchedule {
  /** The delay after the first failed attempt of a delivery. Each further delay is four times as long. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** How long after its first attempt a delivery can be retried. */
  readonly giveUpAfterMs: number;
  /** How long no attempts are made for a webhook after its first failure. Each further failure doubles this. */
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
}

/** This schedule makes 14 or 15 attempts in three days. */
export const defaultSchedule: RetrySchedule = {
  firstDelayMs: 5 * SECOND_MS,
  maxDelayMs: 12 * HOUR_MS,
  giveUpAfterMs: 72 * HOUR_MS,
  firstPauseMs: SECOND_MS,
  maxPauseMs: HOUR_MS / 2,
};

/** The share by which delays vary at random, so that deliveries that failed together are not retried together. */
const JITTER = 0.2;

/** The delay of a delivery after this many failed attempts. */
export function retryDelay(attempts: number, schedule: RetrySchedule, random = Math.random): number {
  return jittered(Math.min(schedule.maxDelayMs, schedule.firstDelayMs * 4 ** (attempts - 1)), random);
}

/** The pause of a webhook after this many failures since its last success. */
export function pauseAfter(failures: number, schedule: RetrySchedule, random = Math.random): number {
  return failures === 0
    ? 0
    : jittered(Math.min(schedule.maxPauseMs, schedule.firstPauseMs * 2 ** (failures - 1)), random);
}

function jittered(delay: number, random: () => number): number {
  return Math.round(delay * (1 + JITTER * (2 * random() - 1)));
}
