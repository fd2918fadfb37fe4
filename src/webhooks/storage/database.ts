import type { Queries } from '../../database/storage.ts';
import type { ResourceDatabase } from '../../resource/resource.ts';
import type { OwnerTables } from '../../resource/owner/storage.ts';
import type { WebhookTables } from './tables.ts';

/** A database with the tables that the webhook operations use. */
export type WebhookDatabase = ResourceDatabase<WebhookTables>;

/** Queries on webhooks and their owners. */
export type WebhookQueries = Queries<WebhookTables & OwnerTables>;
