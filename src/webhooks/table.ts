import { resourceTable } from '../resource/table.ts';
import { columns } from './columns.ts';

/** The queries on single rows of the table `webhook`. */
export const webhookTable = resourceTable('webhook', columns, { usage: 'webhooks' });
