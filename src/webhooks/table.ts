import { resourceTable } from '../resource/table.ts';
import { columns } from './columns.ts';

/** Reads rows of the table `webhook` by id, and writes them. */
export const webhookTable = resourceTable('webhook', columns, { usage: 'webhooks' });
