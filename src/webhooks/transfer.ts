import { itemTransfer, type Owned } from '../resource/transfer.ts';
import type { StoredWebhook } from './columns.ts';
import type { WebhookTables } from './storage/tables.ts';
import { webhookTable } from './table.ts';

/** A webhook with its owner, and the number of its secret. */
export type OwnedWebhook = Owned<'webhook', StoredWebhook> & { readonly secretGeneration: number };

/**
 * How webhooks are transferred. Their secrets are derived from the service's key, so they stay the same if the key
 * does. Deliveries are not transferred.
 */
export const webhookTransfer = itemTransfer<
  WebhookTables,
  'webhook',
  StoredWebhook,
  { readonly secretGeneration: number }
>(webhookTable, {
  schema: 'Webhook',
  others: {
    secretGeneration: {
      column: 'secret_generation',
      schema: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
    },
  },
  findContradiction: ({ disabledReason, status }) =>
    (disabledReason !== null) === (status === 'disabled')
      ? undefined
      : 'its disabledReason and its status contradict each other',
});
