// Connects the webhook outbox to the dispatcher: a commit with a new event wakes the dispatcher.
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { describeError } from '../observability/logger.ts';
import { currentTraceparent } from '../observability/tracing.ts';
import type { Tracing } from '../observability/tracing.ts';
import { version } from '../process/version.ts';
import type { Clock } from '../resource/owner/account.ts';
import type { Publish } from '../resource/events.ts';
import type { Tables } from '../storage.ts';
import {
  type Dispatcher,
  type DispatchLimits,
  type DispatchOptions,
  startDispatcher,
} from '../webhooks/dispatch/dispatcher.ts';
import type { WebhookOptions } from '../webhooks/handlers.ts';
import { post } from '../webhooks/network/post.ts';
import { createOutbox, type DisablingReason } from '../webhooks/outbox.ts';
import { secretsFrom } from '../webhooks/secrets.ts';
import { sign } from '../webhooks/signature.ts';
import type { Reporting } from './event-reporting.ts';
import type { LiveValues } from './renewals.ts';

export interface Webhooks {
  readonly publish: Publish;
  readonly handlerOptions: WebhookOptions['webhooks'];
  /** Wraps a database so that a commit with a new event wakes the dispatcher. */
  announcing(database: Database<Tables>): Database<Tables>;
  /** Starts the dispatcher. Without a key for webhook secrets, logs that webhooks are off. */
  start(database: Database<Tables>): void;
  /** Stops the dispatcher. Waits at most this long for the attempts in progress. */
  stop(timeoutMs: number): Promise<void>;
}

interface Dispatching {
  readonly live: LiveValues;
  readonly tracing: Tracing | undefined;
  readonly clock: Clock;
  readonly limits: Partial<DispatchLimits> | undefined;
}

/** Connects an outbox to a dispatcher, which `start` starts. */
export function connectWebhooks(
  { urls }: Config['webhooks'],
  { metrics, logger }: Reporting,
  { live, tracing, clock, limits }: Dispatching,
): Webhooks {
  const secrets = live.webhookKeys.length === 0 ? undefined : secretsFrom(() => live.webhookKeys);
  /** The webhooks that each transaction with new events has disabled. */
  const stored = new WeakMap<object, readonly string[]>();
  const outbox = createOutbox({
    onStored: (trx, disabledIds) => stored.set(trx, [...(stored.get(trx) ?? []), ...disabledIds]),
    ...(tracing && { currentTraceparent }),
    clock,
  });
  let dispatcher: Dispatcher | undefined;
  const wake = (): void => dispatcher?.wake();
  const onDisabled = (webhookId: string, reason: DisablingReason): void => {
    metrics.disabledWebhooks.inc({ reason });
    logger.info('disabled a webhook', { webhookId, reason });
  };

  return {
    publish: outbox.publish,
    handlerOptions: { secrets, urls, outbox, onDue: wake },
    announcing: (database) => ({
      ...database,
      write: async (owner, work, options) => {
        let disabledIds: readonly string[] | undefined;
        const result = await database.write(
          owner,
          async (trx) => {
            try {
              return await work(trx);
            } finally {
              // Deleted, because on SQLite the next write of the group has the same transaction.
              disabledIds = stored.get(trx);
              stored.delete(trx);
            }
          },
          options,
        );
        for (const id of disabledIds ?? []) onDisabled(id, 'tooManyPending');
        if (disabledIds !== undefined) wake();
        return result;
      },
    }),
    start(database) {
      if (secrets === undefined) {
        logger.info('webhooks are off: WEBHOOK_SECRET_KEY is not set');
        return;
      }
      for (const outcome of ['delivered', 'failed']) metrics.webhookAttempts.inc({ outcome }, 0);
      dispatcher = startDispatcher(database, {
        ...{ secrets, urls, clock, post, sign, startSpan: spansOf(tracing) },
        userAgent: `task-manager-api/${version}`,
        events: {
          onAttempt: (isDelivered) => {
            metrics.webhookAttempts.inc({ outcome: isDelivered ? 'delivered' : 'failed' });
          },
          onDisabled,
          onError: (error) => logger.warn('failed to dispatch webhooks', { error: describeError(error) }),
        },
        ...(limits && { limits }),
      });
    },
    async stop(timeoutMs) {
      await dispatcher?.stop(timeoutMs);
    },
  };
}

class DeliveryFailed extends Error {
  override readonly name = 'DeliveryFailed';
}

/** Records each attempt in a trace that is linked to the request that caused the event. */
function spansOf(tracing: Tracing | undefined): DispatchOptions['startSpan'] {
  return ({ url }, { type, traceparent }) => {
    const span = tracing?.startLinked('deliver webhook', traceparent ?? undefined, {
      isCall: true,
      attributes: {
        'http.request.method': 'POST',
        'server.address': new URL(url).hostname,
        'webhook.event': type,
      },
    });
    return (
      span && {
        headers: span.headers(),
        end(status, isDelivered) {
          span.setAttributes({ 'http.response.status_code': status });
          span.end(isDelivered ? undefined : new DeliveryFailed());
        },
      }
    );
  };
}
