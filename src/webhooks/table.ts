import { resourceTable } from '../resource/table.ts';
import { columns } from './columns.ts';

/** The table `webhook`, one row at a time. */
export const webhookTable = resourceTable('webhook', columns, { usage: 'webhooks' });
