import type { Resource } from '../resource/resource.ts';
import { eraseWebhooks } from './erase-owner.ts';
import { webhookHandlers, type WebhookHandlers, type WebhookOptions } from './handlers.ts';
import { purgeDeliveries } from './purge.ts';
import { webhookStorage } from './storage/storage.ts';
import type { WebhookTables } from './storage/tables.ts';
import { totalWebhooks, type WebhookTotals } from './totals.ts';
import { webhookTransfer } from './transfer.ts';

/** Webhooks, as src/resources.ts adds them to the service. */
export const webhooks: Resource<WebhookTables, WebhookHandlers, never, keyof WebhookTotals, WebhookOptions> =
  {
    storage: webhookStorage,
    counters: {},
    gauges: {
      enabled: { name: 'webhooks_enabled', help: 'Webhooks that receive events.' },
      disabled: {
        name: 'webhooks_disabled',
        help: 'Webhooks that were disabled by their owners or by the service.',
      },
      undelivered: {
        name: 'webhook_events_undelivered',
        help: 'Events of enabled webhooks that no receiver has confirmed.',
      },
      oldestSeconds: {
        name: 'webhook_oldest_undelivered_seconds',
        help: 'Age in seconds of the oldest undelivered event of an enabled webhook, 0 without undelivered events.',
      },
      lateSeconds: {
        name: 'webhook_late_seconds',
        help: 'How many seconds the longest-waiting webhook with a due event has waited for its turn, 0 if none is waiting.',
      },
    },
    measure: ({ reader }, clock) => totalWebhooks(reader, clock()),
    handlers: (database, _counters, options) => webhookHandlers(database, options),
    eraseOwner: eraseWebhooks,
    transfer: webhookTransfer,
    purge: async (database, { deliveries }) => ({ deliveries: await purgeDeliveries(database, deliveries) }),
  };
