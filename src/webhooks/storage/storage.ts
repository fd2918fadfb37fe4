import type { Storage } from '../../database/storage.ts';
import * as postgres0001 from './postgres/0001-initial.ts';
import * as sqlite0001 from './sqlite/0001-initial.ts';
import type { WebhookTables } from './tables.ts';

/** The tables of webhooks. */
export const webhookStorage: Storage<WebhookTables> = {
  tables: ['webhook', 'webhook_delivery'],
  migrations: {
    sqlite: { 'webhooks/0001-initial': sqlite0001 },
    postgres: { 'webhooks/0001-initial': postgres0001 },
  },
};
