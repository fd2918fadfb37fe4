// Delivers the events in the outbox. Each instance has a dispatcher. It claims webhooks that are due, and gives each of
// them a turn: several attempts, a few at a time, starting with the event that has waited longest. A failure ends the
// turn early, and the webhook then pauses, so that a receiver that is down costs little. Webhooks with slow receivers
// never take more than half of the turns.
import { randomUUID } from 'node:crypto';
import { DatabaseUnavailable } from '../../database/errors.ts';
import type { Clock } from '../../resource/owner/account.ts';
import { addAttempt, type Attempt } from '../deliveries.ts';
import type { PostOptions, PostResult } from '../network/post.ts';
import type { UrlRules } from '../network/check-url.ts';
import type { DisablingReason } from '../outbox.ts';
import type { Secrets } from '../secrets.ts';
import type { WebhookDatabase } from '../storage/database.ts';
import { defaultSchedule, pauseAfter, type RetrySchedule, retryDelay } from './backoff.ts';
import {
  type ClaimedWebhook,
  claimWebhooks,
  type DueDelivery,
  dueDeliveries,
  endLeases,
  nextDue,
  type Outcome,
  recordTurn,
} from './claims.ts';

/** The limits of a dispatcher. */
export interface DispatchLimits extends RetrySchedule {
  /** The maximum number of webhooks that have a turn at the same time. */
  readonly maxTurns: number;
  readonly maxTurnsPerOwner: number;
  /** The maximum number of concurrent requests to one webhook. */
  readonly maxConcurrent: number;
  /** The maximum number of events in a turn. */
  readonly maxBatch: number;
  /** How long a turn can start new attempts. */
  readonly turnMs: number;
  /** How long an attempt may take. */
  readonly timeoutMs: number;
  /** An attempt that takes at least this long counts as slow. */
  readonly slowMs: number;
  /** How long a lease lasts. Must be longer than a turn including its last attempt. */
  readonly leaseMs: number;
  /** The maximum time between two queries for events that other instances have stored. */
  readonly pollMs: number;
}

export const defaultLimits: DispatchLimits = {
  ...defaultSchedule,
  maxTurns: 32,
  maxTurnsPerOwner: 4,
  maxConcurrent: 4,
  maxBatch: 50,
  turnMs: 2000,
  timeoutMs: 10_000,
  slowMs: 2000,
  leaseMs: 30_000,
  pollMs: 5000,
};

/** Sends a request. */
export type Post = (url: string, options: PostOptions) => Promise<PostResult>;

/** Signs a body with each secret, and returns the headers. */
export type Sign = (
  secrets: readonly string[],
  id: string,
  timestamp: Date,
  body: string,
) => Readonly<Record<string, string>>;

/** Called for attempts, disabled webhooks and errors. */
export interface DispatchEvents {
  onAttempt(isDelivered: boolean): void;
  onDisabled(webhookId: string, reason: DisablingReason): void;
  onError(error: unknown): void;
}

/** An attempt in a trace. */
export interface AttemptSpan {
  /** The headers that continue the trace at the receiver. */
  readonly headers: Readonly<Record<string, string>>;
  end(status: number | undefined, isDelivered: boolean): void;
}

export interface DispatchOptions {
  readonly secrets: Secrets;
  readonly urls: UrlRules;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly post: Post;
  readonly sign: Sign;
  /** Starts to record an attempt, if its trace is recorded. */
  readonly startSpan: (webhook: ClaimedWebhook, delivery: DueDelivery) => AttemptSpan | undefined;
  readonly events: DispatchEvents;
  readonly limits?: Partial<DispatchLimits>;
}

export interface Dispatcher {
  /** Makes the dispatcher look for due events soon. Called after a commit. */
  wake(): void;
  /** Starts no more attempts, and waits at most this long for the attempts in progress. */
  stop(timeoutMs: number): Promise<void>;
}

/** After this many failures in a row, a success makes all events of the webhook due. */
const MIN_OUTAGE_FAILURES = 3;
/** The status that a receiver returns to ask for no more requests (Standard Webhooks). */
const GONE = 410;

/** Starts a dispatcher. */
export function startDispatcher(database: WebhookDatabase, options: DispatchOptions): Dispatcher {
  const { clock, events } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const lease = randomUUID();
  const turns = new Map<Promise<void>, { readonly isSlow: boolean }>();
  const aborting = new AbortController();
  let isStopping = false;
  let hasEndedLeases = false;
  let isAwake = true;
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

  /** Looks for events until none is due or all turns are taken. */
  async function look(): Promise<void> {
    if (database.engine === 'sqlite' && !hasEndedLeases) {
      await database.maintain((trx) => endLeases(trx, {}));
      hasEndedLeases = true;
    }
    while (isAwake && !isStopping) {
      isAwake = false;
      const due = await nextDue(database.reader);
      const now = clock();
      if (due === undefined) wakeIn(limits.pollMs);
      else if (Date.parse(due) > now) wakeIn(Math.min(limits.pollMs, Date.parse(due) - now));
      else if ((await claimAll()) === 0) wakeIn(limits.pollMs);
      else isAwake = true;
    }
  }

  /** Claims webhooks for the free turns, and begins their turns. Returns the number of claimed webhooks. */
  async function claimAll(): Promise<number> {
    let count = 0;
    for (const isSlow of [false, true]) {
      const slow = [...turns.values()].filter((turn) => turn.isSlow).length;
      const free = limits.maxTurns - turns.size;
      const limit = isSlow ? Math.min(free, Math.floor(limits.maxTurns / 2) - slow) : free;
      if (limit <= 0) continue;
      const now = clock();
      const claim = { lease, now: iso(now), until: iso(now + limits.leaseMs), limit, isSlow };
      const claimed = await database.maintain((trx) =>
        claimWebhooks(trx, database.engine, { ...claim, maxPerOwner: limits.maxTurnsPerOwner }),
      );
      count += claimed.length;
      for (const webhook of claimed) begin(webhook);
    }
    return count;
  }

  function begin(webhook: ClaimedWebhook): void {
    const turn = takeTurn(webhook)
      .catch((error: unknown) => {
        // The events are delivered again after the lease has expired.
        events.onError(error);
      })
      .then(() => {
        turns.delete(turn);
        wake();
      });
    turns.set(turn, webhook);
  }

  /** Makes attempts, and records their outcomes. */
  async function takeTurn(webhook: ClaimedWebhook): Promise<void> {
    const due = await dueDeliveries(database.reader, webhook.position, iso(clock()), limits.maxBatch);
    const end = performance.now() + limits.turnMs;
    const outcomes: Outcome[] = [];
    const state: { hasFailed: boolean; isSlow: boolean; reason?: DisablingReason } = {
      ...{ hasFailed: false, isSlow: false },
    };

    async function deliverNext(): Promise<void> {
      for (let delivery = due.shift(); delivery !== undefined; delivery = due.shift()) {
        if (state.hasFailed || isStopping || performance.now() > end) return;
        const attempt = await attemptOf(webhook, delivery);
        if (attempt === undefined) return;
        const { outcome, isGone, isLast } = outcomeOf(delivery, attempt);
        outcomes.push(outcome);
        const isDelivered = outcome.deliveredAt !== null;
        events.onAttempt(isDelivered);
        state.hasFailed ||= !isDelivered;
        state.isSlow ||= !isDelivered || attempt.durationMs >= limits.slowMs;
        if (isGone) state.reason = 'gone';
        else if (isLast) state.reason ??= 'deliveryFailed';
      }
    }

    await Promise.all(Array.from({ length: limits.maxConcurrent }, deliverNext));
    const hasDelivered = outcomes.some(({ deliveredAt }) => deliveredAt !== null);
    const { hasFailed, isSlow, reason } = state;
    const failures = (hasDelivered ? 0 : webhook.failures) + (hasFailed ? 1 : 0);
    const hasRecovered = hasDelivered && webhook.failures >= MIN_OUTAGE_FAILURES;
    const now = clock();
    await record(() =>
      database.write(webhook.owner, (trx) =>
        recordTurn(trx, {
          ...{ webhook: webhook.position, lease, outcomes, failures, isSlow, hasRecovered, disable: reason },
          pausedUntil: iso(now + pauseAfter(failures, limits)),
          now: iso(now),
        }),
      ),
    );
    if (reason !== undefined) events.onDisabled(webhook.id, reason);
  }

  /**
   * Writes the outcomes of a turn. If the owner's other writes delay this, tries again until the lease ends, because
   * the events of an unrecorded turn are delivered again.
   */
  async function record(write: () => Promise<unknown>): Promise<void> {
    const end = performance.now() + limits.leaseMs - limits.turnMs - limits.timeoutMs;
    for (;;) {
      try {
        await write();
        return;
      } catch (error) {
        const isBusy = error instanceof DatabaseUnavailable && error.reason === 'busy';
        if (!isBusy || isStopping || performance.now() > end) throw error;
      }
    }
  }

  /** Makes an attempt. Undefined if it was canceled because the service is stopping. */
  async function attemptOf(webhook: ClaimedWebhook, delivery: DueDelivery): Promise<Attempt | undefined> {
    const { id, body } = delivery;
    const at = clock();
    const startedAt = performance.now();
    const secrets = options.secrets.valid(webhook, at);
    const span = options.startSpan(webhook, delivery);
    const sending = options.post(webhook.url, {
      ...options.urls,
      headers: {
        ...options.sign(secrets, id, new Date(at), body),
        'Content-Type': 'application/json',
        'User-Agent': options.userAgent,
        ...span?.headers,
      },
      body,
      timeoutMilliseconds: limits.timeoutMs,
      signal: aborting.signal,
    });
    // `post` rejects only for a defect. Then only this attempt fails. Otherwise the turn would be lost, and repeated
    // endlessly.
    const result = await sending.catch((error: unknown): PostResult => {
      events.onError(error);
      return { error: 'The service failed to send the request.' };
    });
    if (aborting.signal.aborted && 'error' in result) return undefined;
    const durationMs = Math.round(performance.now() - startedAt);
    const { status, error } = { status: null, error: null, ...result };
    span?.end(status ?? undefined, isSuccess(status));
    return { at: iso(at), status, error, durationMs };
  }

  function outcomeOf(delivery: DueDelivery, attempt: Attempt) {
    const { status } = attempt;
    const now = clock();
    const firstAttemptAt = delivery.firstAttemptAt ?? attempt.at;
    const attempts = addAttempt(delivery.attempts, attempt);
    const isDelivered = isSuccess(status);
    const failed = (JSON.parse(attempts) as Attempt[]).filter(({ at }) => at >= firstAttemptAt).length;
    const nextAttemptAt = isDelivered ? now : now + retryDelay(failed, limits);
    return {
      outcome: {
        position: delivery.position,
        attempts,
        firstAttemptAt,
        deliveredAt: isDelivered ? iso(now) : null,
        nextAttemptAt: iso(nextAttemptAt),
      },
      isGone: status === GONE,
      isLast: !isDelivered && nextAttemptAt > Date.parse(firstAttemptAt) + limits.giveUpAfterMs,
    };
  }

  function wake(): void {
    isAwake = true;
    if (isStopping) return;
    clearTimeout(timer);
    looking ??= look()
      .catch((error: unknown) => {
        events.onError(error);
        isAwake = false;
        wakeIn(limits.pollMs);
      })
      .then(() => {
        looking = undefined;
        // `wake` was called after the last query.
        if (isAwake) wake();
      });
  }

  function wakeIn(milliseconds: number): void {
    clearTimeout(timer);
    if (!isStopping) timer = setTimeout(wake, Math.max(1, milliseconds)).unref();
  }

  wake();
  return {
    wake,
    async stop(timeoutMs) {
      isStopping = true;
      clearTimeout(timer);
      const canceling = setTimeout(() => {
        aborting.abort();
      }, timeoutMs);
      await looking;
      await Promise.all(turns.keys());
      clearTimeout(canceling);
    },
  };
}

function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}
